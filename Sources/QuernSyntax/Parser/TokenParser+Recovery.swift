extension TokenParser {
  /// Skips the rest of a statement. Stops before a line break that counts, before the `end` of the
  /// block around it, and before the closing bracket around that.
  mutating func skipStatement() {
    while kind != .endOfText {
      if kind == .newline { break }
      if isAt(.end), blockDepth > 0 { break }
      if case .sign(let sign) = kind, sign.closes, bracketDepth > 0, blockDepth > 0 { break }
      if let closer = pairs.closer(of: index) { move(to: closer) }
      advance()
    }
    isRecovering = false
  }

  /// Goes to the next comma or the closing bracket of the list that began at `opener`. False where
  /// nothing closes it, so that only the statement's end is left to go to.
  mutating func recoverInList(opener: Int) -> Bool {
    guard let closer = pairs.closer(of: opener), closer >= index else { return false }
    while index < closer {
      if isAt(.comma) { break }
      if let inner = pairs.closer(of: index) { move(to: inner) }
      advance()
    }
    guard index <= closer else { return false }
    isRecovering = false
    return true
  }

  /// Reads elements up to the closing sign. The opening one, at `opener`, has been read; gives
  /// false where the list is not closed.
  mutating func elements(
    closedBy closer: Sign, opener: Int, _ element: (inout TokenParser) -> Void
  ) -> Bool {
    let counted = setCountsNewlines(false)
    let assignEnded = assignEndsExpression
    assignEndsExpression = false
    bracketDepth += 1
    defer {
      bracketDepth -= 1
      assignEndsExpression = assignEnded
    }
    while !isAt(closer) {
      if isListCutOff {
        failUnclosed(opener)
      } else {
        element(&self)
        separate(closedBy: closer, opener: opener)
      }
      if isRecovering, !recoverInList(opener: opener) {
        _ = setCountsNewlines(counted)
        return false
      }
      if take(.comma) || isAt(closer) { continue }
      if case .sign(let sign) = kind, sign.closes {
        // It closes a bracket further out, so that is where to go on.
        complainUnclosed(opener)
        _ = setCountsNewlines(counted)
        return false
      }
    }
    close(countingNewlines: counted)
    return true
  }

  /// After an element: a comma, the closing sign, or a mistake.
  private mutating func separate(closedBy closer: Sign, opener: Int) {
    guard !isRecovering, !isAt(.comma), !isAt(closer) else { return }
    if case .sign(let sign) = kind, sign.closes {
      guard pairs.stray.contains(index) else { return }
      return fail(.unmatched(sign.rawValue, opener: sign.openerSpelling, current.range))
    }
    if isListCutOff || (!isOnSameLine && pairs.closer(of: opener) == nil) {
      failUnclosed(opener)
    } else if kind == .invalid || tokens[index - 1].kind == .invalid {
      failSilently()
    } else if beginsOperand(current) {
      complain(.missingComma(before: foundText, SourceRange(lastEnd, lastEnd)))
    } else {
      fail(.unexpected(foundText, here, expected: "`,` or `\(closer.rawValue)`"))
    }
  }

  /// The text ends, or a statement begins, where a list should go on.
  private var isListCutOff: Bool {
    if kind == .endOfText { return true }
    if isAt(.end), blockDepth > 0 { return true }
    return BracketPairs.beginsStatement(tokens, index) && !isOnSameLine
  }

  private mutating func failUnclosed(_ opener: Int) {
    fail(.unclosedBracket(openerText(opener), tokens[opener].range, before: foundText))
  }

  private mutating func complainUnclosed(_ opener: Int) {
    complain(.unclosedBracket(openerText(opener), tokens[opener].range, before: foundText))
  }

  private func openerText(_ opener: Int) -> String { source.slice(tokens[opener].range) }

  /// The present token, for a message.
  var foundText: String {
    switch kind {
    case .endOfText: "the end of the text"
    case .newline: isAtEnd ? "the end of the text" : "the end of the line"
    case .stringOpen: "a string"
    case .interpolationClose: "`}`"
    case .name, .quotedName, .keyword, .column, .fieldName, .int, .intMinimumMagnitude, .float,
      .date, .duration, .size, .rawString, .stringText, .interpolationOpen, .stringClose, .sign,
      .invalid:
      source.slice(current.range).count > 40 ? "this text" : "`\(source.slice(current.range))`"
    }
  }

  /// Whether an expression can begin with the token.
  func beginsOperand(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .quotedName, .column, .int, .intMinimumMagnitude, .float, .date, .duration, .size,
      .rawString, .stringOpen:
      true
    case .keyword(let keyword):
      switch keyword {
      case .null, .true, .false, .if, .for, .case, .do, .not: true
      case .let, .param, .fn, .use, .as, .end, .then, .else, .in, .when, .and, .or, .is: false
      }
    case .sign(let sign): sign.opens
    case .fieldName, .stringText, .interpolationOpen, .interpolationClose, .stringClose, .newline,
      .invalid, .endOfText:
      false
    }
  }

  /// The blanks that the next line at the prompt begins with: two for each bracket or block that is
  /// open on a line of its own, and two where the line goes on.
  func indentOfNextLine() -> Int {
    if lexed.isUnfinished { return 0 }
    var lines = Set<Int>()
    for opener in pairs.unclosed { lines.insert(source.position(tokens[opener].range.lower).line) }
    let last = tokens.last { $0.kind != .newline && $0.kind != .endOfText }
    let opensLast = last.map { token in
      pairs.unclosed.contains { tokens[$0].range == token.range }
    }
    return 2 * lines.count + (lines.isEmpty || opensLast == false && goesOn(last) ? 2 : 0)
  }

  private func goesOn(_ last: Token?) -> Bool {
    switch last?.kind {
    case .sign(let sign): sign.continuesLine
    case .keyword(let keyword): keyword.continuesLine
    default: false
    }
  }
}
