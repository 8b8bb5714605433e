package import QuernSyntax
package import QuernValue

/// Which operators take which types, and what they give; for checker and run time alike.
package enum OperandTypes {
  /// The type of `left op right`; nil where the operator does not take them. A null operand gives
  /// null and is not asked here.
  package static func result(
    _ operation: BinaryOperator, _ left: ValueType, _ right: ValueType
  ) -> ValueType? {
    switch operation {
    case .add: sum(left, right)
    case .subtract: difference(left, right)
    case .multiply: product(left, right)
    case .divide: quotient(left, right)
    case .floorDivide, .remainder: floorQuotient(operation, left, right)
    case .power: numeric(left, right)
    case .equal, .notEqual: isComparable(left, right) ? .bool : nil
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      isComparable(left, right) && isOrdered(left) ? .bool : nil
    case .in, .notIn: right == .list || right == .range ? .bool : nil
    case .and, .or: left == .bool && right == .bool ? .bool : nil
    case .coalesce: left == right ? left : isNumber(left) && isNumber(right) ? .float : nil
    case .range:
      left == right && isOrdered(left) || isNumber(left) && isNumber(right) ? .range : nil
    }
  }

  package static func negated(_ type: ValueType) -> ValueType? {
    switch type {
    case .int, .float, .duration, .size: type
    default: nil
    }
  }

  /// What to do about a refusal, where there is one thing to do.
  package static func hint(
    _ operation: BinaryOperator, _ left: ValueType, _ right: ValueType
  ) -> String? {
    let pair: Set<ValueType> = [left, right]
    if pair == [.datetime, .instant] || pair == [.date, .instant] {
      return "an instant is UTC, a \(left == .instant ? right.name : left.name) is wall clock: "
        + "say the zone with at_zone(…)"
    }
    if pair == [.date, .datetime] { return "take the day of the datetime with date(…)" }
    if operation == .and || operation == .or {
      return "there is no truthiness: compare with `!=`, or ask `is not null`"
    }
    if operation == .in || operation == .notIn {
      return right == .string ? "ask contains(text, part)" : "`in` takes a list or a range"
    }
    if pair.contains(.string), operation == .add {
      return "text is put together with \"{…}\""
    }
    if pair.contains(.string), !pair.isDisjoint(with: [.int, .float]) {
      return "cast one of them: cast(…, int)"
    }
    if pair.contains(.int), isMoment(left) || isMoment(right) || pair.contains(.duration),
      operation == .add || operation == .subtract
    {
      return "a number of days is a duration: 1d; hours are 1h"
    }
    return nil
  }

  package static func isNumber(_ type: ValueType) -> Bool { type == .int || type == .float }

  private static func isMoment(_ type: ValueType) -> Bool {
    [.date, .datetime, .instant, .time].contains(type)
  }

  private static func numeric(_ left: ValueType, _ right: ValueType) -> ValueType? {
    guard isNumber(left), isNumber(right) else { return nil }
    return left == .int && right == .int ? .int : .float
  }

  private static func sum(_ left: ValueType, _ right: ValueType) -> ValueType? {
    if let number = numeric(left, right) { return number }
    if isMoment(left), right == .duration { return left }
    if left == .duration, isMoment(right) { return right }
    if left == right, [.string, .list, .duration, .size].contains(left) { return left }
    return nil
  }

  private static func difference(_ left: ValueType, _ right: ValueType) -> ValueType? {
    if let number = numeric(left, right) { return number }
    if isMoment(left), right == .duration { return left }
    if isMoment(left), left == right { return .duration }
    if left == right, left == .duration || left == .size { return left }
    return nil
  }

  private static func product(_ left: ValueType, _ right: ValueType) -> ValueType? {
    if let number = numeric(left, right) { return number }
    if left == .duration || left == .size, isNumber(right) { return left }
    if right == .duration || right == .size, isNumber(left) { return right }
    return nil
  }

  private static func quotient(_ left: ValueType, _ right: ValueType) -> ValueType? {
    if isNumber(left), isNumber(right) { return .float }
    if left == right, left == .duration || left == .size { return .float }
    if left == .duration || left == .size, isNumber(right) { return left }
    return nil
  }

  private static func floorQuotient(
    _ operation: BinaryOperator, _ left: ValueType, _ right: ValueType
  ) -> ValueType? {
    if let number = numeric(left, right) { return number }
    if left == right, left == .duration || left == .size {
      return operation == .floorDivide ? .int : left
    }
    return nil
  }

  private static func isComparable(_ left: ValueType, _ right: ValueType) -> Bool {
    if isNumber(left), isNumber(right) { return true }
    let text: Set<ValueType> = [.string, .constant]
    if text.contains(left), text.contains(right) { return true }
    guard left == right else { return false }
    switch left {
    case .bool, .string, .date, .time, .datetime, .instant, .duration, .size, .list, .record,
      .range, .null, .constant, .algorithm, .endpoint, .pattern:
      return true
    case .int, .float, .column, .table, .function, .recipe, .step, .selection, .across, .model,
      .evaluation, .plot, .secret:
      return false
    }
  }

  private static func isOrdered(_ type: ValueType) -> Bool {
    switch type {
    case .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration, .size: true
    case .null, .list, .record, .range, .column, .table, .function, .recipe, .step, .selection,
      .across, .algorithm, .model, .evaluation, .endpoint, .plot, .pattern, .secret, .constant:
      false
    }
  }
}
