/// A decimal number read as `significand × 10^exponent`.
struct DecimalNumber {
  var negative = false
  var significand: UInt64 = 0
  var exponent = 0
  /// More than nineteen digits, not all zeros after them: the significand holds the first nineteen.
  var isTruncated = false

  @inline(__always)
  init?(_ base: UnsafePointer<UInt8>, _ count: Int) {
    var index = 0
    if count > 0, base[0] == 45 || base[0] == 43 {
      negative = base[0] == 45
      index = 1
    }
    let start = index
    while index < count, base[index] &- 48 < 10 {
      significand = significand &* 10 &+ UInt64(base[index] &- 48)
      index &+= 1
    }
    var digitCount = index &- start
    if index < count, base[index] == 46 {
      index &+= 1
      let first = index
      while index &+ 8 <= count, let eight = EightDigits.value(base + index) {
        significand = significand &* 100_000_000 &+ eight
        index &+= 8
      }
      while index < count, base[index] &- 48 < 10 {
        significand = significand &* 10 &+ UInt64(base[index] &- 48)
        index &+= 1
      }
      exponent = first &- index
      digitCount &+= index &- first
    }
    guard digitCount > 0 else { return nil }
    let digitsEnd = index
    if index < count {
      guard base[index] | 32 == 101, let power = Self.readExponent(base, index + 1, count) else {
        return nil
      }
      exponent += power
    }
    if digitCount > 19 { readAgain(base, start, digitsEnd) }
  }

  private static func readExponent(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int
  ) -> Int? {
    var index = start
    guard index < count else { return nil }
    let negative = base[index] == 45
    if negative || base[index] == 43 { index += 1 }
    guard index < count else { return nil }
    var power = 0
    while index < count {
      let digit = base[index] &- 48
      guard digit < 10 else { return nil }
      // A number of a gigabyte of digits could make up for less; beyond this it cannot.
      if power < 1 << 40 { power = power * 10 + Int(digit) }
      index += 1
    }
    return negative ? -power : power
  }

  /// The first nineteen digits after leading zeros, where the plain sum has wrapped.
  @inline(never)
  private mutating func readAgain(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    significand = 0
    var kept = 0
    for index in start..<end where base[index] != 46 {
      let digit = UInt64(base[index] &- 48)
      if kept < 19 {
        significand = significand * 10 + digit
        if significand > 0 { kept += 1 }
      } else {
        exponent += 1
        if digit != 0 { isTruncated = true }
      }
    }
  }

  // MARK: The nearest double

  /// The double nearest to the number; nil in the rare case that more than nineteen digits decide.
  @inline(__always)
  var nearest: Double? {
    // Clinger's fast path: both parts exact as doubles, so that one operation rounds once.
    if !isTruncated, significand < 1 << 53, exponent >= -22, exponent <= 22 {
      let value = Double(Int64(truncatingIfNeeded: significand))
      let magnitude =
        exponent < 0 ? value / Self.powers[-exponent] : value * Self.powers[exponent]
      return negative ? -magnitude : magnitude
    }
    return nearestByProduct
  }

