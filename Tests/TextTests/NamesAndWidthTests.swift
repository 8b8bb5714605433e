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

  @Test func dataCannotSteerTheTerminal() {
    #expect(TerminalText.stripControls("a\u{1B}[31mred\u{1B}[0m\u{7}\n\tb") == "ared\n\tb")
    #expect(TerminalText.stripControls("\u{9B}31m") == "31m")
  }
}
