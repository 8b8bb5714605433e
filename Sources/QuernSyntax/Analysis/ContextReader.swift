/// Finds the context at the end of a text.
struct ContextReader {
  private let source: SourceText
  private let lexed: TokenList
  /// Without what the lexer adds where a text ends inside of a string.
  private let tokens: [Token]
  private let pairs: BracketPairs

  init(_ text: String) {
    let source = SourceText(text)
    let lexed = Lexer.tokens(of: source)
    let end = lexed.openString ?? source.count
    tokens = lexed.tokens.filter { token in
      token.range.upper <= end && !(token.range.isEmpty && token.range.lower == source.count)
    }
    self.source = source
    self.lexed = lexed
    pairs = BracketPairs(tokens)
  }

  func context() -> CompletionContext {
    let end = source.count
    if let last = lexed.comments.last, last.range.upper == end {
      return CompletionContext(position: .nothing, prefix: "", range: SourceRange(end, end))
    }
    var context = word()
    context.calls = calls()
    if context.position == .step { context.piped = pipedRange(before: stepPipe) }
    return context
  }

  // MARK: The word at the place

  private func word() -> CompletionContext {
    let end = source.count
    if let open = lexed.openString {
      let quote = source.slice(SourceRange(open, end)).hasPrefix("'''") ? 3 : 1
      let range = SourceRange(min(open + quote, end), end)
      return CompletionContext(position: .string, prefix: source.slice(range), range: range)
    }
    guard let last = tokens.last, last.range.upper == end else {
      let range = SourceRange(end, end)
      return CompletionContext(position: position(after: tokens.count), prefix: "", range: range)
    }
    let index = tokens.count - 1
    switch last.kind {
    case .name, .keyword:
      return CompletionContext(
        position: position(after: index), prefix: source.slice(last.range), range: last.range)
    case .column(let name):
      let range = last.range.withoutDot
      return CompletionContext(position: .column, prefix: name, range: range)
    case .fieldName(let name):
      return CompletionContext(
        position: .field(of: operand(endingAt: index - 1)), prefix: name,
        range: last.range.withoutDot)
    case .invalid: return afterInvalid(last, index)
    case .int, .intMinimumMagnitude, .float, .date, .duration, .size:
      return CompletionContext(position: .nothing, prefix: "", range: SourceRange(end, end))
    case .quotedName, .rawString, .stringOpen, .stringText, .interpolationOpen,
      .interpolationClose, .stringClose, .sign, .newline, .endOfText:
      return CompletionContext(
        position: position(after: tokens.count), prefix: "", range: SourceRange(end, end))
    }
  }

  /// A dot without its name yet, or a backtick without its second one.
  private func afterInvalid(_ token: Token, _ index: Int) -> CompletionContext {
    let text = source.slice(token.range)
    let end = source.count
    guard text.hasPrefix(".") else {
      return CompletionContext(position: .nothing, prefix: "", range: SourceRange(end, end))
    }
    let range = token.range.withoutDot
    let prefix = String(source.slice(range).drop { $0 == "`" })
    let isGlued =
      index > 0 && tokens[index - 1].endsOperand
      && tokens[index - 1].range.upper == token.range.lower
    return CompletionContext(
      position: isGlued ? .field(of: operand(endingAt: index - 1)) : .column, prefix: prefix,
      range: range)
  }

  /// The range of the operand whose last token is at the index: `a.b`, `f(x)[0]`.
  private func operand(endingAt index: Int) -> SourceRange {
    var start = index
    while start > 0 {
      if let opener = opener(of: start) {
        start = opener
        if start > 0, tokens[start - 1].endsOperand, !tokens[start].startsLine { start -= 1 }
        if opener == start { break }
      } else if case .fieldName = tokens[start].kind {
        start -= 1
      } else {
        break
      }
    }
    return tokens[max(0, start)].range.union(tokens[index].range)
  }

  private func opener(of closer: Int) -> Int? {
    (0..<closer).last { pairs.closer(of: $0) == closer }
  }

  // MARK: What comes before it

  /// The position of a word that begins after the first `count` tokens.
  private func position(after count: Int) -> CompletionContext.Position {
    guard count > 0 else { return .statement }
    let previous = tokens[count - 1]
    switch previous.kind {
    case .newline: return innermostOpener(before: count).map(position(in:)) ?? .statement
    case .sign(.pipe): return .step
    case .sign(.openParenthesis): return isCall(count - 1) ? .argument : .expression
    case .sign(.comma):
      guard let opener = innermostOpener(before: count) else { return .nothing }
      return isCall(opener) ? .argument : expressionOrName(in: opener)
    case .sign(.colon), .sign(.assign): return afterLabel(count)
    case .sign(.openBrace): return .nothing
    case .sign(let sign): return sign.closes || sign == .question ? .operation : .expression
    case .keyword(let keyword): return position(after: keyword)
    case .name, .quotedName, .column, .fieldName, .int, .intMinimumMagnitude, .float, .date,
      .duration, .size, .rawString, .stringClose:
      return .operation
    case .stringOpen, .stringText, .interpolationClose: return .string
    case .interpolationOpen, .invalid: return .expression
    case .endOfText: return .statement
    }
  }

