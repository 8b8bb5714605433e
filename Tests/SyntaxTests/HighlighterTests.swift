import QuernSyntax
import Testing

@Suite struct HighlighterTests {
  private func spans(_ text: String) -> String {
    let source = SourceText(text)
    return Highlighter.spans(source).map { "\(source.slice($0.0))/\($0.1.rawValue)" }
      .joined(separator: " ")
  }

  @Test func `each token has its class`() {
    #expect(
      spans("let x = f(a, by: .b, end = 1.5) # c")
        == "let/keyword x/definition =/sign f/call (/sign a/name ,/sign by/label :/sign "
        + ".b/column ,/sign end/label =/sign 1.5/number )/sign # c/comment")
    #expect(spans("t.x |> head") == "t/name .x/field |>/sign head/call")
    #expect(
      spans("\"a{b}c\"")
        == "\"/string a/string {/interpolation b/name }/interpolation c/string \"/string")
    #expect(spans("null\ntrue") == "null/constant true/constant")
    #expect(spans("1 § 2") == "1/number §/invalid 2/number")
  }

  @Test func `colours change nothing but the colour`() {
    var generator = Seeded(3)
    for text in Corpus.texts {
      for cut in (0..<20).map({ _ in Int.random(in: 0...text.count, using: &generator) }) {
        let part = String(text.prefix(cut))
        #expect(withoutColour(Highlighter.ansi(SourceText(part))) == part)
      }
    }
    #expect(Highlighter.ansi(SourceText("x + 1")) == "x + \u{1B}[36m1\u{1B}[0m")
  }

  private func withoutColour(_ text: String) -> String {
    text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
  }
}
