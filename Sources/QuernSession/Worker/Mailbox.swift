internal import QuernSystem
internal import QuernText

/// What the evaluator's thread tells the I/O thread, in order; a full one makes the cell wait.
///
/// Text of `print` is gathered: its first bytes go at once, what follows within some milliseconds
/// is one event, so that a hundred thousand lines are a few dozen records.
final class Mailbox: @unchecked Sendable {
  private let lock = Lock()
  private let signal: EventFD
  private var operations: [SessionOperation] = []
  private var operationByteCount = 0
  /// Text of `print` behind them, as UTF-8.
  private var printed: [UInt8] = []
  /// When text was last handed over.
  private var textTakenNs = Int64.min / 2

  init() throws(SystemError) {
    signal = try EventFD()
  }

  /// Readable when something new waits.
  var descriptor: Int32 { signal.descriptor }

  /// When text that waits is to be taken; nil where none does.
  var textDueNs: Int64? { lock.withLock { printed.isEmpty ? nil : dueNs } }

  /// From the evaluator; waits while too much stands unread.
  func post(_ operation: SessionOperation) {
    let cost = operation.byteCount
    let rings = lock.withLock { () -> Bool in
      awaitRoom()
      let hadNone = operations.isEmpty
      endText()
      operations.append(operation)
      operationByteCount += cost
      // The first text of the next cell goes at once.
      if case .ended = operation { textTakenNs = Int64.min / 2 }
      return hadNone
    }
    if rings { signal.signal() }
  }

  /// Text of `print`, from the evaluator; waits as `post` does.
  func post(printed text: String) {
    let rings = lock.withLock { () -> Bool in
      awaitRoom()
      // Whoever hears of the first bytes learns when the others are due.
      let isFirst = printed.isEmpty && operations.isEmpty
      printed.append(contentsOf: text.utf8)
      guard printed.count >= SessionLimits.joinedByteCountMax else { return isFirst }
      let hadNone = operations.isEmpty
      endText()
      return hadNone
    }
    if rings { signal.signal() }
  }

  private var dueNs: Int64 {
    textTakenNs + Int64(SessionLimits.gatherMilliseconds) * 1_000_000
  }

  private func awaitRoom() {
    while operations.count >= SessionLimits.mailboxCountMax
      || operationByteCount > SessionLimits.outputByteCountMax
    { lock.wait() }
  }

  private func endText() {
    guard !printed.isEmpty else { return }
    let text = String(decoding: printed, as: UTF8.self)
    let json = JSON.members([("kind", .string("stream")), ("text", .string(text))]).utf8()
    printed.removeAll(keepingCapacity: true)
    textTakenNs = Clock.system.monotonicNs()
    operations.append(.shown(json: json))
    operationByteCount += json.count
  }

  /// To the I/O thread: everything that waits, text that is not due yet excepted.
  func take() -> [SessionOperation] {
    signal.drain()
    return lock.withLock {
      if !printed.isEmpty, dueNs <= Clock.system.monotonicNs() { endText() }
      defer {
        operations = []
        operationByteCount = 0
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
