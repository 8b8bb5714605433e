import QuernSyntax
import Testing

@Suite struct ExpressionTests {
  @Test func `operators bind as the grammar says`() {
    check("1 + 2 * 3", "(+ 1 (* 2 3))")
    check("1 - 2 - 3", "(- (- 1 2) 3)")
    check("a // b % c / d", "(/ (% (// a b) c) d)")
    check("-2 ^ 2", "(- (^ 2 2))")
    check("2 ^ -1", "(^ 2 (- 1))")
    check("2 ^ 3 ^ 2", "(^ 2 (^ 3 2))")
    check("a or b and not c == d", "(or a (and b (not (== c d))))")
    check("not not a", "(not (not a))")
    check("a ?? b ?? c", "(?? (?? a b) c)")
    check("a + 1 .. b * 2", "(.. (+ a 1) (* b 2))")
    check("x in 0..120", "(in x (.. 0 120))")
    check("a not in b and c", "(and (not in a b) c)")
    check("a is null or b is not null", "(or (is-null a) (is-not-null b))")
    check("a ?? 1 < b", "(< (?? a 1) b)")
    check("-9223372036854775808", "-9223372036854775808")
    check("(1 + 2) * 3", "(* (+ 1 2) 3)")
  }

  @Test func `a dot in prefix position is a column and a glued one a field`() {
    check(".x", ".x")
    check(".x.y", "(field .x y)")
    check("f(.x,.y)", "(f() .x .y)")
    check("[.x, -.y]", "(list .x (- .y))")
    check("t.x + .y", "(+ (field t x) .y)")
    check("a/.b", "(/ a .b)")
    check("not.b", "(not .b)")
    check("f(x).y[0].z", "(field (index (field (f() x) y) 0) z)")
    check(".`Charge  Amount`", ".Charge  Amount")
    check("t.`a b`", "(field t a b)")
    check(".end + .if + t.then", "(+ (+ .end .if) (field t then))")
    check("{a:.b}.a", "(field (record a:.b) a)")
    check("@2024-01-01.x", "(field @2024/1/1 x)")
    check("0..1", "(.. 0 1)")
    check("a.. .b", "(.. a .b)")
  }

  @Test func `calls take values options and definitions`() {
    check("f()", "(f())")
    check("f(a, b: 1, c = .x,)", "(f() a b:1 c=.x)")
    check("f(in: 1, end = 2, `a b`: 3)", "(f() in:1 end=2 a b:3)")
    check("lib.f(1)", "(lib.f() 1)")
    check("a.b.c(1)", "(a.b.c() 1)")
    check("f(1)(2)", "([(f() 1)]() 2)")
    check("(x => x)(2)", "([(=> (x) x)]() 2)")
    check("fs[0](2)", "([(index fs 0)]() 2)")
    check("(f)(2)", "([f]() 2)")
    check("f(x => x + 1)", "(f() (=> (x) (+ x 1)))")
    check("f(by: if a then .b else .c)", "(f() by:(if a .b .c))")
  }

  @Test func `a pipe is loosest and its call may lack parentheses`() {
    check("t |> head", "(|> t (head))")
    check("t |> head()", "(|> t (head()))")
    check("t |> f(1) |> lib.g(2)", "(|> (|> t (f() 1)) (lib.g() 2))")
    check("a + 1 > 2 |> show", "(|> (> (+ a 1) 2) (show))")
    check("(t |> f()) > 1", "(> (|> t (f())) 1)")
    check("(t |> f()).x", "(field (|> t (f())) x)")
    check("f(t |> g, 1)", "(f() (|> t (g)) 1)")
  }

  @Test func `lambdas conditions loops and cases`() {
    check("x => x + 1", "(=> (x) (+ x 1))")
    check("() => 1", "(=> () 1)")
    check("(a, b) => a |> f(b)", "(=> (a b) (|> a (f() b)))")
    check("a => b => a", "(=> (a) (=> (b) a))")
    check("if a then b else if c then d else e", "(if a b (if c d e))")
    check("for x in xs: x * 2", "(for x xs (* x 2))")
    check("for (a, b) in t |> g if a > b: a", "(for (a b) (|> t (g)) if (> a b) a)")
    check("case when a then 1 when b then 2 else 3 end", "(case a 1 b 2 else 3)")
    check(
      "case\n  when a then 1\n  when b then 2\n  else 3\nend + 1", "(+ (case a 1 b 2 else 3) 1)")
  }

  @Test func `blocks hold lets and end in their value`() {
    check("do\n  1\nend", "(do 1)")
    check(
      "do\n\n  let a = 1\n\n  let (b, c) = g(a)\n  b + c\nend",
      "(do (let a 1) (let (b c) (g() a)) (+ b c))")
    check("f(() => do\n  let a = (1 +\n 2)\n  a\nend, 2)", "(f() (=> () (do (let a (+ 1 2)) a)) 2)")
    check("[do\n1\nend,\n do\n2\nend\n]", "(list (do 1) (do 2))")
  }

  @Test func `lists and records`() {
    check("[]", "(list)")
    check("[1, [2,], 3,]", "(list 1 (list 2) 3)")
    check("{}", "(record)")
    check("{a: 1, `b c`: {d: 2}, end: 3,}", "(record a:1 b c:(record d:2) end:3)")
    check("{\n  a: 1,\n\n  b: 2\n}", "(record a:1 b:2)")
  }
}
