internal import QuernSystem

/// What the evaluator's thread tells the I/O thread, in order; a full one makes the cell wait.
final class Mailbox: @unchecked Sendable {
  private let lock = Lock()
  private let signal: EventFD
  private var operations: [SessionOperation] = []
  private var waitingByteCount = 0

  init() throws(SystemError) {
    signal = try EventFD()
  }

  /// Readable while something waits.
  var descriptor: Int32 { signal.descriptor }

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
    if wasEmpty { signal.signal() }
  }

  /// To the I/O thread: everything that waits.
  func take() -> [SessionOperation] {
    signal.drain()
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
    case .attached, .detached, .configured, .submitted, .asked, .intends, .ended, .described,
      .interrupted, .withdrawn, .answered, .replayAsked, .statusAsked, .describeAsked,
      .leaveAsked, .hibernateAsked, .shutdownAsked, .endAsked, .idleElapsed, .graceElapsed:
      256
    }
  }
}
