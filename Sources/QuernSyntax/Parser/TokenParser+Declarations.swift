extension TokenParser {
  /// "param" NAME ":" type [ "in" expr ] [ "=" expr ]
  mutating func paramStatement() -> Statement? {
    let lower = current.range.lower
    advance()
    guard let name = name(for: "a name after `param`") else { return nil }
    guard take(.colon) else {
      fail(.paramWithoutType(name.text, here))
      return nil
    }
    guard let type = type() else { return nil }
    var domain: Expression?
    var value: Expression?
    if take(.in) { domain = expression() }
    if !isRecovering, take(.assign) { value = expression() }
    return .param(
      ParamStatement(
        name: name, type: type, domain: domain, value: value, range: range(from: lower)))
  }

  /// NAME [ "[" type "]" ] [ "?" ]
  mutating func type() -> TypeSyntax? {
    guard enter() else {
      leave()
      return nil
    }
    defer { leave() }
    let lower = current.range.lower
    guard case .name(let text) = kind else {
      if kind == .invalid {
        failSilently()
      } else {
        fail(.missing("a type", found: foundText, here))
      }
      return nil
    }
    let name = Name(text, current.range)
    advance()
    var argument: TypeSyntax?
    if isAt(.openBracket), isOnSameLine {
      let opener = index
      advance()
      var arguments: [TypeSyntax] = []
      let isClosed = elements(closedBy: .closeBracket, opener: opener) { parser in
        if let type = parser.type() { arguments.append(type) }
      }
      guard isClosed, !isRecovering else { return nil }
      if arguments.count != 1 { complain(.typeArguments(range(from: lower))) }
      argument = arguments.first
    }
    let isOptional = take(.question)
    return TypeSyntax(
      name: name, argument: argument, isOptional: isOptional, range: range(from: lower))
  }

  /// "fn" NAME "(" [ formal { "," formal } ] ")" ( "=" expr | block )
  mutating func functionStatement() -> Statement? {
    let lower = current.range.lower
    advance()
    guard let name = name(for: "a name after `fn`") else { return nil }
    guard isAt(.openParenthesis) else {
      fail(.functionWithoutFormals(name.text, here))
      return nil
    }
    let opener = index
    advance()
    var formals: [Formal] = []
    let isClosed = elements(closedBy: .closeParenthesis, opener: opener) { parser in
      if let formal = parser.formal() { formals.append(formal) }
    }
    sayDuplicates(formals.map(\.name))
    guard isClosed, !isRecovering else { return nil }
    let body = functionBody(named: name.text)
    return .function(
      FunctionStatement(name: name, formals: formals, body: body, range: range(from: lower)))
  }

  /// NAME [ ":" type ] [ "=" expr ]
  private mutating func formal() -> Formal? {
    guard let name = name(for: "a name") else { return nil }
    var type: TypeSyntax?
    var value: Expression?
    if take(.colon) {
      type = self.type()
      if type == nil { return nil }
    }
    if take(.assign) { value = expression() }
    return Formal(name: name, type: type, value: value)
  }

  private mutating func functionBody(named name: String) -> Expression {
    if take(.assign) { return expression() }
    if isAt(.do) { return blockAsBody() }
    switch kind {
    case .sign(.arrow), .sign(.colon), .sign(.openBrace):
      let isBrace = isAt(.openBrace)
      let diagnostic = Diagnostic.functionBodySign(foundText, current.range)
      if isBrace || next.kind == .newline {
        fail(diagnostic)
      } else if case .name = next.kind, isAt(.arrow),
        tokens[following(following(index))].kind == .sign(.assign)
          || tokens[following(following(index))].kind == .keyword(.do)
      {
        silenced.append(current.range)
        complain(.functionResultType(SourceRange(current.range.lower, next.range.upper)))
        advance()
        advance()
        return functionBody(named: name)
      } else {
        complain(diagnostic)
        advance()
        return expression()
      }
    default: fail(.functionWithoutBody(name, here))
    }
    return errorHere()
  }

  private mutating func blockAsBody() -> Expression {
    let outer = beginMeasuring()
    defer { endMeasuring(outer) }
    return block()
  }

  /// "use" STRING "as" NAME
  mutating func useStatement() -> Statement? {
    let lower = current.range.lower
    advance()
    guard kind == .stringOpen || isRawString else {
      fail(.missing("a file's path in quotes after `use`", found: foundText, here))
      return nil
    }
    let path = primary()
    guard !isRecovering else { return nil }
    guard let text = path.literalText else {
      fail(.usePathNotLiteral(path.range))
      return nil
    }
    guard take(.as) else {
      fail(.useWithoutName(here))
      return nil
    }
    guard let name = name(for: "a name after `as`") else { return nil }
    return .use(
      UseStatement(path: text, pathRange: path.range, name: name, range: range(from: lower)))
  }

  private var isRawString: Bool {
    if case .rawString = kind { return true }
    return false
  }
}
