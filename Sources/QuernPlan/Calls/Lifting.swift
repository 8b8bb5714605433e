package import QuernSyntax
package import QuernTable
package import QuernValue

/// Operators over columns: they build an expression that a verb runs row by row.
package enum Lifting {
  /// Whether an operator over these makes an expression: one of them is one.
  package static func applies(_ left: Value, _ right: Value) -> Bool {
    if case .column = left { return true }
    if case .column = right { return true }
    // `5 in .low .. .high`
    if case .range(let lower, let upper) = right { return applies(lower, upper) }
    return false
  }

  /// `left op right` as an expression; nil where a part can stand in no column.
  package static func binary(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) -> ColumnExpression? {
    if operation == .in || operation == .notIn {
      return membership(left, right, negated: operation == .notIn)
    }
    guard let operation = columnOperation(operation), let left = operand(left),
      let right = operand(right)
    else { return nil }
    return .binary(operation, left, right)
  }

  package static func unary(_ operation: UnaryOperator, _ operand: Value) -> ColumnExpression? {
    guard let expression = self.operand(operand) else { return nil }
    switch operation {
    case .negate: return .unary(.negate, expression)
    case .not: return .unary(.not, expression)
    }
  }

  /// `"{a} {b}"` with a column in it: a text for each row; nil where a part can stand in no column.
  package static func text(_ parts: [Value]) -> ColumnExpression? {
    var operands: [ColumnExpression] = []
    for part in parts {
      guard let operand = operand(part) else { return nil }
      operands.append(operand)
    }
    return .function(.concat, operands)
  }

  /// What to do about an operator that does not go between a column and a value.
  package static func hint(
    _ operation: BinaryOperator, _ right: ValueType?, _ value: Value?
  ) -> String? {
    guard operation == .in || operation == .notIn else { return nil }
    guard right == .string else { return "`in` takes a list or a range" }
    let text = value?.scalar?.literalText ?? "\"…\""
    return "a list stands in brackets: in [\(text)]; a part of a text is asked by contains"
  }

  /// `if condition then yes else no` over columns.
  package static func conditional(
    _ condition: Value, _ yes: Value, _ no: Value
  ) -> ColumnExpression? {
    guard let condition = operand(condition), let yes = operand(yes), let no = operand(no) else {
      return nil
    }
    return .conditional(condition, yes, no)
  }

  /// What a value is as a part of an expression; nil for what no column holds.
  package static func operand(_ value: Value) -> ColumnExpression? {
    if case .column(let expression) = value { return expression }
    return value.scalar.map { .literal($0) }
  }

  private static func membership(
    _ left: Value, _ right: Value, negated: Bool
  ) -> ColumnExpression? {
    guard let subject = operand(left) else { return nil }
    switch right {
    case .range(let lower, let upper):
      guard let lower = operand(lower), let upper = operand(upper) else { return nil }
      let inside = ColumnExpression.between(subject, lower, upper)
      return negated ? .unary(.not, inside) : inside
    case .list(let values):
      var scalars: [Scalar] = []
      for value in values {
        guard let scalar = value.scalar else { return nil }
        scalars.append(scalar)
      }
      return .member(subject, scalars, negated: negated)
    default: return nil
    }
  }

  private static func columnOperation(
    _ operation: BinaryOperator
  ) -> ColumnExpression.BinaryOperation? {
    switch operation {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .floorDivide: .floorDivide
    case .remainder: .modulo
    case .power: .power
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterEqual
    case .and: .and
    case .or: .or
    case .coalesce: .coalesce
    case .in, .notIn, .range: nil
    }
  }
}
