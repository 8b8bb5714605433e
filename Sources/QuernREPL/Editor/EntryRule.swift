import QuernSyntax

/// What the return key means for a text: run it, or a new line in it.
package enum EntryRule: Hashable, Sendable {
  case run
  /// The line goes on; the next one begins with so many blanks.
  case goesOn(indent: Int)

  package static func of(_ text: String) -> EntryRule {
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.hasPrefix(":") || isQuestion(text) { return .run }
    switch Parser.isComplete(SourceText(text)) {
    case .complete, .invalid: return .run
    case .incomplete(let indent):
      // Two empty lines end what cannot end by itself: its error says what is missing.
      return endsInEmptyLines(text) ? .run : .goesOn(indent: indent)
    }
  }

  /// `?word`, `word?`, `??word`.
  package static func isQuestion(_ text: String) -> Bool {
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.hasPrefix("?") { return true }
    guard let end = text.lastIndex(where: { !$0.isWhitespace }), text[end] == "?" else {
      return false
    }
    let name = text[...end].drop { $0.isWhitespace }.prefix { $0 != "?" }
    return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  private static func endsInEmptyLines(_ text: String) -> Bool {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count > 2 && lines.suffix(2).allSatisfy { $0.allSatisfy(\.isWhitespace) }
  }
}
