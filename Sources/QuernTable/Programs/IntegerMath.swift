import Glibc

/// Arithmetic of the language on single numbers; kernels and constant folding share it.
package enum IntegerMath {
  /// Rounds towards minus infinity; the divisor is not zero. The smallest integer by -1 wraps.
  @inline(__always)
  package static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    let (quotient, remainder) = a.quotientAndRemainderWrapping(b)
    return remainder != 0 && (remainder < 0) != (b < 0) ? quotient - 1 : quotient
  }

  /// The remainder with the divisor's sign; the divisor is not zero.
  @inline(__always)
  package static func floorModulo(_ a: Int64, _ b: Int64) -> Int64 {
    if b == -1 { return 0 }
    let remainder = a % b
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder
  }

  /// The remainder with the divisor's sign; NaN for a divisor of zero.
  package static func floorModulo(_ a: Double, _ b: Double) -> Double {
    let remainder = fmod(a, b)
    return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder
  }

  /// By squaring; a negative exponent gives the truncated reciprocal, 0 for most bases.
  package static func power(_ base: Int64, _ exponent: Int64) -> (Int64, overflow: Bool) {
    if exponent < 0 {
      if base == 1 { return (1, false) }
      if base == -1 { return (exponent & 1 == 0 ? 1 : -1, false) }
      return (0, base == 0)
    }
    var result: Int64 = 1
    var square = base
    var rest = exponent
    var overflow = false
    var squareOverflowed = false
    while rest > 0 {
      if rest & 1 == 1 {
        let product = result.multipliedReportingOverflow(by: square)
        overflow = overflow || product.overflow || squareOverflowed
        result = product.partialValue
      }
      rest >>= 1
      if rest > 0 {
        let next = square.multipliedReportingOverflow(by: square)
        squareOverflowed = squareOverflowed || next.overflow
        square = next.partialValue
      }
    }
    return (result, overflow)
  }

  /// Half away from zero, at `places` decimal places (negative: left of the point).
  package static func round(_ value: Double, places: Int64) -> Double {
    guard places != 0 else { return value.rounded(.toNearestOrAwayFromZero) }
    guard places <= 300 && value.isFinite else { return value }
    guard places >= -300 else { return 0 }
    let scale = pow(10, Double(Swift.abs(places)))
    if places < 0 { return (value / scale).rounded(.toNearestOrAwayFromZero) * scale }
    let scaled = value * scale
    // Beyond 2^53 the value has no such places; a scaled infinity would lose it.
    guard scaled.magnitude < 0x1p53 else { return value }
    return scaled.rounded(.toNearestOrAwayFromZero) / scale
  }

  package static func round(_ value: Int64, places: Int64) -> (Int64, overflow: Bool) {
    guard places < 0 else { return (value, false) }
    guard places >= -18 else { return (0, false) }
    let (scale, _) = power(10, -places)
    let half = scale / 2
    let magnitude = value.magnitude
    let rounded = (magnitude + UInt64(half)) / UInt64(scale) * UInt64(scale)
    if value < 0 {
      return (Int64(truncatingIfNeeded: 0 &- rounded), rounded > UInt64(Int64.max) + 1)
    }
    return (Int64(truncatingIfNeeded: rounded), rounded > UInt64(Int64.max))
  }

  /// Whether the operation on these operands leaves 64 bits.
  package static func overflows(
    _ operation: ColumnExpression.BinaryOperation, _ a: Int64, _ b: Int64
  ) -> Bool {
    switch operation {
    case .add: a.addingReportingOverflow(b).overflow
    case .subtract: a.subtractingReportingOverflow(b).overflow
    case .multiply: a.multipliedReportingOverflow(by: b).overflow
    case .floorDivide: a == .min && b == -1
    case .power: power(a, b).overflow
    case .divide, .modulo, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .and,
      .or, .coalesce:
      false
    }
  }
}

extension Int64 {
  /// Division that wraps where the quotient does not fit.
  @inline(__always)
  fileprivate func quotientAndRemainderWrapping(_ divisor: Int64) -> (Int64, Int64) {
    if divisor == -1 { return (0 &- self, 0) }
    return (self / divisor, self % divisor)
  }
}
