/// Drops the line breaks after which a statement goes on wherever it stands.
///
/// A line goes on when it ends in an operator, `=`, `|>`, `=>`, `then`, `else` or `:`, and when the
/// next one that is not blank or comment begins with `|>`, `then`, `else`, `when` or `end`.
enum LineJoining {
  static func joined(_ tokens: [Token]) -> [Token] {
    var kept: [Token] = []
    kept.reserveCapacity(tokens.count)
    for (index, token) in tokens.enumerated() {
      if token.kind == .newline {
        if let previous = kept.last, goesOn(after: previous) { continue }
        if index + 1 < tokens.count, goesOn(before: tokens[index + 1]), !kept.isEmpty { continue }
      }
      kept.append(token)
    }
    return kept
  }

  private static func goesOn(after token: Token) -> Bool {
    switch token.kind {
    case .sign(let sign): sign.continuesLine
    case .keyword(let keyword): keyword.continuesLine
    case .name, .quotedName, .column, .fieldName, .int, .intMinimumMagnitude, .float, .date,
      .duration, .size, .rawString, .stringOpen, .stringText, .interpolationOpen,
      .interpolationClose, .stringClose, .newline, .invalid, .endOfText:
      false
    }
  }

  private static func goesOn(before token: Token) -> Bool {
    switch token.kind {
    case .sign(let sign): sign == .pipe
    case .keyword(let keyword): keyword.continuesPreviousLine
    case .name, .quotedName, .column, .fieldName, .int, .intMinimumMagnitude, .float, .date,
      .duration, .size, .rawString, .stringOpen, .stringText, .interpolationOpen,
      .interpolationClose, .stringClose, .newline, .invalid, .endOfText:
      false
    }
  }
}
