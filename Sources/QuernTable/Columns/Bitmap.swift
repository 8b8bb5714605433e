/// Bits in Arrow's order: row `i` is bit `i & 7` of byte `i >> 3`.
enum Bitmap {
  static func byteCount(_ rows: Int) -> Int { ((rows + 63) >> 6) << 3 }

  @inline(__always)
  static func get(_ base: UnsafeRawPointer, _ row: Int) -> Bool {
    base.load(fromByteOffset: row >> 3, as: UInt8.self) >> UInt8(row & 7) & 1 != 0
  }

  @inline(__always)
  static func set(_ base: UnsafeMutableRawPointer, _ row: Int) {
    let byte = base.assumingMemoryBound(to: UInt8.self) + row >> 3
    byte.pointee |= 1 << UInt8(row & 7)
  }

  @inline(__always)
  static func clear(_ base: UnsafeMutableRawPointer, _ row: Int) {
    let byte = base.assumingMemoryBound(to: UInt8.self) + row >> 3
    byte.pointee &= ~(1 << UInt8(row & 7))
  }

  /// Sets the first `rows` bits and clears the rest of the buffer of `byteCount(rows)` bytes.
  static func fill(_ base: UnsafeMutableRawPointer, rows: Int) {
    let bytes = byteCount(rows)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    base.initializeMemory(as: UInt8.self, repeating: 0xff, count: rows >> 3)
    if rows & 7 != 0 {
      base.storeBytes(
        of: UInt8((1 << (rows & 7)) - 1), toByteOffset: rows >> 3, as: UInt8.self)
    }
  }

  /// How many of the first `rows` bits are set.
  static func count(_ base: UnsafeRawPointer, rows: Int) -> Int {
    var total = 0
    let words = rows >> 6
    for word in 0..<words {
      total += base.loadUnaligned(fromByteOffset: word << 3, as: UInt64.self).nonzeroBitCount
    }
    for row in (words << 6)..<max(rows, words << 6) where get(base, row) { total += 1 }
    return total
  }

  /// Expands `rows` bits from `start` into one byte (0 or 1) per row.
  static func unpack(
    _ base: UnsafeRawPointer, from start: Int, rows: Int, into out: UnsafeMutablePointer<UInt8>
  ) {
    if start & 7 == 0 {
      let bytes = base + start >> 3
      let whole = rows >> 3
      for index in 0..<whole {
        let spread = spreadBits(bytes.load(fromByteOffset: index, as: UInt8.self))
        UnsafeMutableRawPointer(out + index << 3).storeBytes(of: spread, as: UInt64.self)
      }
      for row in (whole << 3)..<max(rows, whole << 3) {
        out[row] = get(base, start + row) ? 1 : 0
      }
      return
    }
    for row in 0..<rows { out[row] = get(base, start + row) ? 1 : 0 }
  }

  /// Packs the lowest bit of one byte per row into bits from `start`, which is a multiple of 8.
  /// The bytes of nulls may hold anything.
  static func pack(
    _ bytes: UnsafePointer<UInt8>, rows: Int, into base: UnsafeMutableRawPointer, from start: Int
  ) {
    let out = base.assumingMemoryBound(to: UInt8.self) + start >> 3
    let whole = rows >> 3
    for index in 0..<whole {
      let loaded = UnsafeRawPointer(bytes + index << 3).loadUnaligned(as: UInt64.self)
      let eight = loaded & 0x0101_0101_0101_0101
      out[index] = UInt8(truncatingIfNeeded: (eight &* 0x0102_0408_1020_4080) >> 56)
    }
    if rows & 7 != 0 {
      var last: UInt8 = 0
      for row in (whole << 3)..<rows { last |= (bytes[row] & 1) << UInt8(row & 7) }
      out[whole] = last
    }
  }

  @inline(__always)
  private static func spreadBits(_ byte: UInt8) -> UInt64 {
    // Each byte of the product holds the input; the mask picks one bit per byte, the sum carries it
    // up.
    let picked = (UInt64(byte) &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
    return ((picked &+ 0x7f7f_7f7f_7f7f_7f7f) | picked) >> 7 & 0x0101_0101_0101_0101
  }
}
