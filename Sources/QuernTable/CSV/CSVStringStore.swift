import QuernSystem

/// The text of one column of one group: views, and buffers for what does not fit into them.
struct CSVStringStore: ~Copyable {
  private let arena: Arena
  private(set) var buffers: [ColumnBuffer] = []
  private var base: UnsafeMutableRawPointer
  private var used = 0
  private var capacity = 0
  private var nextBytes: Int

  private static let leastBytes = 4 << 10
  private static let mostBytes = 256 << 10

  init(arena: Arena, rowCount: Int) {
    self.arena = arena
    base = UnsafeMutableRawPointer(mutating: emptyBytes)
    nextBytes = min(max(rowCount * 16, Self.leastBytes), Self.mostBytes)
  }

  /// Writes the view of a text that may be read 16 bytes past its end.
  @inline(__always)
  mutating func put(
    _ text: UnsafePointer<UInt8>, _ count: Int, at view: UnsafeMutablePointer<UInt64>
  ) throws(OutOfMemory) {
    let first = CSVBytes.load(text)
    let length = UInt64(truncatingIfNeeded: count)
    if count <= 8 {
      let word = first & CSVBytes.prefix(count)
      view[0] = length | (word &<< 32)
      view[1] = word &>> 32
      return
    }
    if count <= StringView.inlineMax {
      let last = CSVBytes.load(text + 8) & CSVBytes.prefix(count &- 8)
      view[0] = length | (first &<< 32)
      view[1] = (first &>> 32) | (last &<< 32)
      return
    }
    if used &+ count &+ 16 > capacity { try grow(count &+ 16) }
    var source = UnsafeRawPointer(text)
    var target = base + used
    let end = target + count
    // Sixteen bytes at a time, up to fifteen too many: both sides have room for them.
    while target < end {
      target.storeBytes(of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
      source += 16
      target += 16
    }
    view[0] = length | (first &<< 32)
    view[1] =
      UInt64(truncatingIfNeeded: buffers.count &- 1)
      | (UInt64(truncatingIfNeeded: used) &<< 32)
    used &+= count
  }

  @inline(never)
  private mutating func grow(_ needed: Int) throws(OutOfMemory) {
    capacity = max(needed, nextBytes)
    let buffer = try ColumnBuffer.allocate(arena, bytes: capacity, doing: "reading a CSV file")
    buffers.append(buffer)
    base = buffer.base
    used = 0
    nextBytes = Self.mostBytes
  }
}
