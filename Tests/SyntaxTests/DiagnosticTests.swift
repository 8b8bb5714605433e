import QuernSyntax
import Testing

@Suite struct DiagnosticTests {
  private func rendered(
    _ text: String, _ lower: Int, _ upper: Int, label: String? = nil, notes: [String] = [],
    cell: String? = nil, color: Bool = false
  ) -> String {
    let diagnostic = Diagnostic(
      code: "some-code", message: "it is wrong", range: SourceRange(lower, upper), label: label,
      notes: notes, hints: [])
    return diagnostic.rendered(source: SourceText(text), cell: cell, color: color)
  }

  @Test func `the form is that of the language's page`() {
    let source = SourceText("let held = t\nheld |> filter(.tenur > 0)\n")
    let diagnostic = Diagnostic(
      code: "unknown-column", message: "there is no column .tenur in `held`",
      range: SourceRange(28, 34), label: "did you mean .tenure (int, 0.2 % null)?",
      notes: ["`held` has: customer_id, plan, age, tenure, total, churn"])
    #expect(
      diagnostic.rendered(source: source, cell: "cell 4", color: false) == """
        error[unknown-column] cell 4, line 2: there is no column .tenur in `held`
          2 | held |> filter(.tenur > 0)
            |                ^^^^^^ did you mean .tenure (int, 0.2 % null)?
          `held` has: customer_id, plan, age, tenure, total, churn
        """)
    #expect(diagnostic.place(in: source) == "2:16-2:22")
  }

  @Test func `hints come last and a diagnostic may have no place`() {
    let diagnostic = Diagnostic(
      .warning, code: "some-code", message: "mind this", range: nil, notes: ["A fact."],
      hints: ["do that"])
    let text = diagnostic.rendered(source: SourceText(""), cell: "cell 1", color: false)
    #expect(text == "warning[some-code] cell 1: mind this\n  A fact.\n  Hint: do that")
    #expect(diagnostic.plainLines == ["mind this", "A fact.", "Hint: do that"])
  }

  @Test func `carets stand under tabs and wide characters`() {
    #expect(
      rendered("\tab\tc", 4, 5) == """
        error[some-code] line 1: it is wrong
          1 |     ab  c
            |         ^
        """)
    #expect(
      rendered("日本 + ü", 9, 11) == """
        error[some-code] line 1: it is wrong
          1 | 日本 + ü
            |        ^
        """)
    #expect(
      rendered("日本 + ü", 0, 6) == """
        error[some-code] line 1: it is wrong
          1 | 日本 + ü
            | ^^^^
        """)
    #expect(rendered("a\u{0}b", 2, 3).hasSuffix("  1 | a\u{FFFD}b\n    |   ^"))
  }

  @Test func `an empty range and one at the end of the text have a caret`() {
    #expect(rendered("ab\n", 2, 2).hasSuffix("  1 | ab\n    |   ^"))
    #expect(rendered("", 0, 0).hasSuffix("  1 |\n    | ^"))
    #expect(rendered("ab\r\nc", 1, 4).hasSuffix("  1 | ab\n    |  ^"))
  }

  @Test func `ranges over lines are marked line by line and long ones cut`() {
    #expect(
      rendered("f(a,\n  b)\nc", 0, 9, label: "here") == """
        error[some-code] line 1: it is wrong
          1 | f(a,
            | ^^^^
          2 |   b)
            |   ^^ here
        """)
    let text = (8...14).map { "line\($0)" }.joined(separator: "\n")
    #expect(
      rendered(text, 2, 43, label: "here") == """
        error[some-code] line 1: it is wrong
          1 | line8
            |   ^^^
          2 | line9
            | ^^^^^
          …
          7 | line14
            | ^^^ here
        """)
  }

  @Test func `of a long line the part around the range is shown`() {
    let text = String(repeating: "a", count: 400) + "X" + String(repeating: "b", count: 400)
    let lines = rendered(text, 400, 401).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[1].count < 140)
    let caret = lines[2].firstIndex(of: "^").map {
      lines[2].distance(from: lines[2].startIndex, to: $0)
    }
    let mark = lines[1].firstIndex(of: "X").map {
      lines[1].distance(from: lines[1].startIndex, to: $0)
    }
    #expect(caret == mark)
  }

  @Test func `colours wrap the parts`() {
    #expect(
      rendered("ab", 0, 1, color: true)
        == "\u{1B}[1;31merror[some-code]\u{1B}[0m line 1: \u{1B}[1mit is wrong\u{1B}[0m\n"
        + "\u{1B}[2m  1 | \u{1B}[0mab\n\u{1B}[2m    | \u{1B}[0m\u{1B}[1;31m^\u{1B}[0m")
  }

  @Test func `positions count code points and offsets come back`() {
    let source = SourceText("aü\n日x")
    #expect(source.position(3) == (line: 1, column: 3))
    #expect(source.position(7) == (line: 2, column: 2))
    #expect(source.position(99) == (line: 2, column: 3))
    #expect(source.offset(line: 2, column: 2) == 7)
    #expect(source.offset(ofCodePoint: 4) == 7)
    #expect(source.line(1) == "aü")
    #expect(source.line(9) == "")
  }

  @Test func `a fix repairs the text it is for`() {
    for (text, repaired) in [
      ("a && b", "a and b"), ("!a", "not a"), ("x = 3", "let x = 3"), ("x == None", "x == null"),
      ("f\"a\"", "\"a\""), ("{\"a\": 1}", "{a: 1}"), ("(1, 2)", "[1, 2]"), (".5", "0.5"),
      ("t |> f() > 1", "(t |> f()) > 1"), ("[1 2]", "[1, 2]"),
      ("a if b else c", "if b then a else c"),
      ("let a, b = c", "let (a, b) = c"), ("x is 3", "x == 3"), ("let x: int = 3", "let x = 3"),
      ("filter(.x = 3)", "filter(.x == 3)"), ("fn f(x): x", "fn f(x)= x"), ("0x1F", "31"),
      ("s = 1", "let s = 1"), ("do x\nend", "do\n x\nend"), ("“a”", "\"a\""),
    ] {
      let found = Parser.parse(text).1
      guard found.count == 1, let fix = found[0].fix else {
        Issue.record("\(text): \(found)")
        continue
      }
      var bytes = Array(text.utf8)
      bytes.replaceSubrange(fix.range.lower..<fix.range.upper, with: fix.replacement.utf8)
      #expect(String(decoding: bytes, as: UTF8.self) == repaired)
      #expect(Parser.parse(repaired).1.isEmpty, "\(repaired)")
    }
  }
}
