import QuernTable

/// Random well-typed expressions over `RandomTables.schema`.
extension RandomTables {
  mutating func expression(_ type: DataType, depth: Int) -> ColumnExpression {
    if depth == 0 || chance(15) { return leaf(type) }
    switch type {
    case .int: return intExpression(depth - 1)
    case .float: return floatExpression(depth - 1)
    case .bool: return boolExpression(depth - 1)
    default: return textExpression(depth - 1)
    }
  }

  private mutating func leaf(_ type: DataType) -> ColumnExpression {
    if chance(25) { return .literal(scalar(type, nullPercent: 8)) }
    switch type {
    case .int: return .column(pick(["i", "j"]))
    case .float: return .column(pick(["x", "y"]))
    case .bool: return .column("b")
    default: return .column(pick(["s", "t", "c"]))
    }
  }

  private mutating func intExpression(_ depth: Int) -> ColumnExpression {
    switch below(10) {
    case 0...3:
      let operation: ColumnExpression.BinaryOperation = pick([
        .add, .subtract, .multiply, .floorDivide, .modulo, .coalesce,
      ])
      return .binary(operation, expression(.int, depth: depth), expression(.int, depth: depth))
    case 4:
      return .conditional(
        expression(.bool, depth: depth), expression(.int, depth: depth),
        expression(.int, depth: depth))
    case 5: return .unary(.negate, expression(.int, depth: depth))
    case 6:
      return .function(
        .clip,
        [
          expression(.int, depth: depth), .literal(.int(-2)), expression(.int, depth: depth),
        ])
    case 7:
      let read = ColumnExpression.function(.cast(.int), [expression(.string, depth: depth)])
      return .function(.attempt, [read, expression(.int, depth: depth)])
    case 8:
      return .function(
        .attempt, [expression(.int, depth: depth), expression(.int, depth: depth)])
    default: return .function(.length, [expression(.string, depth: depth)])
    }
  }

  private mutating func floatExpression(_ depth: Int) -> ColumnExpression {
    switch below(8) {
    case 0...2:
      let operation: ColumnExpression.BinaryOperation = pick([
        .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power, .coalesce,
      ])
      let right: DataType = chance(50) ? .int : .float
      return .binary(operation, expression(.float, depth: depth), expression(right, depth: depth))
    case 3: return .binary(.divide, expression(.int, depth: depth), expression(.int, depth: depth))
    case 4:
      return .conditional(
        expression(.bool, depth: depth), expression(.int, depth: depth),
        expression(.float, depth: depth))
    case 5: return .function(pick([.floor, .ceil, .abs]), [expression(.float, depth: depth)])
    case 6: return .function(pick([.sqrt, .exp, .log]), [expression(.float, depth: depth)])
    default: return .function(.cast(.float), [expression(.int, depth: depth)])
    }
  }

  private mutating func boolExpression(_ depth: Int) -> ColumnExpression {
    let comparison: ColumnExpression.BinaryOperation = pick([
      .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual,
    ])
    switch below(9) {
    case 0:
      return .binary(comparison, expression(.int, depth: depth), expression(.float, depth: depth))
    case 1:
      return .binary(comparison, expression(.int, depth: depth), expression(.int, depth: depth))
    case 2:
      return .binary(
        comparison, expression(.string, depth: depth), expression(.string, depth: depth))
    case 3, 4:
      return .binary(
        chance(50) ? .and : .or, expression(.bool, depth: depth), expression(.bool, depth: depth))
    case 5: return .unary(.not, expression(.bool, depth: depth))
    case 6:
      return .isNull(expression(pick([.int, .string, .float]), depth: depth), negated: chance(50))
    case 7:
      return .member(
        expression(.int, depth: depth), [.int(1), .int(2)] + (chance(30) ? [.null] : []),
        negated: chance(50))
    default:
      return .between(
        expression(.float, depth: depth), expression(.int, depth: depth),
        expression(.float, depth: depth))
    }
  }

  private mutating func textExpression(_ depth: Int) -> ColumnExpression {
    switch below(6) {
    case 4:
      return .function(
        .attempt, [expression(.string, depth: depth), expression(.string, depth: depth)])
    case 0:
      return .binary(.add, expression(.string, depth: depth), expression(.string, depth: depth))
    case 1: return .function(pick([.lower, .upper]), [expression(.string, depth: depth)])
    case 2:
      return .function(.cast(.string), [expression(pick([.int, .float, .bool]), depth: depth)])
    case 3:
      return .conditional(
        expression(.bool, depth: depth), expression(.string, depth: depth),
        expression(.string, depth: depth))
    default:
      return .function(
        .concat, [expression(.string, depth: depth), expression(.int, depth: depth)])
    }
  }
}
