/// Bytes looked at as UTF-8.
package enum UTF8Text {
  /// The offset of the first byte that begins no valid sequence; nil where all are valid.
  ///
  /// Overlong forms, surrogates and values beyond U+10FFFF are invalid, as Unicode demands.
  package static func firstInvalid(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    let count = bytes.count
    var index = 0
    while index < count {
      // Eight ASCII bytes at a time, as most text is.
      while index &+ 8 <= count,
        UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        index &+= 8
      }
      guard index < count else { return nil }
      let length = sequenceLength(base + index, count &- index)
      guard length > 0 else { return index }
      index &+= length
    }
    return nil
  }

  /// Whether all bytes are valid UTF-8.
  package static func isValid(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    firstInvalid(bytes) == nil
  }

  /// The length of the sequence that begins here; 0 where none does.
  @inline(__always)
  private static func sequenceLength(_ bytes: UnsafePointer<UInt8>, _ left: Int) -> Int {
    let first = bytes[0]
    if first < 0x80 { return 1 }
    if first < 0xC2 || left < 2 { return 0 }
    let second = bytes[1]
    if first < 0xE0 { return second & 0xC0 == 0x80 ? 2 : 0 }
    // The second byte's range rules out overlong forms, surrogates and what is too large.
    let range: ClosedRange<UInt8> =
      switch first {
      case 0xE0: 0xA0...0xBF
      case 0xED: 0x80...0x9F
      case 0xF0: 0x90...0xBF
      case 0xF4: 0x80...0x8F
      default: 0x80...0xBF
      }
    guard left >= 3, range.contains(second), bytes[2] & 0xC0 == 0x80 else { return 0 }
    if first < 0xF0 { return 3 }
    return first <= 0xF4 && left >= 4 && bytes[3] & 0xC0 == 0x80 ? 4 : 0
  }

  /// The text of valid bytes; nil for others.
  package static func string(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    isValid(bytes) ? String(decoding: bytes, as: UTF8.self) : nil
  }

  /// The text of valid bytes; nil for others.
  package static func string(_ bytes: [UInt8]) -> String? {
    bytes.withUnsafeBufferPointer { string($0) }
  }
}
