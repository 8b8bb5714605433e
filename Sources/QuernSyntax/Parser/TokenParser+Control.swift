extension TokenParser {
  // MARK: Lambdas

  /// NAME "=>", or "(" … ")" "=>".
  var isAtLambda: Bool {
    switch kind {
    case .name: return next.kind == .sign(.arrow)
    case .sign(.openParenthesis):
      guard let closer = pairs.closer(of: index) else { return false }
      return tokens[following(closer)].kind == .sign(.arrow)
    default: return false
    }
  }

  /// lambda = ( NAME | "(" [ NAME { "," NAME } ] ")" ) "=>" expr
  mutating func lambda() -> Expression {
    let lower = current.range.lower
    var names: [Name] = []
    if isAt(.openParenthesis) {
      let opener = index
      advance()
      _ = elements(closedBy: .closeParenthesis, opener: opener) { parser in
        if let name = parser.name(for: "a name") { names.append(name) }
      }
      sayDuplicates(names)
    } else if let name = name(for: "a name") {
      names.append(name)
    }
    guard !isRecovering, take(.arrow) else {
      fail(.missing("`=>`", found: foundText, here))
      return errorHere()
    }
    let body = expression()
    return Expression(.lambda(names, body), range(from: lower))
  }

  /// Python's `lambda x, y: e`, from the word on.
  mutating func pythonLambda() -> Expression {
    let lower = current.range.lower
    advance()
    var names: [Name] = []
    while case .name(let text) = kind {
      names.append(Name(text, current.range))
      advance()
      if !take(.comma) { break }
    }
    let head = range(from: lower)
    complain(.pythonLambda(names.map(\.text), head))
    guard take(.colon) else {
      fail(.missing("`=>`", found: foundText, here))
      return errorHere()
    }
    let body = expression()
    return Expression(.lambda(names, body), range(from: lower))
  }

  var isAtPythonLambda: Bool {
    guard isAt(name: "lambda") else { return false }
    if case .name = next.kind { return true }
    return next.kind == .sign(.colon)
  }

  // MARK: if

  /// ifexpr = "if" expr "then" expr "else" expr
  mutating func conditional() -> Expression {
    let lower = current.range.lower
    advance()
    let condition = condition()
    guard then(after: "if") else { return Expression(.error, range(from: lower)) }
    let value = expression()
    let other = isRecovering ? errorHere() : otherwise(from: lower)
    return Expression(.conditional(condition, value, other), range(from: lower))
  }

  /// An expression in which `=` can only be meant as `==`.
  private mutating func condition() -> Expression {
    let ended = assignEndsExpression
    assignEndsExpression = false
    defer { assignEndsExpression = ended }
    return expression()
  }

  /// Reads `then`, or what other languages write in its place.
  private mutating func then(after word: String) -> Bool {
    if isRecovering { return false }
    if take(.then) { return true }
    if isAt(.colon) || isAt(.do) {
      complain(.missingThen(after: word, found: foundText, current.range))
      if take(.colon) { skipNewlines() }
      return true
    }
    if kind == .invalid {
      failSilently()
    } else {
      fail(.missingThen(after: word, found: foundText, here))
    }
    return false
  }

  /// Reads `else` and what follows, or `elif`, which is read as the `else if` that is meant.
  private mutating func otherwise(from lower: Int) -> Expression {
    if kind == .newline, isElif(tokens[index + 1]) { skipNewlines() }
    if isElif(current) {
      complain(.elif(source.slice(current.range), current.range))
      return elseIf()
    }
    guard take(.else) else {
      if kind == .invalid {
        failSilently()
      } else {
        fail(.missingElse(range(from: lower), found: foundText))
      }
      return errorHere()
    }
    if isAt(.colon) {
      complain(.elseColon(current.range))
      advance()
      skipNewlines()
    }
    return expression()
  }

  private func isElif(_ token: Token) -> Bool {
    token.kind == .name("elif") || token.kind == .name("elsif") || token.kind == .name("elseif")
  }

  /// An `if` whose first word is another language's.
  private mutating func elseIf() -> Expression {
    guard enter() else {
      leave()
      return errorHere()
    }
    defer { leave() }
    let outer = beginMeasuring()
    defer { endMeasuring(outer) }
    return conditional()
  }

  // MARK: for

  /// forexpr = "for" pattern "in" pipe [ "if" pipe ] ":" expr
  mutating func loop() -> Expression {
    let lower = current.range.lower
    advance()
    let pattern = pattern(after: "for")
    guard !isRecovering, forIn(pattern) else { return Expression(.error, range(from: lower)) }
    let source = loopPart()
    var condition: Expression?
    if !isRecovering, take(.if) { condition = loopPart() }
    guard !isRecovering, forColon() else { return Expression(.error, range(from: lower)) }
    let body = expression()
    return Expression(
      .loop(pattern, source: source, condition: condition, body: body), range(from: lower))
  }

  private mutating func loopPart() -> Expression {
    let ended = assignEndsExpression
    assignEndsExpression = false
    defer { assignEndsExpression = ended }
    let lower = current.range.lower
    return pipeline(from: binary(.or), start: lower)
  }

  private mutating func forIn(_ pattern: Pattern) -> Bool {
    if take(.in) { return true }
    if isAt(.assign) || isAt(name: "of") {
      complain(.missingIn(found: foundText, current.range))
      advance()
      return true
    }
    fail(.missingIn(found: foundText, here))
    return false
  }

  private mutating func forColon() -> Bool {
    if take(.colon) { return true }
    if isAt(.do) || isAt(.arrow) {
      complain(.missingColon(found: foundText, isAt(.do) ? SourceRange(lastEnd, lastEnd) : here))
      _ = take(.arrow)
      return true
    }
    if kind == .invalid { failSilently() } else { fail(.missingColon(found: foundText, here)) }
    return false
  }

  // MARK: case

  /// case = "case" "when" expr "then" expr { "when" … } "else" expr "end"
  mutating func cases() -> Expression {
    let opener = current.range
    advance()
    if !isAt(.when) {
      subjectOfCase()
    }
    var arms: [CaseArm] = []
    while !isRecovering, take(.when) {
      let condition = condition()
      guard then(after: "when") else { break }
      let value = expression()
      arms.append(CaseArm(condition: condition, value: value))
    }
    var otherwise = errorHere()
    if !isRecovering { otherwise = lastArm(opener, arms) }
    if !isRecovering, !take(.end) { fail(.unclosedWords("case", opener)) }
    return Expression(.cases(arms, otherwise: otherwise), range(from: opener.lower))
  }

  /// SQL's `case x when 1 then …`.
  private mutating func subjectOfCase() {
    guard beginsOperand(current) else { return fail(.missing("`when`", found: foundText, here)) }
    let subject = expression()
    if isAtEnd { return fail(.missing("`when`", found: foundText, here)) }
    if !isRecovering { complain(.caseSubject(source.slice(subject.range), subject.range)) }
  }

  private mutating func lastArm(_ opener: SourceRange, _ arms: [CaseArm]) -> Expression {
    if take(.else) { return expression() }
    if isAt(.end), !arms.isEmpty {
      complain(.caseWithoutElse(current.range))
    } else if isAtEnd || kind == .newline {
      fail(.unclosedWords("case", opener))
    } else if kind == .invalid {
      failSilently()
    } else {
      fail(.unexpected(foundText, here, expected: "`when`, `else` or `end`"))
    }
    return errorHere()
  }

  // MARK: do

  /// block = "do" NL { ( "let" pattern "=" expr | expr ) NL } "end"
  mutating func block() -> Expression {
    let opener = current.range
    advance()
    let counted = setCountsNewlines(true)
    let assignEnded = assignEndsExpression
    assignEndsExpression = true
    blockDepth += 1
    if !isAtLineEnd, !isAt(.end), !isAt(.pipe) {
      complain(.missingNewline(SourceRange(opener.upper, opener.upper)))
    }
    let statements = blockStatements()
    assignEndsExpression = assignEnded
    blockDepth -= 1
    if isAt(.end) {
      close(countingNewlines: counted)
    } else {
      fail(.unclosedWords("do", opener))
      _ = setCountsNewlines(counted)
    }
    return Self.block(
      statements, range(from: opener.lower), isClosed: !isRecovering, parser: &self)
  }

  private mutating func blockStatements() -> [Statement] {
    var statements: [Statement] = []
    skipNewlines()
    while kind != .endOfText, !isAt(.end) {
      if case .sign(let sign) = kind, sign.closes, bracketDepth > 0, !pairs.stray.contains(index) {
        break
      }
      let before = index
      if let statement = blockStatement() { statements.append(statement) }
      endStatement()
      if case .sign(let sign) = kind, sign.closes, bracketDepth > 0, !pairs.stray.contains(index) {
        break
      }
      if index == before { advance() }
      skipNewlines()
    }
    return statements
  }

  private mutating func blockStatement() -> Statement? {
    switch kind {
    case .keyword(.let): return letStatement()
    case .keyword(.param), .keyword(.fn), .keyword(.use):
      complain(.statementInBlock(source.slice(current.range), current.range))
      if isAt(.param) { return paramStatement() }
      return isAt(.fn) ? functionStatement() : useStatement()
    default:
      if case .name(let word) = kind, let foreign = ForeignStatement(word), isForeign(foreign) {
        return foreignStatement(foreign)
      }
      return expressionStatement(expression())
    }
  }

  private static func block(
    _ statements: [Statement], _ range: SourceRange, isClosed: Bool, parser: inout TokenParser
  ) -> Expression {
    if case .expression(let result) = statements.last {
      return Expression(.block(Array(statements.dropLast()), result: result), range)
    }
    if isClosed {
      let end = SourceRange(max(range.lower, range.upper - 3), range.upper)
      parser.complain(.blockWithoutValue(isEmpty: statements.isEmpty, end))
    }
    return Expression(.block(statements, result: Expression(.error, range.end)), range)
  }
}
