extension DiagnosticCatalogue {
  /// What the lexer and the parser find.
  package static let syntax: [DiagnosticKind] = []
}
