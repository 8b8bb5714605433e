/// Bytes of a stream, cut into frames as they become whole.
///
///     buffer.append(bytes)
///     while let frame = try buffer.next() { … }
package struct FrameBuffer: Sendable {
  private var bytes: [UInt8] = []
  private var start = 0

  package init() {}

  /// Bytes that wait for the rest of their frame.
  package var waitingByteCount: Int { bytes.count - start }

  package mutating func append(_ more: UnsafeRawBufferPointer) {
    if start > 0 && start == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next whole frame's payload, if it is there.
  package mutating func nextPayload() throws(WireError) -> [UInt8]? {
    guard bytes.count - start >= 4 else { return nil }
    let count = try Frame.length(prefix: Array(bytes[start..<(start + 4)]))
    guard bytes.count - start - 4 >= count else {
      compact()
      return nil
    }
    let payload = Array(bytes[(start + 4)..<(start + 4 + count)])
    start += 4 + count
    if start == bytes.count { compact() }
    return payload
  }

  /// The next whole frame, if it is there.
  package mutating func next() throws(WireError) -> Frame? {
    guard let payload = try nextPayload() else { return nil }
    return try Frame(payload: payload)
  }

  private mutating func compact() {
    guard start > 0 else { return }
    bytes.removeFirst(start)
    start = 0
  }
}
