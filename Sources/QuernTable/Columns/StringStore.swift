import Glibc
import QuernSystem

/// The data buffers that views of long strings point into, while they are filled.
final class StringStore {
  private let arena: Arena
  @exclusivity(unchecked) private(set) var buffers: [ColumnBuffer] = []
  @exclusivity(unchecked) private var used = 0
  @exclusivity(unchecked) private var capacity = 0
  /// The base of the last buffer.
  @exclusivity(unchecked) private var base: UnsafeMutableRawPointer

  private static let firstBytes = 16 << 10
  /// Offsets are 32 bits wide.
  private static let bufferBytesMax = 64 << 20

  init(arena: Arena) {
    self.arena = arena
    base = UnsafeMutableRawPointer(mutating: emptyBytes)
  }

  /// Copies a string and gives its view.
  @inline(__always)
  func view(_ text: ByteSlice) throws(OutOfMemory) -> StringView {
    if text.count <= StringView.inlineMax {
      return StringView.inline(text.start, count: text.count)
    }
    if used + text.count > capacity { try startBuffer(text.count) }
    memcpy(base + used, text.start, text.count)
    let view = StringView.make(
      text.start, count: text.count, buffer: buffers.count - 1, offset: used)
    used += text.count
    return view
  }

  private func startBuffer(_ needed: Int) throws(OutOfMemory) {
    let next = min(max(capacity * 2, StringStore.firstBytes), StringStore.bufferBytesMax)
    capacity = max(next, needed)
    let buffer = try ColumnBuffer.allocate(arena, bytes: capacity, doing: "building a text column")
    buffers.append(buffer)
    base = buffer.base
    used = 0
  }
}
