import Glibc
import QuernTable
import QuernText

/// The language's rules on one row, as plainly as they can be written.
struct NaiveExpression {
  enum Failure: Error { case overflow, cast }

  let schema: Schema
  /// The value of an aggregate at the row in question.
  var aggregates: (Aggregate, ColumnExpression?) throws -> Scalar = { _, _ in .null }

  func value(_ expression: ColumnExpression, _ row: [Scalar]) throws -> Scalar {
    switch expression {
    case .column(let name):
      return schema.index(of: name).map { row[$0] } ?? .null
    case .literal(let value): return value
    case .unary(let operation, let a): return try unary(operation, try value(a, row))
    case .binary(let operation, let a, let b): return try binary(operation, a, b, row)
    case .isNull(let a, let negated): return .bool(try value(a, row).isNull != negated)
    case .member(let a, let list, let negated):
      let found = try member(try value(a, row), list)
      return negated ? try unary(.not, found) : found
    case .between(let a, let low, let high):
      let middle = try value(a, row)
      return kleeneAnd(
        compare(.greaterEqual, middle, try value(low, row)),
        compare(.lessEqual, middle, try value(high, row)))
    case .conditional(let condition, let yes, let no):
      let isTrue = try value(condition, row) == .bool(true)
      return widen(try value(isTrue ? yes : no, row), expression)
    case .function(.attempt, let arguments):
      do { return try value(arguments[0], row) } catch is Failure {
        return try value(arguments[1], row)
      }
    case .function(let function, let arguments):
      return try call(function, try arguments.map { try value($0, row) })
    case .aggregate(let aggregate, let argument): return try aggregates(aggregate, argument)
    case .window: return .null
    }
  }

  /// An int where the expression as a whole is a float.
  private func widen(_ value: Scalar, _ expression: ColumnExpression) -> Scalar {
    if case .int(let whole) = value, (try? expression.type(in: schema)) == .float {
      return .float(Double(whole))
    }
    return value
  }

  private func unary(_ operation: ColumnExpression.UnaryOperation, _ a: Scalar) throws -> Scalar {
    switch (operation, a) {
    case (_, .null): return .null
    case (.not, .bool(let value)): return .bool(!value)
    case (.negate, .int(let value)):
      if value == .min { throw Failure.overflow }
      return .int(-value)
    case (.negate, .float(let value)): return .float(-value)
    default: return .null
    }
  }

  private func member(_ value: Scalar, _ list: [Scalar]) throws -> Scalar {
    if value.isNull { return .null }
    if list.contains(where: { compare(.equal, value, $0) == .bool(true) }) { return .bool(true) }
    return list.contains(where: \.isNull) ? .null : .bool(false)
  }

  private func binary(
    _ operation: ColumnExpression.BinaryOperation, _ a: ColumnExpression, _ b: ColumnExpression,
    _ row: [Scalar]
  ) throws -> Scalar {
    let x = try value(a, row)
    switch operation {
    case .and:
      if x == .bool(false) { return x }
      return kleeneAnd(x, try value(b, row))
    case .or:
      if x == .bool(true) { return x }
      let y = try value(b, row)
      if y == .bool(true) { return y }
      return x.isNull || y.isNull ? .null : .bool(false)
    case .coalesce:
      let whole = ColumnExpression.binary(operation, a, b)
      return widen(x.isNull ? try value(b, row) : x, whole)
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      return compare(operation, x, try value(b, row))
    case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power:
      return try arithmetic(operation, x, try value(b, row), b)
    }
  }

  private func kleeneAnd(_ x: Scalar, _ y: Scalar) -> Scalar {
    if x == .bool(false) || y == .bool(false) { return .bool(false) }
    return x.isNull || y.isNull ? .null : .bool(true)
  }

  func compare(
    _ operation: ColumnExpression.BinaryOperation, _ x: Scalar, _ y: Scalar
  ) -> Scalar {
    guard let order = NaiveOrder.compare(x, y) else { return .null }
    switch operation {
    case .equal: return .bool(order == 0)
    case .notEqual: return .bool(order != 0)
    case .less: return .bool(order < 0)
    case .lessEqual: return .bool(order <= 0)
    case .greater: return .bool(order > 0)
    default: return .bool(order >= 0)
    }
  }

  private func arithmetic(
    _ operation: ColumnExpression.BinaryOperation, _ x: Scalar, _ y: Scalar,
    _ b: ColumnExpression
  ) throws -> Scalar {
    if x.isNull || y.isNull { return .null }
    if case .string(let s) = x, case .string(let t) = y { return .string(s + t) }
    if case .int(let p) = x, case .int(let q) = y { return try integers(operation, p, q, b) }
    guard let p = x.doubleValue, let q = y.doubleValue else { return .null }
    let result: Double
    switch operation {
    case .add: result = p + q
    case .subtract: result = p - q
    case .multiply: result = p * q
    case .divide: result = q == 0 ? .nan : p / q
    case .floorDivide: result = q == 0 ? .nan : floor(p / q)
    case .modulo:
      let rest = fmod(p, q)
      result = q == 0 ? .nan : rest != 0 && (rest < 0) != (q < 0) ? rest + q : rest
    default: result = p == 0 && q < 0 ? .nan : pow(p, q)
    }
    return result.isNaN ? .null : .float(result)
  }

