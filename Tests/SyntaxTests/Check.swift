import QuernSyntax
import Testing

/// Parses a text without complaint and compares its tree.
func check(
  _ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let source = SourceText(text)
  let (program, diagnostics) = Parser.parse(source)
  let rendered = diagnostics.map { $0.rendered(source: source, cell: nil, color: false) }
  #expect(rendered.isEmpty, "\(rendered.joined(separator: "\n"))", sourceLocation: sourceLocation)
  #expect(TreeDump.dump(program) == expected, sourceLocation: sourceLocation)
}

/// Parses a text and compares what is shown of its diagnostics, all together.
func checkErrors(
  _ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  let source = SourceText(text)
  let (_, diagnostics) = Parser.parse(source)
  let rendered = diagnostics.map { $0.rendered(source: source, cell: nil, color: false) }
    .joined(separator: "\n")
  #expect(rendered == expected, sourceLocation: sourceLocation)
}
