import QuernSyntax
import Testing

@Suite struct CompletionTests {
  /// The text up to `|` at its end, which stands for the place; then position, prefix and calls.
  private func check(
    _ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let source = SourceText(text)
    let context = CompletionContext(source, codePoint: text.unicodeScalars.count)
    func slice(_ range: SourceRange?) -> String { range.map(source.slice) ?? "" }
    let position =
      switch context.position {
      case .optionValue(let name): "value of \(name)"
      case .field(let range): "field of \(slice(range))"
      default: "\(context.position)"
      }
    #expect(context.range.upper == source.count, sourceLocation: sourceLocation)
    var found = position + " '" + context.prefix + "'"
    if let piped = context.piped { found += " after " + slice(piped) }
    for call in context.calls {
      found += " in \(call.name)#\(call.argumentIndex)"
      if let piped = call.piped { found += "<\(slice(piped))>" }
      if let first = call.firstArgument { found += "(\(slice(first)))" }
      if !call.labels.isEmpty { found += "[\(call.labels.joined(separator: " "))]" }
    }
    #expect(found == expected, "\(text)", sourceLocation: sourceLocation)
  }

  @Test func `statements and values`() {
    check("", "statement ''")
    check("fil", "statement 'fil'")
    check("a\nfil", "statement 'fil'")
    check("let x = ", "expression ''")
    check("let x = fil", "expression 'fil'")
    check("1 + a", "expression 'a'")
    check("if a", "expression 'a'")
    check("[a, b", "expression 'b'")
    check("do\n  le", "statement 'le'")
    check("a ", "operation ''")
    check("f(a) an", "operation 'an'")
    check("let ", "nothing ''")
    check("fn f", "nothing 'f'")
    check("param x: in", "type 'in'")
    check("12", "nothing ''")
    check("# a com", "nothing ''")
    check("{a", "nothing 'a'")
    check("{a: b", "expression 'b'")
  }

  @Test func `steps of a pipe know what is piped`() {
    check("t |> ", "step '' after t")
    check("let x = t.y |> f(1)\n  |> he", "step 'he' after t.y |> f(1)")
    check("f(a, t |> ", "step '' after t in f#1(a)")
    check("|> ", "step ''")
  }

  @Test func `arguments know their call and its options`() {
    check("f(", "argument '' in f#0")
    check("t |> split(0.8, se", "argument 'se' in split#1<t>(0.8)")
    check("t |> split(0.8, seed: 7, ", "argument '' in split#2<t>(0.8)[seed]")
    check("join(a, b, kind: ", "value of kind '' in join#2(a)[kind]")
    check("join(a, b, kind: le", "value of kind 'le' in join#2(a)[kind]")
    check("t |> derive(x = su", "expression 'su' in derive#0<t>[x]")
    check("lib.f(", "argument '' in lib.f#0")
    check("f(\n  ", "argument '' in f#0")
    check("f(a,\n  b", "argument 'b' in f#1(a)")
  }

  @Test func `columns know the calls around them`() {
    check("t |> filter(.ten", "column 'ten' in filter#0<t>")
    check("t |> filter(.", "column '' in filter#0<t>")
    check("filter(a |> b, not .`Charge A", "column 'Charge A' in filter#1(a |> b)")
    check("t |> derive(x = sum(.a", "column 'a' in sum#0 in derive#0<t>[x]")
    check("t |> select([.a, .", "column '' in select#0<t>")
    check("a + .b", "column 'b'")
  }

  @Test func `fields know their value`() {
    check("t.x", "field of t 'x'")
    check("a + t.", "field of t ''")
    check("f(1, 2).g.", "field of f(1, 2).g ''")
    check("x[0].y", "field of x[0] 'y'")
    check("(a + b).", "field of (a + b) ''")
  }

  @Test func `strings know their call and interpolations are values`() {
    check("read(\"data/ch", "string 'data/ch' in read#0")
    check("read('data/ch", "string 'data/ch' in read#0")
    check("read(\"", "string '' in read#0")
    check("write(t, to: \"a b", "string 'a b' in write#1(t)[to]")
    check("\"a {b", "expression 'b'")
    check("f(\"a {g(\"x", "string 'x' in g#0 in f#0")
    check("f(\"a\", ", "argument '' in f#1(\"a\")")
    check("'''one\ntwo", "string 'one\ntwo'")
  }

  @Test func `no text and no place stops it`() {
    let seed: UInt64 = 11
    var generator = Seeded(seed)
    for text in Corpus.texts {
      let scalars = Array(text.unicodeScalars)
      for _ in 0..<200 {
        var view = String.UnicodeScalarView()
        let start = Int.random(in: 0...scalars.count, using: &generator)
        let end = Int.random(in: start...scalars.count, using: &generator)
        view.append(contentsOf: scalars[start..<end])
        let source = SourceText(String(view))
        let context = CompletionContext(source, codePoint: end - start)
        #expect(context.range.upper <= source.count, "seed \(seed)")
      }
    }
  }
}
