/// Text to tree.
///
///     Parser.parse(SourceText("let x = 1"))   // (program, [])
///
/// It never throws and reads any text whatever: what it cannot read becomes an `error` node and a
/// diagnostic, and it goes on at the next argument or line.
package enum Parser {
  /// The tree of a cell and all that is wrong with its text, in the order of the text.
  package static func parse(_ source: SourceText) -> (Program, [Diagnostic]) {
    var parser = TokenParser(source)
    let program = parser.program()
    return (program, parser.collectedDiagnostics())
  }

  package static func parse(_ text: String) -> (Program, [Diagnostic]) {
    parse(SourceText(text))
  }

  /// Whether a text can be run as it is, wants more lines, or is wrong whatever follows: what a
  /// prompt does when the return key is pressed.
  package static func isComplete(_ source: SourceText) -> Completeness {
    var parser = TokenParser(source)
    _ = parser.program()
    let errors = parser.collectedDiagnostics().filter { $0.severity == .error }
    if errors.isEmpty { return .complete }
    return parser.wantsMore ? .incomplete(indent: parser.indentOfNextLine()) : .invalid
  }
}

/// What can become of a text at the prompt.
package enum Completeness: Hashable, Sendable {
  case complete
  /// The blanks that the next line begins with.
  case incomplete(indent: Int)
  case invalid
}
