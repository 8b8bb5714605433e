import Glibc
import QuernSyntax
import Testing

/// Pieces that a mutation puts in: every sign, keyword and opener, and some trouble.
private let pieces = [
  "(", ")", "[", "]", "{", "}", ",", ":", "=", "=>", "|>", "|", "+", "-", "*", "/", "//", "%", "^",
  "==", "!=", "<", "<=", "<>", "??", "..", "...", ".", ".x", "x.y", "`", "`a b`", "\"", "'", "'''",
  "\"\"\"", "{{", "\\", "\\u{", "#", "\n", "\r\n", "\t", " ", "let ", "param ", "fn ", "use ",
  "as ",
  "do\n", "\nend\n", "end", "if ", " then ", " else ", "for ", " in ", "case ", "when ", "and",
  "or",
  "not ", "is ", "null", "true", "1", "1.", ".5", "1e", "24h", "3x", "2GiB", "99999999999999999999",
  "@2024-01-31", "@2024-13-1", "@", "T10:00[", "lambda x: ", "elif ", "while ", "True", "&&", "!",
  ";", "“", "é", "日本", "\u{0}", "\u{FEFF}", "👩‍👩‍👧", "$", "~", "?", "_",
]

private func mutated(_ text: String, using generator: inout Seeded) -> String {
  var scalars = Array(text.unicodeScalars)
  for _ in 0..<Int.random(in: 1...6, using: &generator) {
    let place = Int.random(in: 0...scalars.count, using: &generator)
    let length = min(Int.random(in: 0...12, using: &generator), scalars.count - place)
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: scalars.removeSubrange(place..<place + length)
    case 1: scalars.removeSubrange(place...)
    case 2:
      let other = Int.random(in: 0...scalars.count, using: &generator)
      scalars.insert(contentsOf: Array(scalars[place..<place + length]), at: other)
    default:
      let piece = pieces.randomElement(using: &generator) ?? ""
      scalars.insert(contentsOf: Array(piece.unicodeScalars), at: place)
    }
  }
  var text = String.UnicodeScalarView()
  text.append(contentsOf: scalars)
  return String(text)
}

/// A number from the environment, for longer runs and other seeds than those of every day.
private func setting(_ name: String, _ usual: Int) -> Int {
  getenv(name).flatMap { Int(String(cString: $0)) } ?? usual
}

/// What holds for every text whatever.
private func examine(_ text: String, _ note: Testing.Comment) {
  let source = SourceText(text)
  let (program, diagnostics) = Parser.parse(source)
  #expect(diagnostics.count <= SyntaxLimits.diagnosticCountMax, note)
  for diagnostic in diagnostics {
    let range = diagnostic.range ?? SourceRange(-1, -1)
    #expect(range.lower >= 0 && range.upper <= source.count, note)
    #expect(!diagnostic.rendered(source: source, cell: nil, color: true).isEmpty, note)
  }
  #expect(
    diagnostics.hasErrors || !TreeDump.dump(program).contains("<error>"),
    "an error node without a diagnostic: \(note)")
  _ = Parser.isComplete(source)
  let (formatted, _) = Formatter.format(source)
  if diagnostics.hasErrors {
    #expect(formatted == text, note)
  } else {
    let again = Parser.parse(formatted)
    #expect(again.1.isEmpty || !diagnostics.isEmpty, note)
    #expect(TreeDump.dump(again.0) == TreeDump.dump(program), note)
    #expect(again.0.comments.map(\.text) == program.comments.map(\.text), note)
    #expect(Formatter.format(formatted).0 == formatted, note)
  }
  for statement in program.statements where !diagnostics.hasErrors {
    let printed = Formatter.print(statement)
    let (second, problems) = Parser.parse(printed)
    #expect(problems.isEmpty, "\(printed)")
    #expect(TreeDump.dump(second) == TreeDump.dump(statement), "\(printed)")
  }
}

@Suite struct FuzzTests {
  @Test func `the corpus is read without complaint and formatted without change`() {
    for text in Corpus.texts {
      let diagnostics = Parser.parse(text).1
      #expect(diagnostics.isEmpty)
      examine(text, "corpus")
    }
  }

  @Test(arguments: 0..<4)
  func `no text stops the parser or is changed in meaning by the formatter`(_ part: Int) {
    let seed = UInt64(setting("QUERN_FUZZ_SEED", 20_261_123) + part)
    var generator = Seeded(seed)
    for round in 0..<setting("QUERN_FUZZ_ROUNDS", 400) {
      let text = mutated(Corpus.texts[part % Corpus.texts.count], using: &generator)
      examine(text, "seed \(seed), round \(round): \(text.debugDescription)")
    }
  }

  @Test func `single statements of the corpus survive small changes`() {
    let seed = UInt64(setting("QUERN_FUZZ_SEED", 7))
    var generator = Seeded(seed)
    let lines = Corpus.texts.flatMap { $0.split(separator: "\n").map(String.init) }
    for round in 0..<3 * setting("QUERN_FUZZ_ROUNDS", 400) {
      let line = lines.randomElement(using: &generator) ?? ""
      let text = mutated(line, using: &generator)
      examine(text, "seed \(seed), round \(round): \(text.debugDescription)")
    }
  }

  @Test func `nesting has a limit and long chains too`() {
    func codes(_ text: String) -> [String] { Parser.parse(text).1.map(\.code) }
    let deep = String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000)
    #expect(codes(deep).first == "too-deep")
    #expect(codes(String(repeating: "[", count: 5000)).first == "too-deep")
    #expect(codes(String(repeating: "f(do\n", count: 3000)).first == "too-deep")
    #expect(codes(String(repeating: "not ", count: 5000) + "a").first == "too-deep")
    #expect(codes(String(repeating: "a => ", count: 5000) + "a").first == "too-deep")
    #expect(codes(String(repeating: "2 ^ ", count: 5000) + "2").first == "too-deep")
    #expect(codes(String(repeating: "if a then b else ", count: 5000) + "c").first == "too-deep")
    #expect(codes(String(repeating: "if a: b elif ", count: 5000) + "c").count == 100)
    #expect(codes("a" + String(repeating: " + a", count: 5000)) == ["too-deep"])
    #expect(codes("t" + String(repeating: " |> f()", count: 5000)) == ["too-deep"])
    #expect(codes("t" + String(repeating: ".x[0](1)", count: 5000)).first == "too-deep")
    #expect(
      codes("case " + String(repeating: "when a then case ", count: 5000)).first == "too-deep")
    #expect(codes("let x: " + String(repeating: "list[", count: 5000)).isEmpty == false)
    #expect(codes(String(repeating: "\"{", count: 5000)).first == "too-deep")
    #expect(codes("a" + String(repeating: " + a", count: 900)).isEmpty)
    #expect(
      codes(String(repeating: "(", count: 100) + "1" + String(repeating: ")", count: 100)).isEmpty)
    #expect(codes("[" + (0..<5000).map { "\($0) + 1" }.joined(separator: ", ") + "]").isEmpty)
  }
}
