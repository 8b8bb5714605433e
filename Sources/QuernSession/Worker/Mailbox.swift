internal import Glibc
internal import QuernSystem

/// What the evaluator's thread tells the I/O thread, in order; a full one makes the cell wait.
final class Mailbox: @unchecked Sendable {
  private let lock = Lock()
  private var operations: [SessionOperation] = []
  private var waitingByteCount = 0
  private let signal: Int32

  init() throws(SessionError) {
    signal = eventfd(0, Int32(EFD_NONBLOCK.rawValue) | Int32(EFD_CLOEXEC.rawValue))
    guard signal >= 0 else { throw .disk(operation: "eventfd", path: "mailbox", errno: errno) }
  }

  deinit { close(signal) }

  /// Readable while something waits.
  var descriptor: Int32 { signal }

  /// From the evaluator; waits while too much stands unread.
  func post(_ operation: SessionOperation) {
    let cost = operation.byteCount
    let wasEmpty = lock.withLock { () -> Bool in
      while operations.count >= SessionLimits.mailboxCountMax
        || waitingByteCount > SessionLimits.outputByteCountMax
      { lock.wait() }
      operations.append(operation)
      waitingByteCount += cost
      return operations.count == 1
    }
    if wasEmpty { eventfd_write(signal, 1) }
  }

  /// To the I/O thread: everything that waits.
  func take() -> [SessionOperation] {
    var count: eventfd_t = 0
    eventfd_read(signal, &count)
    return lock.withLock {
      defer {
        operations = []
        waitingByteCount = 0
        lock.broadcast()
      }
      return operations
    }
  }
}

extension SessionOperation {
  /// Roughly what it holds in memory.
  fileprivate var byteCount: Int {
    switch self {
    case .shown(let json), .progressed(let json), .performed(_, let json), .recorded(let json):
      json.count
    case .attached, .detached, .configured, .submitted, .asked, .intends, .ended, .interrupted,
      .answered, .replayAsked, .statusAsked, .shutdownAsked, .idleElapsed, .graceElapsed:
      256
    }
  }
}
