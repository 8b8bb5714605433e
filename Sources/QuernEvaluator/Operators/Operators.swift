import QuernPlan
import QuernSyntax
import QuernText
import QuernValue

/// Operators on values; over columns they make an expression.
enum Operators {
  static func binary(
    _ operation: BinaryOperator, _ a: Value, _ b: Value, _ machine: Machine,
    at range: SourceRange
  ) throws(RuntimeError) -> Value {
    if operation != .range, Lifting.applies(a, b) {
      guard let expression = Lifting.binary(operation, a, b) else {
        throw mismatch(operation, a, b, range)
      }
      return .column(expression)
    }
    switch operation {
    case .and, .or: return try logic(operation, a, b, range)
    case .in: return try membership(a, b, negated: false, range)
    case .notIn: return try membership(a, b, negated: true, range)
    case .coalesce: return a.isNull ? b : a
    case .range: return try makeRange(a, b, range)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return try comparison(operation, a, b, range)
    case .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .power:
      if a.isNull || b.isNull { return .null }
      return try Arithmetic.apply(operation, a, b, machine, at: range)
    }
  }

  static func unary(
    _ operation: UnaryOperator, _ value: Value, at range: SourceRange
  ) throws(RuntimeError) -> Value {
    switch (operation, value) {
    case (_, .null): return .null
    case (_, .column):
      guard let expression = Lifting.unary(operation, value) else {
        throw RuntimeError(
          .operandType(operation.rawValue, value.type.nameWithArticle, at: range))
      }
      return .column(expression)
    case (.not, .bool(let value)): return .bool(!value)
    case (.not, _):
      throw RuntimeError(.conditionType(value.type.nameWithArticle, at: range))
    case (.negate, .int(let value)):
      guard value != .min else { throw RuntimeError(.integerOverflow("-", at: range)) }
      return .int(-value)
    case (.negate, .float(let value)): return .float(-value)
    case (.negate, .duration(let months, let microseconds)):
      guard let span = TimeSpan(months: months, microseconds: microseconds).negated else {
        throw RuntimeError(.integerOverflow("-", at: range))
      }
      return .duration(months: span.months, microseconds: span.microseconds)
    case (.negate, .size(let value)):
      guard value != .min else { throw RuntimeError(.integerOverflow("-", at: range)) }
      return .size(-value)
    case (.negate, _):
      throw RuntimeError(.operandType("-", value.type.nameWithArticle, at: range))
    }
  }

  static func mismatch(
    _ operation: BinaryOperator, _ a: Value, _ b: Value, _ range: SourceRange
  ) -> RuntimeError {
    RuntimeError(
      .operandTypes(
        operation.spelling, left: a.type.name, right: b.type.name,
        hint: OperandTypes.hint(operation, a.type, b.type), at: range))
  }

  /// Kleene's: null unless the other side decides.
  private static func logic(
    _ operation: BinaryOperator, _ a: Value, _ b: Value, _ range: SourceRange
  ) throws(RuntimeError) -> Value {
    let decisive = operation == .or
    switch (a, b) {
    case (.bool(let x), .bool(let y)): return .bool(operation == .and ? x && y : x || y)
    case (.null, .bool(let value)), (.bool(let value), .null):
      return value == decisive ? .bool(decisive) : .null
    case (.null, .null): return .null
    default: throw mismatch(operation, a, b, range)
    }
  }

  /// `in`: over a list by Kleene's logic, as `==` with each of its elements joined by `or`.
  private static func membership(
    _ a: Value, _ b: Value, negated: Bool, _ range: SourceRange
  ) throws(RuntimeError) -> Value {
    switch b {
    case .null: return .null
    case .list(let values):
      if a.isNull { return .null }
      var hasNull = false
      for value in values {
        if value.isNull {
          hasNull = true
        } else if try Comparison.equal(a, value, at: range) {
          return .bool(!negated)
        }
      }
      return hasNull ? .null : .bool(negated)
    case .range(let lower, let upper):
      if a.isNull { return .null }
      let isAbove = try Comparison.order(lower, a, .in, at: range) <= 0
      let isBelow = try Comparison.order(a, upper, .in, at: range) <= 0
      return .bool((isAbove && isBelow) != negated)
    default: throw mismatch(negated ? .notIn : .in, a, b, range)
    }
  }

  private static func makeRange(
    _ a: Value, _ b: Value, _ range: SourceRange
  ) throws(RuntimeError) -> Value {
    if a.isNull || b.isNull { return .null }
    if case .column = a { return .range(a, b) }
    if case .column = b { return .range(a, b) }
    guard OperandTypes.result(.range, a.type, b.type) != nil else {
      throw mismatch(.range, a, b, range)
    }
    switch (a, b) {
    case (.int(let x), .float): return .range(.float(Double(x)), b)
    case (.float, .int(let y)): return .range(a, .float(Double(y)))
    default: return .range(a, b)
    }
  }

  private static func comparison(
    _ operation: BinaryOperator, _ a: Value, _ b: Value, _ range: SourceRange
  ) throws(RuntimeError) -> Value {
    if a.isNull || b.isNull { return .null }
    guard OperandTypes.result(operation, a.type, b.type) != nil else {
      throw mismatch(operation, a, b, range)
    }
    switch operation {
    case .equal: return .bool(try Comparison.equal(a, b, at: range))
    case .notEqual: return .bool(try !Comparison.equal(a, b, at: range))
    default: break
    }
    let order = try Comparison.order(a, b, operation, at: range)
    switch operation {
    case .less: return .bool(order < 0)
    case .lessOrEqual: return .bool(order <= 0)
    case .greater: return .bool(order > 0)
    case .greaterOrEqual, .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .power,
      .equal, .notEqual, .in, .notIn, .and, .or, .coalesce, .range:
      return .bool(order >= 0)
    }
  }
}
