import QuernText

extension TokenParser {
  /// program = { NL } [ statement { NL { NL } statement } ] { NL }
  mutating func program() -> Program {
    var statements: [Statement] = []
    skipNewlines()
    while kind != .endOfText {
      let before = index
      if let statement = statement(isFirst: statements.isEmpty) { statements.append(statement) }
      endStatement()
      if index == before { advance() }
      skipNewlines()
    }
    return Program(statements: statements, comments: lexed.comments)
  }

  /// A statement of a cell; nil where nothing could be read.
  private mutating func statement(isFirst: Bool) -> Statement? {
    if case .name(let word) = kind, let foreign = ForeignStatement(word), isForeign(foreign) {
      return foreignStatement(foreign)
    }
    switch kind {
    case .keyword(.let): return letStatement()
    case .keyword(.param): return paramStatement()
    case .keyword(.fn): return functionStatement()
    case .keyword(.use): return useStatement()
    case .sign(.pipe) where isFirst:
      let last = Expression(.name("_"), SourceRange(current.range.lower, current.range.lower))
      return expressionStatement(pipeline(from: last, start: current.range.lower))
    default: return expressionStatement(expression())
    }
  }

  /// After a statement only a line break may come.
  mutating func endStatement() {
    if !isRecovering, !isAtLineEnd, !(isAt(.end) && blockDepth > 0) {
      if case .sign(let sign) = kind, sign.closes, bracketDepth > 0, blockDepth > 0 { return }
      sayWhatFollows()
    }
    if isRecovering { skipStatement() }
  }

  private mutating func sayWhatFollows() {
    guard index > 0 else { return }
    if kind == .invalid || tokens[index - 1].kind == .invalid { return failSilently() }
    if isAt(.end) { return fail(.unmatched("end", opener: "do", current.range)) }
    if case .sign(let sign) = kind, sign.closes {
      return fail(.unmatched(sign.rawValue, opener: sign.openerSpelling, current.range))
    }
    if isAt(.colon), next.kind == .sign(.assign) || beginsOperand(next) {
      return fail(.strayColon(current.range))
    }
    if case .column(let name) = kind, tokens[index - 1].endsOperand {
      return fail(.detachedField(name, current.range))
    }
    if case .name(let name) = kind, case .int(let number) = tokens[index - 1].kind,
      let unit = UnitSuggestion.exact(name)
    {
      return fail(.detachedUnit("\(number)", unit, current.range))
    }
    fail(.unexpected(foundText, current.range, expected: "a new line"))
  }

  /// An expression that stands as a statement, or the assignment that another language would have.
  mutating func expressionStatement(_ value: Expression) -> Statement {
    if isRecovering { return .expression(value) }
    if let meant = arrowAssignment(value) { return meant }
    if isAt(.assign) { return assignment(to: value) }
    if case .name(let word) = value.kind, isOnSameLine, beginsOperand(current),
      !source.slice(value.range).hasPrefix("(")
    {
      if case .column(let name) = kind {
        fail(.detachedField(name, current.range))
        return .expression(value)
      }
      if let keyword = EditDistance.nearest(word, in: Self.openingWords).first, word.count > 2 {
        fail(.misspelledKeyword(word, keyword, value.range))
        return .expression(value)
      }
      let argument = lineRest(from: current.range.lower)
      fail(.callWithoutParentheses(word, argument: argument, value.range.union(current.range)))
    }
    return .expression(value)
  }

  private static let openingWords = ["let", "param", "use", "for", "case"]

  /// R's `x <- 3`, which reads as `x < -3`.
  private mutating func arrowAssignment(_ value: Expression) -> Statement? {
    guard case .binary(.less, let target, let rest) = value.kind,
      case .name(let text) = target.kind, case .unary(.negate, let meant) = rest.kind,
      source.slice(SourceRange(rest.range.lower - 1, rest.range.lower + 2)) == "<- "
    else { return nil }
    complain(.missingLet(text, target.range))
    let pattern = Pattern(
      names: [Name(text, target.range)], isTuple: false, range: target.range)
    return .letting(LetStatement(pattern: pattern, value: meant, range: value.range))
  }

