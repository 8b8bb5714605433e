import QuernSyntax
import Testing

/// Formats a text and compares; formats the result again and sees that nothing changes.
private func checkFormat(
  _ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let (formatted, diagnostics) = Formatter.format(text)
  #expect(!diagnostics.hasErrors, "\(diagnostics)", sourceLocation: sourceLocation)
  #expect(formatted == expected, sourceLocation: sourceLocation)
  #expect(Formatter.format(formatted).0 == formatted, "again", sourceLocation: sourceLocation)
}

@Suite struct FormatterTests {
  @Test func `blanks stand around operators and after commas`() {
    checkFormat("let x=[1,2 ,3]", "let x = [1, 2, 3]\n")
    checkFormat("a+b*-c^2", "a + b * -c ^ 2\n")
    checkFormat("f( a,b:1,c=.x )", "f(a, b: 1, c = .x)\n")
    checkFormat("{a:1,`b c`:2}", "{a: 1, `b c`: 2}\n")
    checkFormat("xs [ 0 ].x", "xs[0].x\n")
  }

  @Test func `parentheses that change nothing go`() {
    checkFormat("((a))+(b*c)", "a + b * c\n")
    checkFormat("(a+b)*c", "(a + b) * c\n")
    checkFormat("a-(b-c)", "a - (b - c)\n")
    checkFormat("(a-b)-c", "a - b - c\n")
    checkFormat("-(-a)", "-(-a)\n")
    checkFormat("(-a)^2", "(-a) ^ 2\n")
    checkFormat("(2^3)^2", "(2 ^ 3) ^ 2\n")
    checkFormat("(not a) == b", "(not a) == b\n")
    checkFormat("(a == b) == c", "(a == b) == c\n")
    checkFormat("(t|>f()).x > 1", "(t |> f()).x > 1\n")
    checkFormat("(a > 1) |> f", "a > 1 |> f\n")
    checkFormat("(x => x)(2)", "(x => x)(2)\n")
    checkFormat("(a.b)(1)", "(a.b)(1)\n")
    checkFormat("(if a then b else c) + 1", "(if a then b else c) + 1\n")
    checkFormat("(@2024-01-01T10:00)[0]", "(@2024-01-01T10:00)[0]\n")
    checkFormat("(1..4).a", "(1..4).a\n")
  }

  @Test func `literals stay as they were written`() {
    checkFormat(
      "f(1_000,0.50,1E3,60min,'a\\d',\"x {a+b}\",('q'))",
      "f(1_000, 0.50, 1E3, 60min, 'a\\d', \"x {a+b}\", 'q')\n")
    checkFormat("f('''\n  a\n''')", "f('''\n  a\n''')\n")
    checkFormat("1 .. 4", "1..4\n")
    checkFormat("a.b..4", "a.b .. 4\n")
  }

  @Test func `a long pipe has one step a line`() {
    checkFormat(
      "let quarterly = customers |> filter(.tenure > 0) |> derive(monthly = .total / .tenure) |> head(100000)",
      """
      let quarterly = customers
        |> filter(.tenure > 0)
        |> derive(monthly = .total / .tenure)
        |> head(100000)

      """)
    checkFormat("t |> f()\n|> g()", "t\n  |> f()\n  |> g()\n")
    checkFormat("t |>\n f()", "t\n  |> f()\n")
    checkFormat("|> head(3)", "|> head(3)\n")
    checkFormat("t |> f(\n1)", "t |> f(1)\n")
  }

  @Test func `a long call has one argument a line`() {
    checkFormat(
      "let prep = recipe(derive(monthly = .total / .tenure, senior = .age >= 65), impute(numeric(), with: median), onehot(.plan))",
      """
      let prep = recipe(
        derive(monthly = .total / .tenure, senior = .age >= 65),
        impute(numeric(), with: median),
        onehot(.plan),
      )

      """)
  }

  @Test func `a last block hugs its call`() {
    checkFormat(
      "run(\"a\",()=>do\nlet x=1\n\n\n x\nend)",
      "run(\"a\", () => do\n  let x = 1\n\n  x\nend)\n")
    checkFormat(
      "ep |> invoke({tenure: 12, total: 840.0, age: 41, plan: \"basic\", customer_id: \"c1\", region: \"eu\", x: 1})",
      """
      ep
        |> invoke({
          tenure: 12,
          total: 840.0,
          age: 41,
          plan: "basic",
          customer_id: "c1",
          region: "eu",
          x: 1,
        })

      """)
  }

