internal import QuernSystem

/// Something that one thread waits for and another says.
final class EventFlag: @unchecked Sendable {
  private let lock = Lock()
  private var isRaised = false

  func raise() {
    lock.withLock {
      isRaised = true
      lock.broadcast()
    }
  }

  /// Returns when it is raised, or the time is over.
  func wait(milliseconds: Int) {
    let deadline = Clock.system.monotonicNs() + Int64(milliseconds) * 1_000_000
    lock.withLock {
      while !isRaised, lock.wait(untilMonotonicNs: deadline) {}
    }
  }

  /// Returns when it is raised.
  func wait() {
    lock.withLock { while !isRaised { lock.wait() } }
  }
}
