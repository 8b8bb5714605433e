import QuernSyntax
import QuernTable
import QuernValue

extension CheckRun {
  /// Warns of `x == null`, which is null for every x.
  func noteNullComparison(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, at range: SourceRange
  ) {
    guard operation == .equal || operation == .notEqual else { return }
    if left.kind.isNull || right.kind.isNull {
      report(.nullComparison(negated: operation == .notEqual, at: range))
    }
  }

  func check(
    _ operation: UnaryOperator, _ operand: StaticValue, at range: SourceRange
  ) -> StaticValue {
    if operand.type.isColumn {
      return StaticValue(.column(operand.operandSpecimen.flatMap { Lifting.unary(operation, $0) }))
    }
    guard let type = operand.type.valueType, type != .null else { return StaticValue(operand.type) }
    switch operation {
    case .not:
      if type != .bool { report(.conditionType(type.nameWithArticle, at: range)) }
      return StaticValue(.bool)
    case .negate:
      guard let result = OperandTypes.negated(type) else {
        report(.operandType("-", type.nameWithArticle, at: range))
        return .unknown
      }
      switch operand.exact {
      case .int(let value)? where value != .min: return StaticValue(of: .int(-value), isExact: true)
      case .float(let value)?: return StaticValue(of: .float(-value), isExact: true)
      default: return StaticValue(.plain(result))
      }
    }
  }

  func check(
    _ operation: BinaryOperator, _ left: StaticValue, _ right: StaticValue,
    at range: SourceRange
  ) -> StaticValue {
    if operation == .range { return check(rangeFrom: left, to: right, at: range) }
    if left.type.isColumn || right.type.isColumn || isColumnRange(right.type) {
      return lifted(operation, left, right, at: range)
    }
    guard let leftType = left.type.valueType, let rightType = right.type.valueType else {
      // Where either side may turn out to be a column, so may the result.
      return .unknown
    }
    if leftType == .null || rightType == .null {
      return StaticValue(resultWithNull(operation, left, right))
    }
    guard let result = OperandTypes.result(operation, leftType, rightType) else {
      report(
        .operandTypes(
          operation.spelling, left: leftType.name, right: rightType.name,
          hint: OperandTypes.hint(operation, leftType, rightType), at: range))
      return .unknown
    }
    if operation == .coalesce {
      return StaticValue(StaticType.common([left.type, right.type]))
    }
    if result == .list { return StaticValue(StaticType.common([left.type, right.type])) }
    return StaticValue(.plain(result))
  }

  private func check(
    rangeFrom left: StaticValue, to right: StaticValue, at range: SourceRange
  ) -> StaticValue {
    if let leftType = left.type.valueType, let rightType = right.type.valueType,
      !left.type.isColumn, !right.type.isColumn,
      OperandTypes.result(.range, leftType, rightType) == nil
    {
      report(
        .operandTypes(
          "..", left: leftType.name, right: rightType.name, hint: nil, at: range))
      return .unknown
    }
    let end = left.type == .float || right.type == .float ? StaticType.float : left.type
    var result = StaticValue(.range(end))
    if let lower = left.specimen, let upper = right.specimen {
      result.literal = StaticValue.Literal(value: .range(lower, upper))
      result.isExact = left.isExact && right.isExact
    }
    return result
  }

  private func isColumnRange(_ type: StaticType) -> Bool {
    if case .range(let end) = type { return end.isColumn }
    return false
  }

  private func lifted(
    _ operation: BinaryOperator, _ left: StaticValue, _ right: StaticValue,
    at range: SourceRange
  ) -> StaticValue {
    guard let leftValue = left.operandSpecimen, let rightValue = right.operandSpecimen else {
      return StaticValue(.column(nil))
    }
    guard let expression = Lifting.binary(operation, leftValue, rightValue) else {
      report(
        .operandTypes(
          operation.spelling, left: left.type.name, right: right.type.name,
          hint: Lifting.hint(operation, right.type.valueType, right.exact), at: range))
      return StaticValue(.column(nil))
    }
    return StaticValue(.column(expression))
  }

  private func resultWithNull(
    _ operation: BinaryOperator, _ left: StaticValue, _ right: StaticValue
  ) -> StaticType {
    switch operation {
    case .coalesce: StaticType.common([left.type, right.type])
    case .and, .or, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in,
      .notIn:
      .bool
    case .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .power, .range:
      .unknown
    }
  }

  /// Reports a condition that can be neither true nor false.
  func checkCondition(_ condition: StaticValue, at range: SourceRange) {
    switch condition.type {
    case .unknown, .column, .plain(.bool), .plain(.null): break
    case .plain, .list, .tuple, .record, .range, .table, .function, .model:
      report(.conditionType(article(condition.type), at: range))
    }
  }

  func check(compound expression: Expression) -> StaticValue {
    switch expression.kind {
    case .conditional(let condition, let yes, let no):
      let test = check(condition)
      checkCondition(test, at: condition.range)
      let (first, second) = conditionally { (check(yes), check(no)) }
      return choice(test, first, second)
    case .cases(let arms, let otherwise): return check(arms, otherwise)
    case .loop(let pattern, let source, let condition, let body):
      return check(loop: pattern, source, condition, body)
    case .block(let statements, let result):
      return inScope {
        for statement in statements {
          switch statement {
          case .letting(let statement): check(statement)
          case .expression(let expression): check(expression)
          case .param, .function, .use: break
          }
        }
        return check(result)
      }
    default: return .unknown
    }
  }

  private func check(_ arms: [CaseArm], _ otherwise: Expression) -> StaticValue {
    var checked: [(StaticValue, StaticValue)] = []
    for arm in arms {
      let test = check(arm.condition)
      checkCondition(test, at: arm.condition.range)
      checked.append((test, conditionally { check(arm.value) }))
    }
    var result = conditionally { check(otherwise) }
    for (test, value) in checked.reversed() { result = choice(test, value, result) }
    return result
  }

  /// One of two values, by a condition; over columns an expression.
  private func choice(
    _ test: StaticValue, _ yes: StaticValue, _ no: StaticValue
  ) -> StaticValue {
    if test.type.isColumn {
      guard let condition = test.operandSpecimen, let first = yes.operandSpecimen,
        let second = no.operandSpecimen
      else { return StaticValue(.column(nil)) }
      return StaticValue(.column(Lifting.conditional(condition, first, second)))
    }
    return StaticValue(StaticType.common([yes.type, no.type]))
  }

  private func check(
    loop pattern: Pattern, _ source: Expression, _ condition: Expression?, _ body: Expression
  ) -> StaticValue {
    let list = check(source)
    var element = StaticValue.unknown
    switch list.type {
    case .list(let type): element = StaticValue(type)
    case .tuple(let types): element = StaticValue(StaticType.common(types))
    case .range(let end): element = StaticValue(end)
    case .unknown, .plain(.null): break
    case .plain, .record, .column, .table, .function, .model:
      report(.notIterable(article(list.type), at: source.range))
    }
    let value = conditionally {
      inScope {
        bind(pattern, to: element)
        if let condition { checkCondition(check(condition), at: condition.range) }
        return check(body)
      }
    }
    return StaticValue(.list(value.type))
  }
}

extension Expression.Kind {
  fileprivate var isNull: Bool {
    if case .null = self { return true }
    return false
  }
}
