internal import QuernSystem

/// What the evaluator's thread tells the I/O thread, in order; a full one makes the cell wait.
final class Mailbox: @unchecked Sendable {
  private let lock = Lock()
  private let signal: EventFD
  private var operations: [SessionOperation] = []
  /// Text of `print` behind them.
  private var printed: [UInt8]?
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
      waitingByteCount += cost
      let hadNone = operations.isEmpty && printed == nil
      if case .shown(let json) = operation, StreamJSON.isStream(json) {
        add(printed: json)
      } else {
        endText()
        operations.append(operation)
      }
      return hadNone
    }
    if wasEmpty { signal.signal() }
  }

  /// A thousand lines are one event where nobody could have seen them one by one.
  private func add(printed json: [UInt8]) {
    let size = printed?.count ?? 0
    if size > 0, size + json.count <= SessionLimits.joinedByteCountMax {
      printed?.removeLast(StreamJSON.tail.count)
      printed?.append(contentsOf: json[StreamJSON.head.count...])
    } else {
      endText()
      printed = json
    }
  }

  private func endText() {
    guard let json = printed else { return }
    printed = nil
    operations.append(.shown(json: json))
  }

  /// To the I/O thread: everything that waits.
  func take() -> [SessionOperation] {
    signal.drain()
    return lock.withLock {
      endText()
      defer {
        operations = []
        waitingByteCount = 0
        lock.broadcast()
      }
      return operations
    }
  }
}

/// `{"kind":"stream","text":"…"}`, as `Output` writes it, without reading it.
enum StreamJSON {
  static let head = Array(#"{"kind":"stream","text":""#.utf8)
  static let tail = Array(#""}"#.utf8)

  static func isStream(_ json: [UInt8]) -> Bool { json.starts(with: head) }
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
