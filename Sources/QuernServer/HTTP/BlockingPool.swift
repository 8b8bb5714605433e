internal import QuernSystem

/// Threads for calls that block (the database, replicas), so that none stands on the two or three
/// threads of Swift's concurrency.
package final class BlockingPool: Sendable {
  private let jobs: BoundedQueue<@Sendable () -> Void>
  private let threadCountMax: Int
  private let lock = Lock()
  private nonisolated(unsafe) var threadCount = 0
  private nonisolated(unsafe) var idleCount = 0

  /// Every job's place is taken.
  package struct Full: Error {}

  package init(threadCountMax: Int, waitingCountMax: Int = 1024) {
    self.threadCountMax = threadCountMax
    jobs = BoundedQueue(capacity: waitingCountMax)
  }

  /// Runs `body` on a thread of the pool.
  package func run<Result: Sendable>(
    _ body: @escaping @Sendable () -> Result
  ) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      let isQueued = jobs.pushIfRoom { continuation.resume(returning: body()) }
      if isQueued {
        growIfNeeded()
      } else {
        continuation.resume(throwing: Full())
      }
    }
  }

  private func growIfNeeded() {
    let grows = lock.withLock {
      guard idleCount < jobs.count, threadCount < threadCountMax else { return false }
      threadCount += 1
      return true
    }
    guard grows else { return }
    do throws(SystemError) {
      try PlatformThread.start(name: "blocking") { [self] in work() }.detach()
    } catch {
      // The threads that exist will take the job.
      lock.withLock { threadCount -= 1 }
    }
  }

  private func work() {
    while true {
      lock.withLock { idleCount += 1 }
      let job = jobs.pop()
      lock.withLock { idleCount -= 1 }
      guard let job else { return }
      job()
    }
  }
}
