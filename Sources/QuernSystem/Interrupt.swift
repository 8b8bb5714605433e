package import CQuernSystem
internal import QuernText

/// Why a computation was told to stop.
package enum Interrupted: Error, Hashable, Sendable {
  /// Somebody asked.
  case interrupted
  /// The time allowed is over.
  case timeout(seconds: Double)

  /// One sentence for people.
  package var message: String {
    switch self {
    case .interrupted: "interrupted"
    case .timeout(let seconds): "stopped: it took longer than \(Numbers.seconds(seconds))"
    }
  }
}

/// A request to stop, raised by any thread or a signal, looked at between pieces of work.
///
/// ```swift
/// for block in blocks {
///   try interrupt.check()
///   …
/// }
/// ```
package final class Interrupt: @unchecked Sendable {
  @usableFromInline let flag: UnsafeMutablePointer<quern_interrupt>
  private let lock = Lock()
  private var allowedSeconds = 0.0
  /// Of the monotonic clock; 0 where no time is set.
  private var deadlineNs: Int64 = 0

  package init() {
    guard let flag = quern_interrupt_create() else {
      preconditionFailure("no memory for an interrupt's sixteen bytes")
    }
    self.flag = flag
  }

  deinit { quern_interrupt_destroy(flag) }

  /// Asks for a stop. Safe from any thread.
  package func raise() { quern_interrupt_raise(flag) }

  /// Whether to stop, by request or because the time is over. Two loads where nothing is due.
  @inlinable
  package var isRaised: Bool {
    quern_interrupt_peek(flag) != 0 && quern_interrupt_state(flag) != 0
  }

  /// Takes back the request and the deadline.
  package func clear() {
    lock.withLock {
      deadlineNs = 0
      quern_interrupt_clear(flag)
    }
  }

  /// Allows that many seconds from now; some milliseconds more pass before it is noticed.
  ///
  /// `limit` is what the message names where these seconds are only what is left of it.
  package func allow(seconds: Double, named limit: Double? = nil) {
    lock.withLock { allowedSeconds = limit ?? seconds }
    setDeadline(in: Int64(min(max(seconds, 0) * 1e9, 9e18)))
  }

  private func setDeadline(in nanoseconds: Int64) {
    let (sum, overflow) = Clock.monotonicNow().addingReportingOverflow(nanoseconds)
    lock.withLock {
      deadlineNs = overflow ? .max : max(1, sum)
      quern_interrupt_set_deadline(flag, deadlineNs)
    }
  }

  /// Takes the deadline away while somebody is asked; what is left of it is for `resume`.
  package func pause() -> Int64? {
    lock.withLock {
      guard deadlineNs != 0 else { return nil }
      let left = max(1, deadlineNs - Clock.monotonicNow())
      deadlineNs = 0
      quern_interrupt_set_deadline(flag, 0)
      return left
    }
  }

  /// Allows again what was left when `pause` was called.
  package func resume(_ leftNs: Int64?) {
    if let leftNs { setDeadline(in: leftNs) }
  }

  /// Throws where a stop is due.
  @inlinable
  package func check() throws(Interrupted) {
    if quern_interrupt_peek(flag) != 0 { try checkSlowly() }
  }

  @usableFromInline
  func checkSlowly() throws(Interrupted) {
    switch quern_interrupt_state(flag) {
    case 0: return
    case 2: throw .timeout(seconds: lock.withLock { allowedSeconds })
    default: throw .interrupted
    }
  }

  private static let bySignal = Lock()
  nonisolated(unsafe) private static var kept: [Interrupt] = []

  /// Makes a signal raise this interrupt; the interrupt then lives as long as the process.
  package func raise(onSignal signal: Int32) throws(SystemError) {
    Interrupt.bySignal.withLock { Interrupt.kept.append(self) }
    let error = quern_interrupt_on_signal(signal, flag)
    guard error == 0 else { throw .call(operation: "handle signal \(signal)", errno: error) }
  }
}
