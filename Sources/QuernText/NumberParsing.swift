internal import CQuernText

extension Numbers {
  /// The integer that the bytes spell in decimal, with an optional sign and nothing else; nil
  /// where they spell something else or more than 64 bits.
  package static func parseInt(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    guard var cursor = bytes.baseAddress else { return nil }
    var left = bytes.count
    var negative = false
    if left > 0, cursor[0] == 45 || cursor[0] == 43 {
      negative = cursor[0] == 45
      cursor += 1
      left -= 1
    }
    guard left > 0 else { return nil }
    var value: UInt64 = 0
    // Eighteen digits cannot overflow.
    var safe = min(left, 18)
    left -= safe
    while safe > 0 {
      let digit = cursor[0] &- 48
      guard digit < 10 else { return nil }
      value = value &* 10 &+ UInt64(digit)
      cursor += 1
      safe -= 1
    }
    while left > 0 {
      let digit = cursor[0] &- 48
      guard digit < 10 else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      guard !overflow, !carry else { return nil }
      value = sum
      cursor += 1
      left -= 1
    }
    if negative {
      return value <= 1 << 63 ? Int64(bitPattern: 0 &- value) : nil
    }
    return Int64(exactly: value)
  }

  /// The integer that the text spells in decimal.
  package static func parseInt(_ text: some StringProtocol) -> Int64? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { parseInt($0) }
  }

  /// The double nearest to the decimal number that the bytes spell (`-12.5e3`, `.5`, `5.`), exactly
  /// rounded; also `inf` and `infinity` in any case. Nil where they spell something else.
  package static func parseDouble(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let base = bytes.baseAddress, let number = DecimalNumber(base, bytes.count) else {
      return parseInfinity(bytes)
    }
    if let value = number.exactValue { return value }
    var value = 0.0
    return quern_parse_double(base, bytes.count, &value) == 1 ? value : nil
  }

  /// The double nearest to the decimal number that the text spells.
  package static func parseDouble(_ text: some StringProtocol) -> Double? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { parseDouble($0) }
  }

  private static func parseInfinity(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    var rest = bytes[...]
    let negative = rest.first == 45
    if negative || rest.first == 43 { rest = rest.dropFirst() }
    let word = rest.map { $0 | 32 }
    guard word == Array("inf".utf8) || word == Array("infinity".utf8) else { return nil }
    return negative ? -.infinity : .infinity
  }
}

/// A decimal number read as `significand × 10^exponent`.
struct DecimalNumber {
  var negative = false
  var significand: UInt64 = 0
  var exponent = 0
  /// More than nineteen digits: the significand holds the first nineteen.
  var isTruncated = false

  init?(_ base: UnsafePointer<UInt8>, _ count: Int) {
    var index = 0
    if count > 0, base[0] == 45 || base[0] == 43 {
      negative = base[0] == 45
      index = 1
    }
    let start = index
    while index < count, base[index] &- 48 < 10 {
      significand = significand &* 10 &+ UInt64(base[index] &- 48)
      index += 1
    }
    var digitCount = index - start
    var fraction = 0
    if index < count, base[index] == 46 {
      index += 1
      let first = index
      while index < count, base[index] &- 48 < 10 {
        significand = significand &* 10 &+ UInt64(base[index] &- 48)
        index += 1
      }
      fraction = index - first
      digitCount += fraction
    }
    guard digitCount > 0 else { return nil }
    exponent = -fraction
    let digitsEnd = index
    if index < count {
      guard base[index] | 32 == 101, let power = Self.readExponent(base, index + 1, count) else {
        return nil
      }
      exponent += power
    }
    if digitCount > 19 { readAgain(base, start, digitsEnd) }
  }

  private static func readExponent(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
    var index = start
    guard index < count else { return nil }
    let negative = base[index] == 45
    if negative || base[index] == 43 { index += 1 }
    guard index < count else { return nil }
    var power = 0
    while index < count {
      let digit = base[index] &- 48
      guard digit < 10 else { return nil }
      // Beyond this every finite significand is zero or infinite anyway.
      if power < 1_000_000 { power = power * 10 + Int(digit) }
      index += 1
    }
    return negative ? -power : power
  }

  /// The first nineteen digits after leading zeros, where the plain sum has wrapped.
  private mutating func readAgain(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
    significand = 0
    var kept = 0
    var dropped = 0
    for index in start..<end {
      if base[index] == 46 { continue }
      let digit = UInt64(base[index] &- 48)
      if kept < 19 {
        significand = significand * 10 + digit
        if significand > 0 { kept += 1 }
      } else {
        dropped += 1
        if digit != 0 { isTruncated = true }
      }
    }
    exponent += dropped
  }

  /// Clinger's fast path: both parts exact as doubles, so that one operation rounds once.
  var exactValue: Double? {
    if significand == 0, !isTruncated { return negative ? -0.0 : 0.0 }
    guard !isTruncated, significand < 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
    var value = Double(significand)
    if exponent < 0 {
      value /= Self.powers[-exponent]
    } else {
      value *= Self.powers[exponent]
    }
    return negative ? -value : value
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
