import QuernPlan
import QuernSyntax
import QuernValue

/// Equality and order of values that are not null.
enum Comparison {
  /// Whether both are equal; types that do not go together are an error.
  static func equal(_ a: Value, _ b: Value, at range: SourceRange) throws(RuntimeError) -> Bool {
    switch (a, b) {
    case (.int(let x), .float(let y)): return compare(x, y) == 0
    case (.float(let x), .int(let y)): return compare(y, x) == 0
    case (.constant(let x), .string(let y)), (.string(let x), .constant(let y)):
      return x.utf8.elementsEqual(y.utf8)
    case (.duration(let m, let x), .duration(let n, let y)):
      if m == n { return x == y }
      return try order(a, b, .equal, at: range) == 0
    case (.list(let x), .list(let y)):
      guard x.count == y.count else { return false }
      for (left, right) in zip(x, y) where try !same(left, right, range) { return false }
      return true
    case (.record(let x), .record(let y)):
      guard x.count == y.count else { return false }
      for (name, left) in x.fields {
        guard let right = y[name], try same(left, right, range) else { return false }
      }
      return true
    default:
      guard OperandTypes.result(.equal, a.type, b.type) != nil else {
        throw Operators.mismatch(.equal, a, b, range)
      }
      return a == b
    }
  }

  /// Inside of lists and records a null is equal to a null.
  private static func same(
    _ a: Value, _ b: Value, _ range: SourceRange
  ) throws(RuntimeError) -> Bool {
    if a.isNull || b.isNull { return a.isNull && b.isNull }
    return try equal(a, b, at: range)
  }

  /// Below zero, zero or above: the order of two values of one type.
  static func order(
    _ a: Value, _ b: Value, _ operation: BinaryOperator, at range: SourceRange
  ) throws(RuntimeError) -> Int {
    switch (a, b) {
    case (.int(let x), .int(let y)), (.date(let x), .date(let y)), (.time(let x), .time(let y)),
      (.datetime(let x), .datetime(let y)), (.instant(let x), .instant(let y)),
      (.size(let x), .size(let y)):
      return x < y ? -1 : x == y ? 0 : 1
    case (.float(let x), .float(let y)): return x < y ? -1 : x == y ? 0 : 1
    case (.int(let x), .float(let y)): return compare(x, y)
    case (.float(let x), .int(let y)): return -compare(y, x)
    case (.bool(let x), .bool(let y)): return x == y ? 0 : x ? 1 : -1
    case (.string(let x), .string(let y)), (.string(let x), .constant(let y)),
      (.constant(let x), .string(let y)), (.constant(let x), .constant(let y)):
      return compare(x, y)
    case (.duration(let m, let x), .duration(let n, let y)):
      return try compareDurations((m, x), (n, y), at: range)
    default: throw Operators.mismatch(operation, a, b, range)
    }
  }

  /// By bytes.
  static func compare(_ a: String, _ b: String) -> Int {
    if a.utf8.elementsEqual(b.utf8) { return 0 }
    return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
  }

  /// Exactly, also where the int has more digits than a float holds.
  static func compare(_ a: Int64, _ b: Double) -> Int {
    if b >= 9_223_372_036_854_775_808.0 { return -1 }
    if b < -9_223_372_036_854_775_808.0 { return 1 }
    let whole = Int64(b.rounded(.towardZero))
    if a != whole { return a < whole ? -1 : 1 }
    let rest = b - b.rounded(.towardZero)
    return rest == 0 ? 0 : rest > 0 ? -1 : 1
  }

  /// A month is 28 to 31 days: an order that depends on which is an error.
  private static func compareDurations(
    _ a: (months: Int64, microseconds: Int64), _ b: (months: Int64, microseconds: Int64),
    at range: SourceRange
  ) throws(RuntimeError) -> Int {
    let months = Int128(a.months) - Int128(b.months)
    let rest = Int128(a.microseconds) - Int128(b.microseconds)
    if months == 0 { return rest < 0 ? -1 : rest == 0 ? 0 : 1 }
    let day: Int128 = 86_400_000_000
    let (shortest, longest): (Int128, Int128) = months > 0 ? (28, 31) : (31, 28)
    let least = months * shortest * day + rest
    let most = months * longest * day + rest
    if least > 0 && most > 0 { return 1 }
    if least < 0 && most < 0 { return -1 }
    throw RuntimeError(.monthLength(at: range))
  }
}
