internal import QuernSystem

/// What a daemon is doing: how many requests are in flight, and when the last one ended.
package final class Activity: Sendable {
  private let lock = Lock()
  private nonisolated(unsafe) var inFlight = 0
  private nonisolated(unsafe) var lastNs: Int64

  package init() { lastNs = Clock.system.monotonicNs() }

  package func during<Result>(_ body: () -> Result) -> Result {
    lock.withLock { inFlight += 1 }
    defer {
      lock.withLock {
        inFlight -= 1
        lastNs = Clock.system.monotonicNs()
        lock.broadcast()
      }
    }
    return body()
  }

  /// Seconds without a request; 0 while one is in flight.
  package var idleSeconds: Double {
    lock.withLock {
      inFlight > 0 ? 0 : Double(Clock.system.monotonicNs() - lastNs) / 1e9
    }
  }

  /// Waits until nothing is in flight, at most so long.
  package func drain(seconds: Double) {
    let deadline = Clock.system.monotonicNs() + Int64(seconds * 1e9)
    lock.lock()
    defer { lock.unlock() }
    while inFlight > 0 && Clock.system.monotonicNs() < deadline {
      _ = lock.wait(untilMonotonicNs: deadline)
    }
  }
}
