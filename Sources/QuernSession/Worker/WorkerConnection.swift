internal import QuernSystem
internal import QuernWire

/// The worker's side of one front end: never blocks.
struct WorkerConnection {
  let id: Int
  let socket: UnixSocket
  /// Whether its `hello` was accepted: events are sent from then on.
  var isGreeted = false
  private var input = FrameBuffer()
  private var outbox: [UInt8] = []
  private var sentByteCount = 0

  init(id: Int, socket: UnixSocket) {
    self.id = id
    self.socket = socket
    socket.setNonblocking()
  }

  var hasUnsent: Bool { sentByteCount < outbox.count }

  /// Reads what is there; false when the other side is gone.
  mutating func receive() -> Bool {
    do throws(SystemError) {
      while let received = try socket.receive() {
        if received.isEnd { return false }
        received.bytes.withUnsafeBytes { input.append($0) }
        if received.bytes.count < 65_536 { return true }
      }
      return true
    } catch {
      return false
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

  /// Sends what can be sent; false when the other side is gone.
  mutating func flush() -> Bool {
    while hasUnsent {
      let outcome = outbox.withUnsafeBytes { buffer -> Result<Int?, SystemError> in
        do throws(SystemError) {
          let rest = UnsafeRawBufferPointer(rebasing: buffer[sentByteCount...])
          return .success(try socket.sendSome(rest))
        } catch {
          return .failure(error)
        }
      }
      switch outcome {
      case .success(let count?): sentByteCount += count
      case .success(nil): return true
      case .failure: return false
      }
    }
    outbox.removeAll(keepingCapacity: outbox.count < 1 << 20)
    sentByteCount = 0
    return true
  }
}
