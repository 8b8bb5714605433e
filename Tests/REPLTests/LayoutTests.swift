import QuernREPL
import Testing

@Suite struct LayoutTests {
  private func layout(_ text: String, cursor: Int? = nil, width: Int = 20) -> InputLayout {
    InputLayout(
      text, cursor: cursor ?? text.utf8.count, prompt: ("q 1> ", 5), continuation: ("   · ", 5),
      width: width, isColored: false)
  }

  @Test func `one line stands behind the prompt`() {
    let found = layout("1 + 1", cursor: 2)
    #expect(found.rows == ["q 1> 1 + 1"])
    #expect(found.cursorRow == 0)
    #expect(found.cursorColumn == 7)
  }

  @Test func `further lines stand behind a mark`() {
    let found = layout("f(\n  1)")
    #expect(found.rows == ["q 1> f(", "   ·   1)"])
    #expect(found.cursorRow == 1)
    #expect(found.cursorColumn == 9)
  }

  @Test func `long lines are broken where the terminal ends`() {
    let found = layout("abcdefghijklmnopqrst", cursor: 16)
    #expect(found.rows == ["q 1> abcdefghijklmno", "pqrst"])
    #expect(found.cursorRow == 1)
    #expect(found.cursorColumn == 1)
  }

  @Test func `behind a full row the cursor stands in the next`() {
    let found = layout("abcdefghijklmno")
    #expect(found.rows == ["q 1> abcdefghijklmno", ""])
    #expect(found.cursorRow == 1)
    #expect(found.cursorColumn == 0)
  }

  @Test func `wide characters and marks are counted as they are shown`() {
    let found = layout("\"日本é\"")
    #expect(found.cursorColumn == 12)
    #expect(layout("a\tb\u{1}").rows == ["q 1> a  b^A"])
  }

  @Test func `colours end with their row`() {
    let found = InputLayout(
      "\"abcdefgh\"", cursor: 0, prompt: ("", 0), continuation: ("", 0), width: 6,
      isColored: true)
    #expect(found.rows == ["\u{1B}[32m\"abcde\u{1B}[0m", "\u{1B}[32mfgh\"\u{1B}[0m"])
  }
}

@Suite struct EntryRuleTests {
  @Test func `return runs what is whole and goes on where it is not`() {
    #expect(EntryRule.of("1 + 1") == .run)
    #expect(EntryRule.of("f(1,") == .goesOn(indent: 2))
    #expect(EntryRule.of("let x = do") == .goesOn(indent: 2))
    #expect(EntryRule.of(":save (") == .run)
    #expect(EntryRule.of("?(") == .run)
    #expect(EntryRule.of(")") == .run)
  }

  @Test func `two empty lines end what cannot end`() {
    #expect(EntryRule.of("f(\n\n") == .run)
    #expect(EntryRule.of("f(\n") == .goesOn(indent: 2))
  }

  @Test func `questions`() {
    #expect(EntryRule.isQuestion("filter?"))
    #expect(EntryRule.isQuestion("filter??  "))
    #expect(EntryRule.isQuestion("?filter"))
    #expect(!EntryRule.isQuestion("param x: int?"))
    #expect(!EntryRule.isQuestion("a ?? b"))
  }
}

@Suite struct LineWrapTests {
  private func check(
    _ line: String, _ width: Int, _ expected: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(LineWrap.lines(line, width: width) == expected, sourceLocation: sourceLocation)
  }

  @Test func `lines are cut at blanks`() {
    check("kept 6 912 of 7 043 rows", 12, ["kept 6 912", "of 7 043", "rows"])
    check("short", 12, ["short"])
    check("averyverylongword and", 10, ["averyverylongword", "and"])
  }

  @Test func `facts of a card hang below their value`() {
    check(
      "  features  30: age, income, city, plan", 24,
      ["  features  30: age,", "            income,", "            city, plan"])
  }

  @Test func `an indent is kept`() {
    check("  a b c d e", 7, ["  a b c", "  d e"])
  }
}
