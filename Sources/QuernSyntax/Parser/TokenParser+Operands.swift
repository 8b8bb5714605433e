extension TokenParser {
  /// postfix = primary { "." fieldname | "[" expr "]" | args }
  mutating func postfix() -> Expression {
    let lower = current.range.lower
    let value = primary()
    switch kind {
    case .fieldName, .sign(.openBracket), .sign(.openParenthesis):
      return postfixes(of: value, start: lower)
    default: return value
    }
  }

  mutating func postfixes(of first: Expression, start: Int) -> Expression {
    var value = first
    // The names of `a.b.c`, as long as it is nothing else.
    var path: [Name]? = bareName(first, start: start).map { [$0] }
    while !isRecovering {
      if case .fieldName(let text) = kind {
        let name = Name(text, current.range.withoutDot)
        advance()
        path?.append(name)
        if path == nil, isAtArguments, current.range.lower == lastEnd {
          value = methodCall(on: value, name, start: start)
        } else {
          value = Expression(.field(value, name), range(from: start))
        }
      } else if isAt(.openBracket), isOnSameLine {
        value = subscripted(value, start: start)
        path = nil
      } else if isAtArguments {
        value = call(of: value, path: path, start: start)
        path = nil
      } else {
        return value
      }
      guard addLink() else { return value }
    }
    return value
  }

  private var isAtArguments: Bool { isAt(.openParenthesis) && isOnSameLine }

  /// The name that the expression is, where it stands without parentheses.
  private func bareName(_ value: Expression, start: Int) -> Name? {
    guard case .name(let text) = value.kind, value.range.length == text.utf8.count else {
      return nil
    }
    return Name(text, value.range)
  }

  private mutating func call(of value: Expression, path: [Name]?, start: Int) -> Expression {
    let target: CallTarget
    switch path?.count {
    case 1: target = path.map { .name($0[0]) } ?? .expression(value)
    case nil: target = .expression(value)
    default: target = path.map(CallTarget.path) ?? .expression(value)
    }
    if case .column(let text) = value.kind, source.slice(value.range).hasPrefix(".") {
      complain(.columnCalled(text, value.range))
    }
    let arguments = arguments()
    let call = Call(callee: target, arguments: arguments, range: range(from: start))
    return Expression(.call(call), call.range)
  }

  /// `f(x).head()`, which other languages have; read as the pipe that is meant.
  private mutating func methodCall(
    on value: Expression, _ name: Name, start: Int
  ) -> Expression {
    complain(.methodCall(name.text, isColumn: false, name.range))
    let arguments = arguments()
    let call = Call(
      callee: .name(name), arguments: arguments, range: range(from: name.range.lower))
    return Expression(.pipe(value, call), range(from: start))
  }

  /// "[" expr "]"
  private mutating func subscripted(_ value: Expression, start: Int) -> Expression {
    let opener = index
    advance()
    var indices: [Expression] = []
    let isClosed = elements(closedBy: .closeBracket, opener: opener) { parser in
      if !parser.isAt(.colon) { indices.append(parser.expression()) }
      if parser.isAt(.colon), !parser.isRecovering { parser.fail(.pythonSlice(parser.here)) }
    }
    if isClosed, !isRecovering, indices.count != 1 {
      complain(.indexCount(indices.count, range(from: tokens[opener].range.lower)))
    }
    let index = indices.first ?? errorHere()
    return Expression(.index(value, index), range(from: start))
  }

  // MARK: Calls

  /// call = NAME { "." NAME } [ args ], after a pipe; nil where there is none.
  mutating func pipedCall() -> Call? {
    let lower = current.range.lower
    guard case .name(let first) = kind else {
      sayPipeTarget()
      return nil
    }
    var names = [Name(first, current.range)]
    advance()
    while case .fieldName(let text) = kind {
      names.append(Name(text, current.range.withoutDot))
      advance()
    }
    let target: CallTarget = names.count == 1 ? .name(names[0]) : .path(names)
    guard isAtArguments else {
      return Call(
        callee: target, arguments: [], range: range(from: lower), hasParentheses: false)
    }
    let arguments = arguments()
    return Call(callee: target, arguments: arguments, range: range(from: lower))
  }

  private mutating func sayPipeTarget() {
    switch kind {
    case .invalid: failSilently()
    case .newline, .endOfText: fail(.missing("a call after `|>`", found: foundText, here))
    case .keyword(let keyword): fail(.keywordAsName(keyword.rawValue, current.range))
    case .column(let text):
      let isCalled = next.kind == .sign(.openParenthesis)
      fail(.pipeIntoColumn(text, isCalled: isCalled, current.range))
    default: fail(.pipeTarget(found: foundText, here))
    }
  }

  /// args = "(" [ arg { "," arg } [","] ] ")"
  mutating func arguments() -> [Argument] {
    let opener = index
    advance()
    var arguments: [Argument] = []
    _ = elements(closedBy: .closeParenthesis, opener: opener) { parser in
      arguments.append(parser.argument())
    }
    return arguments
  }

  /// arg = expr | fieldname ":" expr | fieldname "=" expr
  private mutating func argument() -> Argument {
    let lower = current.range.lower
    if let name = labelName {
      advance()
      let isOption = isAt(.colon)
      advance()
      let value = expression()
      return Argument(
        label: isOption ? .option(name) : .definition(name), value: value,
        range: range(from: lower))
    }
    let value = expression()
    guard isAt(.colon), !isRecovering else {
      return Argument(label: .none, value: value, range: range(from: lower))
    }
    return mislabelled(value, lower: lower)
  }

  /// The name before a `:` or `=` that labels an argument.
  private var labelName: Name? {
    let after = next.kind
    guard after == .sign(.colon) || after == .sign(.assign) else { return nil }
    switch kind {
    case .name(let text), .quotedName(let text): return Name(text, current.range)
    case .keyword(let keyword): return Name(keyword.rawValue, current.range)
    default: return nil
    }
  }

  /// `"a": 1` and `.a: 1`, whose names want to be written bare.
  private mutating func mislabelled(_ value: Expression, lower: Int) -> Argument {
    let name: String?
    if case .column(let text) = value.kind { name = text } else { name = value.literalText }
    guard let name else {
      fail(.unexpected(foundText, here, expected: "`,` or `)`"))
      return Argument(label: .none, value: value, range: range(from: lower))
    }
    complain(.optionName(name, value.range))
    advance()
    let option = expression()
    return Argument(
      label: .option(Name(name, value.range)), value: option, range: range(from: lower))
  }

  // MARK: Lists and records

  /// list = "[" [ expr { "," expr } [","] ] "]"
  mutating func list() -> Expression {
    let lower = current.range.lower
    let opener = index
    advance()
    var items: [Expression] = []
    _ = elements(closedBy: .closeBracket, opener: opener) { parser in
      items.append(parser.expression())
    }
    return Expression(.list(items), range(from: lower))
  }

  /// record = "{" [ fieldname ":" expr { "," fieldname ":" expr } [","] ] "}"
  mutating func record() -> Expression {
    let lower = current.range.lower
    let opener = index
    advance()
    var fields: [RecordField] = []
    _ = elements(closedBy: .closeBrace, opener: opener) { parser in
      if let field = parser.recordField() { fields.append(field) }
    }
    sayDuplicates(fields.map(\.name))
    return Expression(.record(fields), range(from: lower))
  }

  private mutating func recordField() -> RecordField? {
    guard let name = recordName() else { return nil }
    if isAt(.assign) || isAt(.arrow) {
      complain(.recordSign(foundText, current.range))
      advance()
    } else if !take(.colon) {
      if isAt(.comma) || isAt(.closeBrace) {
        complain(.recordShorthand(name.text, name.range))
        return RecordField(name: name, value: Expression(.name(name.text), name.range))
      }
      fail(.missing("`:`", found: foundText, here))
      return nil
    }
    return RecordField(name: name, value: expression())
  }

  private mutating func recordName() -> Name? {
    switch kind {
    case .name(let text), .quotedName(let text):
      let name = Name(text, current.range)
      advance()
      return name
    case .keyword(let keyword):
      let name = Name(keyword.rawValue, current.range)
      advance()
      return name
    case .stringOpen, .rawString, .column:
      let value = primary()
      let name: String?
      if case .column(let text) = value.kind { name = text } else { name = value.literalText }
      guard let name else {
        fail(.recordNameComputed(value.range))
        return nil
      }
      if !isRecovering, isAt(.colon) { complain(.recordNameQuoted(name, value.range)) }
      return Name(name, value.range)
    case .invalid: failSilently()
    default: fail(.missing("a field's name", found: foundText, here))
    }
    return nil
  }
}

extension SourceRange {
  /// The name's part of `.name`.
  var withoutDot: SourceRange { SourceRange(lower + 1, upper) }
}
