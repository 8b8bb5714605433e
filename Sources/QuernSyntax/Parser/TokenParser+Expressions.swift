extension TokenParser {
  /// expr = lambda | ifexpr | forexpr | pipe
  mutating func expression() -> Expression {
    guard enter() else {
      leave()
      return errorHere()
    }
    let outer = beginMeasuring()
    defer {
      leave()
      endMeasuring(outer)
    }
    switch kind {
    case .keyword(.if): return conditional()
    case .keyword(.for): return loop()
    default:
      if isAtLambda { return lambda() }
      let lower = current.range.lower
      return afterthought(pipeline(from: binary(.or), start: lower), start: lower)
    }
  }

  /// pipe = or { {NL} "|>" call }
  mutating func pipeline(from first: Expression, start: Int) -> Expression {
    var value = first
    while isAt(.pipe), !isRecovering {
      advance()
      guard let call = pipedCall() else { return value }
      guard addLink() else { return value }
      value = Expression(.pipe(value, call), range(from: start))
      value = afterPipe(value, start: start)
    }
    return value
  }

  /// What stands after `t |> f()` and wants it in parentheses: an operator, `.x`, `[0]`, `(1)`.
  private mutating func afterPipe(_ piped: Expression, start: Int) -> Expression {
    guard !isRecovering else { return piped }
    var value = piped
    if isAtPostfix {
      let text = source.slice(piped.range)
      complain(.pipeNeedsParentheses(text, rest: postfixText(), piped.range, at: current.range))
      value = postfixes(of: value, start: start)
    }
    if let infix = infix(), !(isAt(.assign) && assignEndsExpression) {
      complain(
        .pipeNeedsParentheses(
          source.slice(piped.range), rest: " " + infix.spelling + " …", piped.range,
          at: current.range))
      value = binaryRest(value, .or, start: start)
    }
    return value
  }

  private var isAtPostfix: Bool {
    if case .fieldName = kind { return true }
    return isOnSameLine && current.range.lower == lastEnd
      && (isAt(.openBracket) || isAt(.openParenthesis))
  }

  private func postfixText() -> String {
    if case .fieldName = kind { return source.slice(current.range) }
    guard let closer = pairs.closer(of: index) else { return "" }
    return source.slice(current.range.union(tokens[closer].range))
  }

  // MARK: Operators between operands

  /// An operator at the present token; `is` and `is not` are here as `isNull`.
  private enum Infix {
    case binary(BinaryOperator)
    case isNull
    case assign

    var spelling: String {
      switch self {
      case .binary(let operation): operation.spelling
      case .isNull: "is"
      case .assign: "="
      }
    }

    var level: Level {
      switch self {
      case .binary(let operation): operation.level
      case .isNull, .assign: .comparison
      }
    }
  }

  private func infix() -> Infix? {
    switch kind {
    case .sign(.assign): return .assign
    case .sign(let sign): return BinaryOperator(rawValue: sign.rawValue).map(Infix.binary)
    case .keyword(.and): return .binary(.and)
    case .keyword(.or): return .binary(.or)
    case .keyword(.in): return .binary(.in)
    case .keyword(.not): return next.kind == .keyword(.in) ? .binary(.notIn) : nil
    case .keyword(.is): return .isNull
    default: return nil
    }
  }

  /// Operators of at least the given level, by climbing.
  mutating func binary(_ minimum: Level) -> Expression {
    let lower = current.range.lower
    return binaryRest(operand(minimum), minimum, start: lower)
  }

  private mutating func binaryRest(
    _ first: Expression, _ minimum: Level, start: Int
  ) -> Expression {
    var left = first
    while !isRecovering, let infix = infix(), infix.level >= minimum {
      if case .assign = infix, assignEndsExpression { return left }
      guard addLink() else { return left }
      switch infix {
      case .assign:
        complain(.equalsInCondition(left, current.range))
        left = comparison(.equal, left, start: start)
      case .isNull:
        left = nullTest(left, start: start)
        sayChain(after: nil, start: start)
      case .binary(let operation) where operation.isComparison:
        left = comparison(operation, left, start: start)
      case .binary(let operation):
        let sign = current.range
        advance()
        let right = binary(operation.level.tighter)
        if operation == .range, isAt(.range) { complain(.chainedRange(sign)) }
        left = Expression(.binary(operation, left, right), range(from: start))
      }
    }
    return left
  }

  private mutating func comparison(
    _ operation: BinaryOperator, _ left: Expression, start: Int
  ) -> Expression {
    advance()
    if operation == .notIn { advance() }
    let right = binary(.coalesce)
    let whole = Expression(.binary(operation, left, right), range(from: start))
    sayChain(after: right, start: start)
    return whole
  }

  /// Comparisons do not chain: says how `a < b < c` is written.
  private mutating func sayChain(after middle: Expression?, start: Int) {
    guard !isRecovering, let infix = infix(), infix.level == .comparison else { return }
    if case .assign = infix { return }
    complain(
      .chainedComparison(
        first: source.slice(range(from: start)), middle: middle.map { source.slice($0.range) },
        rest: restOfComparison(), current.range))
  }

  private func restOfComparison() -> String {
    let after = following(index)
    return source.slice(current.range) + " " + source.slice(tokens[after].range)
  }

  /// "is" [ "not" ] null
  private mutating func nullTest(_ value: Expression, start: Int) -> Expression {
    let sign = current.range
    advance()
    let negated = take(.not)
    if take(.null) {
      return Expression(.isNull(value, negated: negated), range(from: start))
    }
    complain(.isWithoutNull(negated: negated, sign.union(range(from: sign.lower))))
    let right = binary(.coalesce)
    return Expression(.binary(negated ? .notEqual : .equal, value, right), range(from: start))
  }

  // MARK: Operators before an operand

  // What is rare is in functions of its own, which keeps the frames of the recursion small.

  private mutating func operand(_ minimum: Level) -> Expression {
    isAt(.not) ? negated(minimum) : sign()
  }

  private mutating func negated(_ minimum: Level) -> Expression {
    guard enter() else {
      leave()
      return errorHere()
    }
    defer { leave() }
    let lower = current.range.lower
    if minimum > .not { complain(.needsParentheses("`not`", current.range)) }
    advance()
    guard addLink() else { return errorHere() }
    let value = binary(.not)
    return Expression(.unary(.not, value), range(from: lower))
  }

  /// unary = [ "-" ] power
  private mutating func sign() -> Expression {
    isAt(.subtract) || isAt(.add) ? signed() : power()
  }

  private mutating func signed() -> Expression {
    let lower = current.range.lower
    if isAt(.add) {
      complain(.plusSign(current.range))
      advance()
    }
    guard isAt(.subtract) else { return power() }
    advance()
    if isAt(.subtract) {
      complain(.doubleMinus(SourceRange(lower, current.range.upper)))
      while take(.subtract) {}
    }
    guard addLink() else { return errorHere() }
    if kind == .intMinimumMagnitude {
      advance()
      return Expression(.int(.min), range(from: lower))
    }
    let value = power()
    return Expression(.unary(.negate, value), range(from: lower))
  }

  /// power = postfix [ "^" unary ]
  private mutating func power() -> Expression {
    let lower = current.range.lower
    let base = postfix()
    return isAt(.power) && !isRecovering ? raised(base, lower) : base
  }

  private mutating func raised(_ base: Expression, _ lower: Int) -> Expression {
    guard enter(), addLink() else {
      leave()
      return base
    }
    defer { leave() }
    advance()
    let exponent = sign()
    return Expression(.binary(.power, base, exponent), range(from: lower))
  }

  /// What Python and C write after an expression: `a if c else b`, `c ? a : b`, `x for x in xs`.
  private mutating func afterthought(_ value: Expression, start: Int) -> Expression {
    guard !isRecovering, isOnSameLine else { return value }
    let text = source.slice(value.range)
    switch kind {
    case .keyword(.if):
      advance()
      let condition = pipeline(from: binary(.or), start: current.range.lower)
      guard take(.else) else {
        fail(.missing("`else`", found: foundText, here))
        return value
      }
      let other = expression()
      let whole = range(from: start)
      complain(
        .trailingIf(
          value: text, condition: source.slice(condition.range),
          other: source.slice(other.range), whole))
      return Expression(.conditional(condition, value, other), whole)
    case .sign(.question):
      fail(.questionMark(condition: text, current.range))
    case .keyword(.for) where bracketDepth > 0:
      fail(.trailingFor(value: text, current.range))
    default: break
    }
    return value
  }
}

/// How tightly operators bind, from the loosest.
enum Level: Int, Comparable {
  case or = 1, and, not, comparison, coalesce, range, sum, product, sign

  static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

  var tighter: Level { Level(rawValue: rawValue + 1) ?? .sign }
}

extension BinaryOperator {
  /// The power is read with the sign, since it binds tighter on its left only.
  var level: Level {
    switch self {
    case .or: .or
    case .and: .and
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn:
      .comparison
    case .coalesce: .coalesce
    case .range: .range
    case .add, .subtract: .sum
    case .multiply, .divide, .floorDivide, .remainder: .product
    case .power: .sign
    }
  }
}
