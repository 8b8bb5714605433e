internal import Dispatch
internal import Synchronization

/// Wakes everyone who waits for something to change.
///
///     var seen = bell.count
///     while !isSettled(), let next = bell.wait(after: seen, milliseconds: 1000) { seen = next }
package final class ChangeBell: Sendable {
  private struct State {
    var count = 0
    var waiters: [Int: DispatchSemaphore] = [:]
    var nextWaiter = 0
  }

  private let state = Mutex(State())

  package init() {}

  /// How often the bell has rung.
  package var count: Int { state.withLock { $0.count } }

  package func ring() {
    let waiters = state.withLock { state in
      state.count += 1
      defer { state.waiters.removeAll() }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.signal() }
  }

  /// Waits until the count is above `count`; nil when that does not come in time.
  package func wait(after count: Int, milliseconds: Int) -> Int? {
    let semaphore = DispatchSemaphore(value: 0)
    let ticket: Int? = state.withLock { state in
      guard state.count <= count else { return nil }
      state.nextWaiter += 1
      state.waiters[state.nextWaiter] = semaphore
      return state.nextWaiter
    }
    guard let ticket else { return self.count }
    if semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .success {
      return self.count
    }
    state.withLock { $0.waiters[ticket] = nil }
    let latest = self.count
    return latest > count ? latest : nil
  }
}