  private func position(in opener: Int) -> CompletionContext.Position {
    switch tokens[opener].kind {
    case .keyword(.do): return .statement
    case .sign(.openParenthesis) where isCall(opener): return .argument
    default: return expressionOrName(in: opener)
    }
  }

  /// In a record a field's name comes first, which is new.
  private func expressionOrName(in opener: Int) -> CompletionContext.Position {
    tokens[opener].kind == .sign(.openBrace) ? .nothing : .expression
  }

  private func position(after keyword: Keyword) -> CompletionContext.Position {
    switch keyword {
    case .let, .param, .fn, .as, .for: .nothing
    case .use: .expression
    case .do: .statement
    case .end, .null, .true, .false: .operation
    case .case: .operation
    case .if, .then, .else, .in, .when, .and, .or, .not, .is: .expression
    }
  }

  /// After `x:` or `x =`.
  private func afterLabel(_ count: Int) -> CompletionContext.Position {
    let isColon = tokens[count - 1].kind == .sign(.colon)
    guard count >= 2 else { return .expression }
    if isColon, count >= 3, tokens[count - 3].kind == .keyword(.param) { return .type }
    guard let opener = innermostOpener(before: count), tokens.isLabel(count - 2) else {
      return .expression
    }
    if isColon, isCall(opener) { return .optionValue(source.slice(tokens[count - 2].range)) }
    return .expression
  }

  private func innermostOpener(before count: Int) -> Int? {
    (0..<count).last { index in
      guard pairs.unclosed.contains(index) else { return false }
      return tokens[index].kind != .stringOpen
    }
  }

  private func isCall(_ opener: Int) -> Bool {
    guard tokens[opener].kind == .sign(.openParenthesis), opener > 0 else { return false }
    switch tokens[opener - 1].kind {
    case .name, .fieldName: return !tokens[opener].startsLine
    default: return false
    }
  }

  // MARK: The calls around it

  private func calls() -> [CompletionContext.CallSite] {
    pairs.unclosed.reversed().filter(isCall).map(site)
  }

  private func site(_ opener: Int) -> CompletionContext.CallSite {
    let (commas, labels) = separators(of: opener)
    let nameRange = operand(endingAt: opener - 1)
    let first = commas.first ?? tokens.count
    var firstArgument: SourceRange?
    if first > opener + 1, !tokens.isLabel(opener + 1), !commas.isEmpty {
      firstArgument = tokens[opener + 1].range.union(tokens[first - 1].range)
    }
    let start = tokens.firstIndex { $0.range.lower == nameRange.lower } ?? 0
    let isPiped = start > 0 && tokens[start - 1].kind == .sign(.pipe)
    return CompletionContext.CallSite(
      name: source.slice(nameRange), piped: isPiped ? pipedRange(before: start - 1) : nil,
      firstArgument: firstArgument, argumentIndex: commas.count, labels: labels)
  }

  /// Commas and labels directly inside of an open bracket.
  private func separators(of opener: Int) -> (commas: [Int], labels: [String]) {
    var commas: [Int] = []
    var labels: [String] = []
    var index = opener + 1
    while index < tokens.count {
      if let closer = pairs.closer(of: index) {
        index = closer
      } else if pairs.unclosed.contains(index) {
        break
      } else if tokens[index].kind == .sign(.comma) {
        commas.append(index)
      } else if tokens.isLabel(index) {
        labels.append(source.slice(tokens[index].range))
      }
      index += 1
    }
    return (commas, labels)
  }

  /// The `|>` before the word at the place.
  private var stepPipe: Int {
    tokens.lastIndex { $0.kind == .sign(.pipe) } ?? 0
  }

  /// What stands before a `|>`, back to where its expression begins; nil at the beginning.
  private func pipedRange(before pipe: Int) -> SourceRange? {
    var start = pipe
    while start > 0 {
      let previous = start - 1
      if let opener = opener(of: previous) {
        start = opener
        continue
      }
      guard !beginsExpression(after: tokens[previous], previous) else { break }
      start = previous
    }
    guard start < pipe else { return nil }
    return tokens[start].range.union(tokens[pipe - 1].range)
  }

  /// Whether the expression of a pipe begins right after the token.
  private func beginsExpression(after token: Token, _ index: Int) -> Bool {
    switch token.kind {
    case .newline, .interpolationOpen: return true
    case .keyword(let keyword):
      switch keyword {
      case .and, .or, .not, .is, .in, .null, .true, .false, .end: return false
      case .let, .param, .fn, .use, .as, .do, .if, .then, .else, .for, .case, .when: return true
      }
    case .sign(let sign):
      return sign.opens || sign == .comma || sign == .colon || sign == .assign || sign == .arrow
    default: return false
    }
  }
}