  @inline(never)
  private var nearestByProduct: Double? {
    let bits = Self.bits(significand, exponent)
    // The true number lies between this significand and the next one.
    if isTruncated, Self.bits(significand + 1, exponent) != bits { return nil }
    return Double(bitPattern: negative ? bits | 1 << 63 : bits)
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The bits of the double nearest to `significand × 10^exponent`, by one or two products of 64
  /// bits (Lemire, "Number parsing at a gigabyte per second", 2021; that the product always decides
  /// was shown by Mushtak and Lemire, 2023).
  private static func bits(_ significand: UInt64, _ exponent: Int) -> UInt64 {
    if significand == 0 || exponent < PowersOfFive.least { return 0 }
    if exponent > PowersOfFive.most { return infinity }
    let zeros = significand.leadingZeroBitCount
    let (high, low) = PowersOfFive.product(significand << UInt64(zeros), exponent)
    let upper = high >> 63
    var mantissa = high >> (upper + 9)
    // log2(10^q) is 217706 q / 65536, near enough over the whole range.
    var power = (217_706 * exponent) >> 16 + 63 + Int(upper) - zeros + 1_023
    if power <= 0 { return subnormal(mantissa, power) }
    // Exactly halfway, which only small powers can bring about: to the even neighbour.
    if low <= 1, exponent >= -4, exponent <= 23, mantissa & 3 == 1,
      mantissa << (upper + 9) == high
    {
      mantissa &= ~1
    }
    mantissa = (mantissa + mantissa & 1) >> 1
    if mantissa >= 1 << 53 {
      mantissa = 1 << 52
      power += 1
    }
    if power >= 2_047 { return infinity }
    return mantissa & ~(1 << 52) | UInt64(power) << 52
  }

  private static let infinity: UInt64 = 0x7FF << 52

  private static func subnormal(_ mantissa: UInt64, _ power: Int) -> UInt64 {
    guard 1 - power < 64 else { return 0 }
    let shifted = mantissa >> UInt64(1 - power)
    let rounded = (shifted + shifted & 1) >> 1
    // Rounding up may give the least normal number, whose bits follow on.
    return rounded
  }
}

/// Eight decimal digits read at once.
enum EightDigits {
  /// The number that eight bytes spell; nil where one of them is no digit.
  @inline(__always)
  static func value(_ base: UnsafePointer<UInt8>) -> UInt64? {
    let word = UnsafeRawPointer(base).loadUnaligned(as: UInt64.self).littleEndian
    // A digit has 3 in its high half, and still has it with 6 added.
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    let check = word & high | ((word &+ 0x0606_0606_0606_0606) & high) >> 4
    guard check == 0x3333_3333_3333_3333 else { return nil }
    let digits = word &- 0x3030_3030_3030_3030
    // Pairs, then fours, then all eight.
    let pairs = digits &* 10 &+ digits >> 8
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let even = (pairs & mask) &* 0x000F_4240_0000_0064
    let odd = (pairs >> 16 & mask) &* 0x0000_2710_0000_0001
    return (even &+ odd) >> 32
  }
}

/// The first 128 bits of each power of five from 5⁻³⁴² to 5³⁰⁸.
enum PowersOfFive {
  static let least = -342
  static let most = 308

  /// The high and low half of the first 128 bits of `significand × 5^exponent`, as exact as
  /// rounding to a double needs.
  @inline(__always)
  static func product(_ significand: UInt64, _ exponent: Int) -> (high: UInt64, low: UInt64) {
    let power = table[exponent - least]
    var (high, low) = significand.multipliedFullWidth(by: power.high)
    if high & 0x1FF == 0x1FF {
      let more = significand.multipliedFullWidth(by: power.low).high
      let (sum, carry) = low.addingReportingOverflow(more)
      low = sum
      if carry { high += 1 }
    }
    return (high, low)
  }

  /// Computed at first use, in well under a millisecond.
  private static let table: [(high: UInt64, low: UInt64)] = {
    var below: [(UInt64, UInt64)] = []
    // Quotients of a large power of two: ⌊⌊x/5⌋/5⌋ is ⌊x/25⌋, so nothing is lost on the way.
    var limbs = [UInt64](repeating: 0, count: 20)
    limbs[19] = 1 << 63
    for step in 1...(-least) {
      var rest: UInt64 = 0
      for index in stride(from: 19, through: 0, by: -1) {
        (limbs[index], rest) = UInt64(5).dividingFullWidth((rest, limbs[index]))
      }
      var top = leading(limbs)
      // Reciprocals are rounded up where the product must come out exact.
      if step <= 27 {
        top.1 &+= 1
        if top.1 == 0 { top.0 += 1 }
      }
      below.append(top)
    }
    var above: [(UInt64, UInt64)] = []
    limbs = [1] + [UInt64](repeating: 0, count: 12)
    for _ in 0...most {
      above.append(leading(limbs))
      var carry: UInt64 = 0
      for index in limbs.indices {
        let (high, low) = limbs[index].multipliedFullWidth(by: 5)
        let (sum, overflow) = low.addingReportingOverflow(carry)
        limbs[index] = sum
        carry = high + (overflow ? 1 : 0)
      }
    }
    return below.reversed() + above
  }()

  /// The first 128 bits from the highest one set, of limbs of which the last is the highest.
  private static func leading(_ limbs: [UInt64]) -> (UInt64, UInt64) {
    guard let top = limbs.lastIndex(where: { $0 != 0 }) else { return (0, 0) }
    func limb(_ index: Int) -> UInt64 { index >= 0 ? limbs[index] : 0 }
    let shift = UInt64(limbs[top].leadingZeroBitCount)
    if shift == 0 { return (limb(top), limb(top - 1)) }
    let high = limb(top) << shift | limb(top - 1) >> (64 - shift)
    return (high, limb(top - 1) << shift | limb(top - 2) >> (64 - shift))
  }
}
