import QuernSyntax
import Testing

@Suite struct CompletenessTests {
  private func check(
    _ text: String, _ expected: Completeness, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = Parser.isComplete(SourceText(text))
    #expect(found == expected, "\(text.debugDescription)", sourceLocation: sourceLocation)
  }

  @Test func `a whole statement can be run`() {
    for text in ["", "1", "f(1)\n", "t |> head", "if a then b else c", "do\n1\nend", "# x"] {
      check(text, .complete)
    }
  }

  @Test func `a text that only ends too soon wants more`() {
    check("f(1,", .incomplete(indent: 2))
    check("f(1,\n", .incomplete(indent: 2))
    check("f(", .incomplete(indent: 2))
    check("f([", .incomplete(indent: 2))
    check("f(1, [2,\n  3", .incomplete(indent: 2))
    check("f(\n  [1,", .incomplete(indent: 4))
    check("let x =", .incomplete(indent: 2))
    check("let x", .incomplete(indent: 2))
    check("t |>", .incomplete(indent: 2))
    check("1 +", .incomplete(indent: 2))
    check("do", .incomplete(indent: 2))
    check("do\n  let a = 1", .incomplete(indent: 2))
    check("do\n  a", .incomplete(indent: 2))
    check("run(\"a\", () => do\n  f(1)", .incomplete(indent: 2))
    check("fn f(x) do", .incomplete(indent: 2))
    check("if a then b", .incomplete(indent: 2))
    check("case when a then b", .incomplete(indent: 2))
    check("for x in xs:", .incomplete(indent: 2))
    check("x =>", .incomplete(indent: 2))
    check("'''abc\ndef", .incomplete(indent: 0))
  }

  @Test func `a text that is wrong whatever follows is invalid`() {
    for text in ["f(1,,", ")", "\"abc", "x = 3", "f(1))", "1 +\n)", "do\n 1 2", "let 3 = ("] {
      check(text, .invalid)
    }
  }
}
