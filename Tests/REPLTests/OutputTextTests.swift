import QuernREPL
import QuernValue
import Testing

@Suite struct OutputTextTests {
  private func text(_ output: Output, width: Int? = 24, hasColor: Bool = false) -> String? {
    OutputText(widthColumns: width, hasColor: hasColor).text(output)
  }

  private let table = """
     city │ n
     str  │ int
    ──────┼─────
     Oslo │ null
    … 3 more rows
    """

  @Test func `a table is cut where the terminal ends`() {
    let found = text(.result(MIMEBundle(plain: table)), width: 9)
    #expect(found == " city │ n\n str  │ …\n──────┼─…\n Oslo │ …\n… 3 more\nrows\n")
  }

  @Test func `a plot has its colours where the terminal has some`() {
    let bundle = MIMEBundle([
      MIMEBundle.Entry("text/plain", .text("███")),
      MIMEBundle.Entry(MIMEBundle.terminalType, .text("\u{1B}[38;5;32m███\u{1B}[0m")),
    ])
    #expect(text(.result(bundle)) == "███\n")
    #expect(text(.result(bundle), hasColor: true) == "\u{1B}[38;5;32m███\u{1B}[0m\n")
  }

  @Test func `nobody's terminal cuts nothing`() {
    #expect(text(.result(MIMEBundle(plain: table)), width: nil) == table + "\n")
  }

  @Test func `names are bold, types and what is missing dim`() {
    let found = text(.result(MIMEBundle(plain: table)), hasColor: true) ?? ""
    let lines = found.split(separator: "\n")
    #expect(lines[0].hasPrefix("\u{1B}[1m city "))
    #expect(lines[1].hasPrefix("\u{1B}[2m str "))
    #expect(lines[3] == " Oslo \u{1B}[2m│\u{1B}[0m\u{1B}[2m null\u{1B}[0m")
  }

  @Test func `a card hangs its facts below each other`() {
    let card = "model\n  target    .churn\n  features  3: age, income, city"
    #expect(
      text(.result(MIMEBundle(plain: card)), width: 24)
        == "model\n  target    .churn\n  features  3: age,\n            income, city\n")
  }

  @Test func `remarks are cut at words`() {
    #expect(text(.note("kept 2 of 4; 1 dropped: .x is null"), width: 20)
      == "kept 2 of 4; 1\ndropped: .x is null\n")
  }

  @Test func `errors are cut at words, their source lines are not`() {
    let rendered = "error[a-b] cell 1: there is no such thing\n  1 | let a_long_name = nothing\n"
      + "    |               ^^^^^^^"
    let error = ErrorOutput(code: "a-b", message: "", rendered: rendered)
    #expect(
      text(.error(error), width: 22)
        == "error[a-b] cell 1:\n  there is no such\n  thing\n"
        + "  1 | let a_long_name = nothing\n    |               ^^^^^^^\n")
  }

  @Test func `what cells print cannot steer the terminal`() {
    #expect(text(.stream("a\u{1B}[2Jb\n")) == "ab\n")
    #expect(text(.stream("a\u{1B}[2Jb\n"), width: nil) == "a\u{1B}[2Jb\n")
  }
}
