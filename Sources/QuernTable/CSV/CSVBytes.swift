/// Loads and compares of several bytes at once.
///
/// Every load may touch up to 64 bytes past the text: buffers carry that much padding
/// (`CSVLimits.paddingBytes`).
enum CSVBytes {
  static let zeros: UInt64 = 0x3030_3030_3030_3030
  static let lows: UInt64 = 0x0101_0101_0101_0101
  static let highs: UInt64 = 0x8080_8080_8080_8080

  /// Eight bytes, the first in the lowest bits.
  @inline(__always)
  static func load(_ p: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt64.self))
  }

  /// `byte` eight times.
  @inline(__always)
  static func broadcast(_ byte: UInt8) -> UInt64 { lows &* UInt64(byte) }

  /// The high bit of the first zero byte, and perhaps of later bytes: right for the first only.
  @inline(__always)
  static func firstZero(_ word: UInt64) -> UInt64 { (word &- lows) & ~word & highs }

  /// A mask of the first `count` (0 to 8) bytes.
  @inline(__always)
  static func prefix(_ count: Int) -> UInt64 {
    count >= 8 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1
  }

  /// Bit i is set where byte i of the 64 bytes at `p` is `a` or `b`.
  ///
  /// Only `.==` and bitcasts: other SIMD mask operations are slow in Swift 6.3.
  @inline(__always)
  static func mask64(
    _ p: UnsafePointer<UInt8>, _ a: SIMD16<UInt8>, _ b: SIMD16<UInt8>
  ) -> UInt64 {
    let m0 = mask16(p, a, b)
    let m1 = mask16(p + 16, a, b)
    let m2 = mask16(p + 32, a, b)
    let m3 = mask16(p + 48, a, b)
    return m0 | (m1 &<< 16) | (m2 &<< 32) | (m3 &<< 48)
  }

  @inline(__always)
  private static func mask16(
    _ p: UnsafePointer<UInt8>, _ a: SIMD16<UInt8>, _ b: SIMD16<UInt8>
  ) -> UInt64 {
    let bytes = UnsafeRawPointer(p).loadUnaligned(as: SIMD16<UInt8>.self)
    let isA = unsafeBitCast(bytes .== a, to: SIMD2<UInt64>.self)
    let isB = unsafeBitCast(bytes .== b, to: SIMD2<UInt64>.self)
    // Each byte is 0 or 255: keep bit i of byte i, then add the bytes up.
    let bits = (isA | isB) & SIMD2(repeating: 0x8040_2010_0804_0201)
    let low = (bits[0] &* lows) &>> 56
    let high = (bits[1] &* lows) &>> 56
    return low | (high &<< 8)
  }

  /// Bit i is set where an odd number of bits of `mask` up to and including i is set.
  @inline(__always)
  static func parity(_ mask: UInt64) -> UInt64 {
    var bits = mask ^ (mask &<< 1)
    bits ^= bits &<< 2
    bits ^= bits &<< 4
    bits ^= bits &<< 8
    bits ^= bits &<< 16
    return bits ^ (bits &<< 32)
  }

  /// Bit i is set where byte i of the 64 bytes at `p` is `a`.
  @inline(__always)
  static func mask64(_ p: UnsafePointer<UInt8>, _ a: SIMD16<UInt8>) -> UInt64 {
    mask64(p, a, a)
  }

  /// The first position in `from..<to` that holds `byte`, else `to`.
  @inline(__always)
  static func find(
    _ byte: UInt8, _ base: UnsafePointer<UInt8>, from: Int, to: Int
  ) -> Int {
    let pattern = broadcast(byte)
    var i = from
    while i < to {
      let hit = firstZero(load(base + i) ^ pattern)
      if hit != 0 {
        let at = i &+ (hit.trailingZeroBitCount &>> 3)
        return at < to ? at : to
      }
      i &+= 8
    }
    return to
  }

  /// The first position in `from..<to` that holds `a` or `b`, else `to`.
  @inline(__always)
  static func find(
    _ a: UInt8, or b: UInt8, _ base: UnsafePointer<UInt8>, from: Int, to: Int
  ) -> Int {
    let patterns = (broadcast(a), broadcast(b))
    var i = from
    while i < to {
      let word = load(base + i)
      let hit = firstZero(word ^ patterns.0) | firstZero(word ^ patterns.1)
      if hit != 0 {
        let at = i &+ (hit.trailingZeroBitCount &>> 3)
        return at < to ? at : to
      }
      i &+= 8
    }
    return to
  }

  /// How often `byte` occurs.
  static func count(_ byte: UInt8, _ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int {
    let pattern = SIMD16<UInt8>(repeating: byte)
    var total = 0
    var i = from
    while i + 64 <= to {
      total &+= mask64(base + i, pattern, pattern).nonzeroBitCount
      i &+= 64
    }
    while i < to {
      if base[i] == byte { total &+= 1 }
      i &+= 1
    }
    return total
  }

  /// Whether all bytes are below 128.
  static func isASCII(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Bool {
    var i = from
    var sum = SIMD16<UInt8>(repeating: 0)
    while i + 64 <= to {
      let p = UnsafeRawPointer(base + i)
      sum |= p.loadUnaligned(as: SIMD16<UInt8>.self)
      sum |= (p + 16).loadUnaligned(as: SIMD16<UInt8>.self)
      sum |= (p + 32).loadUnaligned(as: SIMD16<UInt8>.self)
      sum |= (p + 48).loadUnaligned(as: SIMD16<UInt8>.self)
      i &+= 64
    }
    let words = unsafeBitCast(sum, to: SIMD2<UInt64>.self)
    if (words[0] | words[1]) & highs != 0 { return false }
    while i < to {
      if base[i] >= 128 { return false }
      i &+= 1
    }
    return true
  }

  /// The first position that is not well-formed UTF-8, nil when all is.
  static func firstInvalidUTF8(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int
  ) -> Int? {
    var i = from
    while i < to {
      if i + 8 <= to, load(base + i) & highs == 0 {
        i &+= 8
        continue
      }
      let length = sequenceLength(base, at: i, to: to)
      if length == 0 { return i }
      i &+= length
    }
    return nil
  }

  /// The length of the well-formed sequence at `i`, 0 when there is none.
  private static func sequenceLength(
    _ base: UnsafePointer<UInt8>, at i: Int, to: Int
  ) -> Int {
    let first = base[i]
    if first < 0x80 { return 1 }
    let length: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, low) = (3, 0xA0)
    case 0xED: (length, high) = (3, 0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, low) = (4, 0x90)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, high) = (4, 0x8F)
    default: return 0
    }
    guard i + length <= to, base[i + 1] >= low, base[i + 1] <= high else { return 0 }
    for k in 2..<max(2, length) where base[i + k] & 0xC0 != 0x80 { return 0 }
    return length
  }
}
