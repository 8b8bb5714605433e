/// Arrow's 16-byte view of a string: up to 12 bytes inline, else a prefix and a place in a buffer.
package struct StringView: Sendable {
  package var length: UInt32
  /// The first four bytes, also of an inline string.
  package var prefix: UInt32
  /// Bytes 4..<8 of an inline string, else the number of the data buffer.
  package var buffer: UInt32
  /// Bytes 8..<12 of an inline string, else the offset in the data buffer.
  package var offset: UInt32

  package static let inlineMax = 12
  package static let empty = StringView(length: 0, prefix: 0, buffer: 0, offset: 0)

  @inline(__always)
  package var isInline: Bool { length <= UInt32(StringView.inlineMax) }

  /// The view of bytes that lie at `offset` of data buffer `buffer`, copied when they fit inline.
  @inline(__always)
  package static func make(_ bytes: UnsafeRawPointer, count: Int, buffer: Int, offset: Int) -> Self
  {
    if count <= inlineMax { return inline(bytes, count: count) }
    return StringView(
      length: UInt32(truncatingIfNeeded: count), prefix: bytes.loadUnaligned(as: UInt32.self),
      buffer: UInt32(truncatingIfNeeded: buffer), offset: UInt32(truncatingIfNeeded: offset))
  }

  @inline(__always)
  package static func inline(_ bytes: UnsafeRawPointer, count: Int) -> StringView {
    var view = StringView(length: UInt32(count), prefix: 0, buffer: 0, offset: 0)
    withUnsafeMutableBytes(of: &view) { raw in
      for index in 0..<count { raw[4 + index] = bytes.load(fromByteOffset: index, as: UInt8.self) }
    }
    return view
  }
}

/// The strings of a chunk, borrowed: valid only while the chunk lives.
package struct StringColumn {
  package let views: UnsafePointer<StringView>
  package let count: Int
  /// The base of each data buffer.
  let bases: UnsafePointer<UnsafeRawPointer>

  /// The bytes of row `row`; anything for a null row.
  @inline(__always)
  package func bytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    let text = slice(row)
    return UnsafeBufferPointer(start: text.start, count: text.count)
  }

  @inline(__always)
  func slice(_ row: Int) -> ByteSlice {
    let view = views + row
    let length = Int(view.pointee.length)
    if length <= StringView.inlineMax {
      let start = UnsafeRawPointer(view) + 4
      return ByteSlice(start: start.assumingMemoryBound(to: UInt8.self), count: length)
    }
    let start = bases[Int(view.pointee.buffer)] + Int(view.pointee.offset)
    return ByteSlice(start: start.assumingMemoryBound(to: UInt8.self), count: length)
  }

  /// Row `row` as a Swift string.
  package func string(_ row: Int) -> String { String(decoding: bytes(row), as: UTF8.self) }
}

/// Borrowed bytes of a string while an expression runs.
struct ByteSlice {
  var start: UnsafePointer<UInt8>
  var count: Int

  @inline(__always)
  func compare(_ other: ByteSlice) -> Int32 {
    let order = byteCompare(start, other.start, min(count, other.count))
    if order != 0 { return order }
    return count == other.count ? 0 : (count < other.count ? -1 : 1)
  }

  @inline(__always)
  func equals(_ other: ByteSlice) -> Bool {
    count == other.count && byteCompare(start, other.start, count) == 0
  }

  var string: String {
    String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
