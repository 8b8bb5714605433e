import QuernText
import Testing

@Suite struct NamesAndWidthTests {
  @Test(arguments: [
    ("", "", 0), ("abc", "abc", 0), ("abc", "abd", 2), ("abc", "ab", 2), ("abc", "acb", 2),
    ("abc", "Abc", 1), ("group_by", "groupby", 1), ("a-b", "a_b", 1), ("kitten", "sitting", 6),
    ("", "ab", 4), ("É", "é", 1),
  ])
  func distancesAreWeighted(_ a: String, _ b: String, _ expected: Int) {
    #expect(EditDistance.weighted(a, b) == expected)
    #expect(EditDistance.weighted(b, a) == expected)
  }

  @Test func theNearestNamesAreFound() {
    let words = ["filter", "derive", "select", "sort", "summarise", "amount_usd", "Filter"]
    #expect(EditDistance.nearest("filtr", in: words) == ["filter"])
    #expect(EditDistance.nearest("flter", in: words, limit: 2) == ["filter", "Filter"])
    #expect(EditDistance.nearest("summarize", in: words) == ["summarise"])
    #expect(EditDistance.nearest("amount", in: words) == ["amount_usd"])
    #expect(EditDistance.nearest("zebra", in: words).isEmpty)
    #expect(EditDistance.nearest("filter", in: ["filter"]).isEmpty, "itself is no hint")
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("😀", 2), ("👩‍👩‍👧", 2), ("❤️", 2),
    ("\u{200B}", 0), ("한국", 4), ("a\u{0}b", 2), ("Ω", 1), ("…", 1),
  ])
  func widthsAreThoseOfTheTerminal(_ text: String, _ expected: Int) {
    #expect(TerminalText.width(text) == expected)
  }

  @Test func longTextIsCutWithAnEllipsis() {
    #expect(TerminalText.truncate("abcdef", width: 6) == "abcdef")
    #expect(TerminalText.truncate("abcdef", width: 5) == "abcd…")
    #expect(TerminalText.truncate("日本語", width: 5) == "日本…")
    #expect(TerminalText.truncate("日本語", width: 4) == "日…")
    #expect(TerminalText.truncate("abc", width: 1) == "…")
    #expect(TerminalText.truncate("abc", width: 0) == "")
    #expect(TerminalText.padLeft("é", width: 3) == "  é")
    #expect(TerminalText.padRight("日", width: 3) == "日 ")
  }

  @Test func validityOfUTF8IsThatOfTheStandardLibrary() {
    var random = TestRandom(seed: TestRandom.seed)
    // Bytes that stand at the borders of what is allowed, in random rows.
    let borders: [UInt8] = [
      0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xED, 0xEF,
      0xF0,
      0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<4_000 {
      let ascii = [UInt8](repeating: 0x61, count: random.below(10))
      let bytes = ascii + (0..<random.below(7)).map { _ in borders[random.below(borders.count)] }
      let expected = String(validating: bytes, as: UTF8.self)
      #expect(UTF8Text.string(bytes) == expected, "seed \(TestRandom.seed): \(bytes)")
      let invalid = bytes.withUnsafeBufferPointer { UTF8Text.firstInvalid($0) }
      #expect((invalid == nil) == (expected != nil))
      if let invalid { #expect(UTF8Text.string(Array(bytes[..<invalid])) != nil) }
    }
  }

  @Test func dataCannotSteerTheTerminal() {
    #expect(TerminalText.stripControls("a\u{1B}[31mred\u{1B}[0m\u{7}\n\tb") == "ared\n\tb")
    #expect(TerminalText.stripControls("\u{9B}31m") == "31m")
  }
}