  private func integers(
    _ operation: ColumnExpression.BinaryOperation, _ p: Int64, _ q: Int64, _ b: ColumnExpression
  ) throws -> Scalar {
    let result: (partialValue: Int64, overflow: Bool)
    switch operation {
    case .add: result = p.addingReportingOverflow(q)
    case .subtract: result = p.subtractingReportingOverflow(q)
    case .multiply: result = p.multipliedReportingOverflow(by: q)
    case .divide: return q == 0 ? .null : .float(Double(p) / Double(q))
    case .floorDivide:
      if q == 0 { return .null }
      if p == .min && q == -1 { throw Failure.overflow }
      return .int(p / q - (p % q != 0 && (p % q < 0) != (q < 0) ? 1 : 0))
    case .modulo:
      if q == 0 { return .null }
      if q == -1 { return .int(0) }
      let rest = p % q
      return .int(rest != 0 && (rest < 0) != (q < 0) ? rest + q : rest)
    default:
      if case .literal(.int) = b, q >= 0 {
        var power: Int64 = 1
        for _ in 0..<q {
          let next = power.multipliedReportingOverflow(by: p)
          if next.overflow { throw Failure.overflow }
          power = next.partialValue
        }
        return .int(power)
      }
      let value = p == 0 && q < 0 ? Double.nan : pow(Double(p), Double(q))
      return value.isNaN ? .null : .float(value)
    }
    if result.overflow { throw Failure.overflow }
    return .int(result.partialValue)
  }

  private func call(_ function: ScalarFunction, _ values: [Scalar]) throws -> Scalar {
    if function == .clip { return clip(values) }
    if values.contains(where: \.isNull) { return .null }
    switch (function, values[0]) {
    case (.abs, .int(let value)):
      if value == .min { throw Failure.overflow }
      return .int(abs(value))
    case (.abs, .float(let value)): return .float(abs(value))
    case (.floor, .float(let value)): return .float(floor(value))
    case (.ceil, .float(let value)): return .float(ceil(value))
    case (.sqrt, let value): return known(sqrt(value.doubleValue ?? .nan))
    case (.exp, let value): return known(exp(value.doubleValue ?? .nan))
    case (.log, let value):
      return value.doubleValue == 0 ? .null : known(log(value.doubleValue ?? .nan))
    case (.lower, .string(let text)): return .string(text.lowercased())
    case (.upper, .string(let text)): return .string(text.uppercased())
    case (.length, .string(let text)): return .int(Int64(text.unicodeScalars.count))
    case (.concat, _): return .string(values.map(\.text).joined())
    case (.cast(.string), let value): return .string(value.text)
    case (.cast(.float), let value):
      if let number = value.doubleValue { return .float(number) }
      if case .bool(let flag) = value { return .float(flag ? 1 : 0) }
      throw Failure.cast
    case (.cast(.int), .float(let value)):
      guard let whole = Int64(exactly: value.rounded(.towardZero)) else { throw Failure.cast }
      return .int(whole)
    case (.cast(.int), .bool(let flag)): return .int(flag ? 1 : 0)
    case (.cast(.int), .string(let text)):
      let trimmed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard let whole = Numbers.parseInt(trimmed) else { throw Failure.cast }
      return .int(whole)
    case (.startsWith, .string(let text)):
      return .bool(bytes(text).starts(with: bytes(values[1].text)))
    case (.year, .date(let days)): return .int(Int64(CivilDate(days: days).year))
    case (.month, .date(let days)): return .int(Int64(CivilDate(days: days).month))
    case (.weekday, .date(let days)): return .int(Int64(CivilDate(days: days).weekday))
    default: return values[0]
    }
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func known(_ value: Double) -> Scalar { value.isNaN ? .null : .float(value) }

  /// A null end does not bound; a float end makes the result a float.
  private func clip(_ values: [Scalar]) -> Scalar {
    var result = values[0]
    if result.isNull { return .null }
    if NaiveOrder.compare(result, values[1]) ?? 0 < 0 { result = values[1] }
    if NaiveOrder.compare(result, values[2]) ?? 0 > 0 { result = values[2] }
    return result
  }
}

/// The order of scalars; nil where one is null.
enum NaiveOrder {
  static func compare(_ x: Scalar, _ y: Scalar) -> Int? {
    switch (x, y) {
    case (.null, _), (_, .null): return nil
    case (.int(let a), .int(let b)): return sign(a, b)
    case (.bool(let a), .bool(let b)): return sign(a ? 1 : 0, b ? 1 : 0)
    case (.string(let a), .string(let b)):
      if a.utf8.elementsEqual(b.utf8) { return 0 }
      return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
    case (.date(let a), .date(let b)), (.datetime(let a), .datetime(let b)),
      (.time(let a), .time(let b)), (.instant(let a), .instant(let b)),
      (.size(let a), .size(let b)):
      return sign(a, b)
    default:
      guard let a = x.doubleValue, let b = y.doubleValue else { return nil }
      return sign(a, b)
    }
  }

  private static func sign<T: Comparable>(_ a: T, _ b: T) -> Int { a == b ? 0 : a < b ? -1 : 1 }

  /// Whether `x` comes before `y` in a sort: nulls last.
  static func precedes(_ x: Scalar, _ y: Scalar, descending: Bool) -> Int {
    if x.isNull || y.isNull { return x.isNull == y.isNull ? 0 : x.isNull ? 1 : -1 }
    let order = compare(x, y) ?? 0
    return descending ? -order : order
  }
}
