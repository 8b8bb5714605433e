import QuernSyntax
import Testing

@Suite struct StatementTests {
  @Test func `lets params functions and uses`() {
    check("let x = 1", "(let x 1)")
    check("let (a, b) = f()", "(let (a b) (f()))")
    check("param region: str = \"eu\"", "(param region str = \"eu\")")
    check("param n: int? in 1..10", "(param n int? in (.. 1 10))")
    check("param xs: list[list[str]?] in [a] = b", "(param xs list[list[str]?] in (list a) = b)")
    check("fn f() = 1", "(fn f () 1)")
    check("fn f(a: int, b = 2, c: str? = null) = a + b", "(fn f (a:int b=2 c:str?=null) (+ a b))")
    check("fn f(a) do\n  let b = a\n  b\nend", "(fn f (a) (do (let b a) b))")
    check("use \"f.qn\" as lib", "(use \"f.qn\" lib)")
    check("use 'f.qn' as lib", "(use \"f.qn\" lib)")
  }

  @Test func `a statement ends with its line`() {
    check("a\nb\n\n\nc", "a\nb\nc")
    check("\n\n  a # one\n# two\n\nb", "a\nb")
    check("a\r\nb\r\n", "a\nb")
    check(".a\n.b", ".a\n.b")
    check("a\n[1]\n(2)", "a\n(list 1)\n2")
    check("a\n-1", "a\n(- 1)")
    check("", "")
    check("\u{FEFF}a\u{A0}+ b", "(+ a b)")
  }

  @Test func `a line goes on after an operator and before a pipe`() {
    check("let x =\n  1 +\n\n  2", "(let x (+ 1 2))")
    check("t\n  |> f()\n\n  # why\n  |> g()", "(|> (|> t (f())) (g()))")
    check("t |>\n  f()", "(|> t (f()))")
    check("if a\n  then b\n  else c", "(if a b c)")
    check("if a then\n  b\nelse\n  c", "(if a b c)")
    check("x =>\n x", "(=> (x) x)")
    check("for x in xs:\n  x", "(for x xs x)")
    check("f(\n  a,\n  b: 1\n  ,\n)", "(f() a b:1)")
    check("a and\nb or\nnot\nc", "(or (and a b) (not c))")
  }

  @Test func `a leading pipe takes the last result`() {
    check("|> head(3)", "(|> _ (head() 3))")
    check("\n  |> head |> f", "(|> (|> _ (head)) (f))")
  }

  @Test func `newlines count again inside of a block in brackets`() {
    check("f(do\n  a\n  b\nend)", "(f() (do a b))")
    check("f([\n  x => do\n    a\n    (b)\n  end,\n])", "(f() (list (=> (x) (do a b))))")
  }
}
