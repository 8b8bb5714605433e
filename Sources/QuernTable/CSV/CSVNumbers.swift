import QuernText

/// Reads numbers from fields; the usual forms without a loop over their digits.
///
/// Each function takes text that may be read 16 bytes past its end, and says nil for what it does
/// not know: the slow way (`CSVSlow`) then has a look.
enum CSVNumbers {
  /// Eight ASCII digits as a number; the first is the lowest byte. nil when one is no digit.
  @inline(__always)
  static func eightDigits(_ word: UInt64) -> UInt64? {
    let digits = word &- CSVBytes.zeros
    let carries = word &+ 0x4646_4646_4646_4646
    if (digits | carries) & CSVBytes.highs != 0 { return nil }
    return value(ofDigits: digits)
  }

  /// The number of eight bytes of 0 to 9 each.
  @inline(__always)
  private static func value(ofDigits digits: UInt64) -> UInt64 {
    let pairs = (digits &* 10) &+ (digits &>> 8)
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let high = (pairs & mask) &* 0x000F_4240_0000_0064
    let low = ((pairs &>> 16) & mask) &* 0x0000_2710_0000_0001
    return (high &+ low) &>> 32
  }

  /// One to eight digits.
  @inline(__always)
  static func digits(_ p: UnsafePointer<UInt8>, _ count: Int) -> UInt64? {
    // Zeros are put before the digits, whose last is then the highest byte.
    let shift = UInt64(truncatingIfNeeded: 64 &- count &* 8)
    let text = (CSVBytes.load(p) &<< shift)
    let padding = count == 8 ? 0 : CSVBytes.zeros &>> UInt64(truncatingIfNeeded: count &* 8)
    return eightDigits(text | padding)
  }

  /// An optional minus and 1 to 16 digits.
  @inline(__always)
  static func int(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    let isNegative = count > 0 && p[0] == UInt8(ascii: "-")
    let start = isNegative ? p + 1 : p
    let length = isNegative ? count &- 1 : count
    guard length > 0 else { return nil }
    if length <= 8 {
      guard let value = digits(start, length) else { return nil }
      return isNegative ? -Int64(value) : Int64(value)
    }
    guard length <= 16, let high = digits(start, length &- 8),
      let low = eightDigits(CSVBytes.load(start + (length &- 8)))
    else { return nil }
    let value = Int64(truncatingIfNeeded: high &* 100_000_000 &+ low)
    return isNegative ? -value : value
  }

  /// An optional minus, digits and at most one point, 15 digits at most in all.
  ///
  /// Digits and power of ten are exact doubles then, so that one division rounds correctly.
  @inline(__always)
  static func double(_ p: UnsafePointer<UInt8>, _ count: Int) -> Double? {
    let isNegative = count > 0 && p[0] == UInt8(ascii: "-")
    let start = isNegative ? p + 1 : p
    let length = isNegative ? count &- 1 : count
    guard length > 0 else { return nil }
    if length > 8 { return longDouble(start, length, isNegative) }
    let word = CSVBytes.load(start) & CSVBytes.prefix(length)
    let hit = CSVBytes.firstZero(word ^ CSVBytes.broadcast(UInt8(ascii: ".")))
    if hit == 0 {
      guard let value = digits(start, length) else { return nil }
      return isNegative ? -Double(value) : Double(value)
    }
    let point = hit.trailingZeroBitCount &>> 3
    guard length > 1 else { return nil }
    let before = word & CSVBytes.prefix(point)
    // Two shifts, because eight bytes at once would be one too many.
    let after =
      ((word &>> 8) &>> UInt64(truncatingIfNeeded: point &* 8))
      &<< UInt64(truncatingIfNeeded: point &* 8)
    let digitCount = length &- 1
    let shift = UInt64(truncatingIfNeeded: 64 &- digitCount &* 8)
    let padding = CSVBytes.zeros &>> UInt64(truncatingIfNeeded: digitCount &* 8)
    guard let value = eightDigits(((before | after) &<< shift) | padding) else { return nil }
    let result = Double(value) / power(length &- 1 &- point)
    return isNegative ? -result : result
  }

  private static func longDouble(
    _ p: UnsafePointer<UInt8>, _ count: Int, _ isNegative: Bool
  ) -> Double? {
    guard count <= 16 else { return nil }
    var mantissa: UInt64 = 0
    var point = -1
    for i in 0..<count {
      let digit = p[i] &- 0x30
      if digit <= 9 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
      } else if p[i] == UInt8(ascii: "."), point < 0 {
        point = i
      } else {
        return nil
      }
    }
    if mantissa > 1 << 53 { return nil }
    let result = point < 0 ? Double(mantissa) : Double(mantissa) / power(count - 1 - point)
    return isNegative ? -result : result
  }

  /// 10 to the power of `exponent`, exact; 0 to 16.
  @inline(__always)
  private static func power(_ exponent: Int) -> Double {
    switch exponent {
    case 0: 1
    case 1: 1e1
    case 2: 1e2
    case 3: 1e3
    case 4: 1e4
    case 5: 1e5
    case 6: 1e6
    case 7: 1e7
    case 8: 1e8
    case 9: 1e9
    case 10: 1e10
    case 11: 1e11
    case 12: 1e12
    case 13: 1e13
    case 14: 1e14
    case 15: 1e15
    default: 1e16
    }
  }
}
