import QuernSyntax
import Testing

@Suite struct DependencyTests {
  /// Per statement: definitions, then what is read; `f()` of a callee, `lib.` of a library.
  private func check(
    _ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let found = DependencyScan.names(in: Parser.parse(text).0).map(shown).joined(separator: "\n")
    #expect(found == expected, sourceLocation: sourceLocation)
  }

  private func shown(_ names: DependencyScan.StatementNames) -> String {
    let reads = names.reads.map { use in
      switch use.role {
      case .value: use.name.text
      case .callee: use.name.text + "()"
      case .library: use.name.text + "."
      }
    }
    return names.defines.map(\.text).joined(separator: " ") + " <- "
      + reads.joined(separator: " ")
  }

  @Test func `statements define names and read those that are not bound within`() {
    check("let x = x + y", "x <- x y")
    check("let (a, _) = split(t, by: k)", "a <- split() t k")
    check("param n: int in 1..m = d", "n <- m d")
    check("use \"a.qn\" as lib", "lib <- ")
    check("lib.f(lib, g)", " <- lib. g")
    check("t |> filter(.x > limit) |> head", " <- t filter() limit head()")
    check("derive(t, x = .y, z: w)", " <- derive() t w")
    check("\"a {b} {\"{c}\"}\"", " <- b c")
    check("|> f", " <- _ f()")
    check("a\na", " <- a\n <- a")
  }

  @Test func `functions loops and blocks bind their names`() {
    check("x => x + y", " <- y")
    check("(x => x) + x", " <- x")
    check("for (i, j) in i if i > k: j + m", " <- i k m")
    check("fn f(a, b = a + c) = f(a, b, d)", "f <- c d")
    check("do\n  let a = a\n  let b = a\n  a + b + c\nend + b", " <- a c b")
    check("case when a then b else c end", " <- a b c")
    check("{a: b}.c[d] ?? e is null", " <- b d e")
  }

  @Test func `a cell reads what no statement above in it defines`() {
    let (program, _) = Parser.parse("let a = b\nlet c = a\nlet a = d(c, b)\n")
    #expect(shown(DependencyScan.cell(program)) == "c a <- b d()")
  }

  @Test func `bindings are all names that are bound`() {
    let (program, _) = Parser.parse("let a = x => for i in b: i\nfn f(p) = p\nuse 'a' as l")
    #expect(DependencyScan.bindings(in: program) == ["x", "i", "a", "f", "p", "l"])
  }
}