  /// The text from an offset to the end of the statement's line.
  private func lineRest(from lower: Int) -> String {
    let line = source.position(lower).line
    var upper = source.lineRange(line).upper
    if let comment = lexed.comments.first(where: { $0.range.lower >= lower }) {
      upper = min(upper, comment.range.lower)
    }
    let rest = source.slice(SourceRange(lower, upper))
    return String(rest.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }

  /// `x = 3` is read as the `let` that is meant.
  private mutating func assignment(to target: Expression) -> Statement {
    let sign = current.range
    guard case .name(let text) = target.kind else {
      fail(.nothingChanges(target.kind, sign))
      return .expression(target)
    }
    complain(.missingLet(text, target.range))
    advance()
    let name = Name(text, target.range)
    let pattern = Pattern(names: [name], isTuple: false, range: target.range)
    let value = expression()
    return .letting(
      LetStatement(pattern: pattern, value: value, range: range(from: target.range.lower)))
  }

  // MARK: let

  /// "let" pattern "=" expr
  mutating func letStatement() -> Statement {
    let lower = current.range.lower
    advance()
    let pattern = pattern(after: "let")
    if !isRecovering { assignSign(of: pattern) }
    let value = isRecovering ? errorHere() : expression()
    return .letting(LetStatement(pattern: pattern, value: value, range: range(from: lower)))
  }

  private mutating func assignSign(of pattern: Pattern) {
    if take(.assign) { return }
    let name = pattern.names.map(\.text).joined(separator: ", ")
    if isAt(.equal) {
      complain(.assignWanted("`==` compares", current.range))
      advance()
    } else if isAt(.colon) {
      let colon = current.range
      if case .name = next.kind, tokens[following(following(index))].kind == .sign(.assign) {
        complain(.typedLet(SourceRange(colon.lower, next.range.upper)))
        advance()
        advance()
      } else {
        complain(.assignWanted("`:` sets an option; `=` defines a name", colon))
      }
      advance()
    } else {
      fail(.letWithoutValue(name, here))
    }
  }

  /// NAME | "(" NAME { "," NAME } ")"
  mutating func pattern(after word: String) -> Pattern {
    let lower = current.range.lower
    var names: [Name] = []
    if isAt(.openParenthesis) {
      let opener = index
      advance()
      _ = elements(closedBy: .closeParenthesis, opener: opener) { parser in
        if let name = parser.name(for: "a name") { names.append(name) }
      }
      if names.isEmpty { fail(.patternWithoutNames(range(from: lower))) }
      sayDuplicates(names)
      return Pattern(names: names, isTuple: true, range: range(from: lower))
    }
    if let name = name(for: "a name after `\(word)`") { names.append(name) }
    guard isAt(.comma), !isRecovering else {
      return Pattern(names: names, isTuple: false, range: range(from: lower))
    }
    while take(.comma) {
      if let name = name(for: "a name") { names.append(name) }
    }
    let range = range(from: lower)
    complain(.patternWithoutParentheses(source.slice(range), range))
    return Pattern(names: names, isTuple: true, range: range)
  }

  mutating func sayDuplicates(_ names: [Name]) {
    var seen = Set<String>()
    for name in names where name.text != "_" && !seen.insert(name.text).inserted {
      complain(.duplicateName(name.text, name.range))
    }
  }

  /// NAME; nil, with a diagnostic, where there is none.
  mutating func name(for what: String) -> Name? {
    switch kind {
    case .name(let text):
      let name = Name(text, current.range)
      advance()
      return name
    case .keyword(let keyword):
      fail(.keywordAsName(keyword.rawValue, current.range))
    case .quotedName(let text):
      complain(.quotedName(text, current.range))
      let name = Name(text, current.range)
      advance()
      return name
    case .column(let text):
      complain(.dottedName(text, current.range))
      let name = Name(text, current.range)
      advance()
      return name
    case .invalid: failSilently()
    default: fail(.missing(what, found: foundText, here))
    }
    return nil
  }

  func errorHere() -> Expression { Expression(.error, SourceRange(lastEnd, lastEnd)) }
}
