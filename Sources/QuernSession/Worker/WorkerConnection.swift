internal import Glibc
internal import QuernSystem
internal import QuernWire

/// The worker's side of one front end: never blocks.
struct WorkerConnection {
  let id: Int
  let descriptor: Int32
  /// Whether its `hello` was accepted: events are sent from then on.
  var isGreeted = false
  /// Whether it is closed once everything is sent.
  var isClosing = false
  private var input = FrameBuffer()
  private var outbox: [UInt8] = []
  private var sentByteCount = 0

  init(id: Int, descriptor: Int32) {
    self.id = id
    self.descriptor = descriptor
  }

  var hasUnsent: Bool { sentByteCount < outbox.count }

  /// Reads what is there; false when the other side is gone.
  mutating func receive() -> Bool {
    return withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 16) { buffer in
      while true {
        let count = recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT.rawValue))
        if count > 0 {
          input.append(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
          if count < buffer.count { return true }
          continue
        }
        if count == 0 { return false }
        if errno == EINTR { continue }
        return errno == EAGAIN || errno == EWOULDBLOCK
      }
    }
  }

  mutating func next() throws(WireError) -> FrontEndMessage? {
    guard let frame = try input.next() else { return nil }
    return try FrontEndMessage(frame)
  }

  /// Sends what goes out at once and keeps the rest; false when the other side is gone or too slow.
  mutating func send(_ frame: [UInt8]) -> Bool {
    outbox += frame
    return flush() && outbox.count - sentByteCount <= SessionLimits.outboxByteCountMax
  }

  mutating func flush() -> Bool {
    while hasUnsent {
      let count = outbox.withUnsafeBytes { buffer in
        Glibc.send(
          descriptor, buffer.baseAddress.map { $0 + sentByteCount }, buffer.count - sentByteCount,
          Int32(MSG_NOSIGNAL.rawValue) | Int32(MSG_DONTWAIT.rawValue))
      }
      if count < 0 {
        if errno == EINTR { continue }
        return errno == EAGAIN || errno == EWOULDBLOCK
      }
      sentByteCount += count
    }
    outbox.removeAll(keepingCapacity: outbox.count < 1 << 20)
    sentByteCount = 0
    return true
  }
}