  @Test func `long operators conditions and cases are broken`() {
    let name = String(repeating: "n", count: 40)
    checkFormat(
      "let x = \(name) + \(name) - \(name)", "let x = \(name) +\n  \(name) -\n  \(name)\n")
    checkFormat(
      "if \(name) then \(name) else if b then c else \(name)",
      "if \(name) then \(name)\n  else if b then c\n  else \(name)\n")
    checkFormat(
      "case when \(name) then \(name) when b then c else \(name) end",
      "case\n  when \(name) then \(name)\n  when b then c\n  else \(name)\nend\n")
    checkFormat(
      "fn f(a) = g(\(name), \(name), \(name))",
      "fn f(a) = g(\n  \(name),\n  \(name),\n  \(name),\n)\n")
    checkFormat(
      "for x in \(name) if \(name): \(name)", "for x in \(name) if \(name):\n  \(name)\n")
  }

  @Test func `comments and single blank lines stay`() {
    checkFormat("# a\n\n\n\n#b\nx   # c\n\n\ny\n# end", "# a\n\n#b\nx  # c\n\ny\n# end\n")
    checkFormat(
      "t  # the table\n  # first\n  |> f() # one\n\n  |> g()  # two",
      "t  # the table\n  # first\n  |> f()  # one\n  |> g()  # two\n")
    checkFormat("f(a, # one\n b\n # last\n)", "f(\n  a,  # one\n  b,\n  # last\n)\n")
    checkFormat("f(g(a), # one\n b)", "f(\n  g(a),  # one\n  b,\n)\n")
    checkFormat("f( # none\n)", "f(\n  # none\n)\n")
    checkFormat("a + # why\n b", "# why\na + b\n")
    checkFormat("do # d\n  # e\n  1 # f\n  # g\nend", "do\n  # d\n  # e\n  1  # f\n  # g\nend\n")
    checkFormat(
      "case\n # a\n when a then b # c\n else d # e\nend # f",
      "case\n  # a\n  when a then b  # c\n  else d  # e\nend  # f\n")
    checkFormat("t |> f() # c", "t |> f()  # c\n")
    checkFormat("f(t |> g, # c\n 1)", "f(\n  t |> g,  # c\n  1,\n)\n")
    checkFormat("f(\n  aaa, bbb,\n\n  ccc, # x\n)", "f(\n  aaa,\n  bbb,\n\n  ccc,  # x\n)\n")
    checkFormat("fn f(a, # one\n b) = a", "fn f(\n  a,  # one\n  b,\n) = a\n")
    checkFormat("# only", "# only\n")
    checkFormat("", "")
  }

  @Test func `a text with errors comes back as it is`() {
    let (text, diagnostics) = Formatter.format("f(1,,2)   # x")
    #expect(text == "f(1,,2)   # x")
    #expect(diagnostics.map(\.code) == ["missing-expression"])
  }

  @Test func `print gives one spelling for one tree`() {
    func printed(_ text: String) -> String {
      Parser.parse(text).0.statements.map { Formatter.print($0) }.joined(separator: " ; ")
    }
    #expect(printed("f( 1_000,0.50,1E3, 60min,'a\\d' )") == #"f(1000, 0.5, 1000.0, 1h, "a\\d")"#)
    #expect(printed("@2024-01-31T10:00:00.500Z") == "@2024-01-31T10:00:00.5Z")
    #expect(printed("@2024-01-31T10:00:00-05:30") == "@2024-01-31T10:00-05:30")
    #expect(printed("48h + 12mo + 1024KiB") == "2d + 1y + 1MiB")
    #expect(printed("\"{ {a: 1} } \\{\"") == "\"{ {a: 1} } \\{\"")
    #expect(printed("x => do\n # c\n let a=1\n a end") == "x => do\n  let a = 1\n  a\nend")
    #expect(printed("|> f") == "_ |> f")
    let long = "f(" + (0..<60).map { "argument\($0)" }.joined(separator: ", ") + ")"
    #expect(printed(long) == long)
  }
}
