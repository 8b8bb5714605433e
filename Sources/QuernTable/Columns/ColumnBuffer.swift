package import QuernSystem

/// A run of column memory, kept alive by its owner: an Arena's buffer or a mapped store file.
package struct ColumnBuffer: @unchecked Sendable {
  package let base: UnsafeMutableRawPointer
  package let byteCount: Int
  let owner: AnyObject

  /// Memory of an Arena.
  package init(_ buffer: ArenaBuffer) {
    base = buffer.base
    byteCount = buffer.byteCount
    owner = buffer
  }

  /// Memory that lives as long as `owner`; never written through the buffer when it is mapped.
  package init(base: UnsafeMutableRawPointer, byteCount: Int, owner: AnyObject) {
    self.base = base
    self.byteCount = byteCount
    self.owner = owner
  }

  /// New memory of `arena`; at least one byte, so that `base` is always valid.
  package static func allocate(
    _ arena: Arena, bytes: Int, doing: String
  ) throws(OutOfMemory) -> ColumnBuffer {
    ColumnBuffer(try arena.buffer(max(bytes, 1), doing: doing))
  }
}
