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
    while safe >= 8 {
      guard let eight = EightDigits.value(cursor) else { return nil }
      value = value &* 100_000_000 &+ eight
      cursor += 8
      safe -= 8
    }
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
    if let value = number.nearest { return value }
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
