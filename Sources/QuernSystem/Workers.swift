import Glibc
internal import Synchronization

/// A fixed pool of threads for loops over independent pieces of work.
///
/// The number of threads changes when a piece is computed, never what comes out: pieces are taken
/// in the order of their indices, and of several errors the one of the lowest index is thrown.
package final class Workers: Sendable {
  /// How many threads work on a loop, the calling one included.
  package let threadCount: Int
  private let queue = LoopQueue()

  /// A pool of `threadCount` threads, the calling one included: one means no thread of its own.
  package init(threadCount: Int) {
    self.threadCount = max(1, threadCount)
    let queue = queue
    for index in 1..<max(2, threadCount) where index < threadCount {
      do throws(SystemError) {
        try PlatformThread.start(name: "worker \(index)", stackBytes: 4 << 20) { queue.serve() }
          .detach()
      } catch {
        // The system gives no more threads: loops take longer and give the same.
        break
      }
    }
  }

  deinit { queue.close() }

  private static let sharedLock = Lock()
  nonisolated(unsafe) private static var sharedPools: [Int: Workers] = [:]

  /// The process's pool of that many threads, made at first use.
  package static func shared(_ threadCount: Int) -> Workers {
    sharedLock.withLock {
      if let pool = sharedPools[threadCount] { return pool }
      let pool = Workers(threadCount: threadCount)
      sharedPools[threadCount] = pool
      return pool
    }
  }

  /// Runs `body` for each of 0..<count, on all threads of the pool, and returns when all are done.
  ///
  /// A raised interrupt stops the loop between two indices. After an error at some index no later
  /// index is begun, every earlier one is finished, and the error of the lowest index is thrown,
  /// as a plain loop would. A body may itself use the pool. What it writes must be its own.
  package func forEach(
    count: Int, interrupt: Interrupt? = nil, _ body: (Int) throws -> Void
  ) throws {
    guard threadCount > 1, count > 1 else {
      for index in 0..<max(0, count) {
        try interrupt?.check()
        try body(index)
      }
      return
    }
    let failure = withoutActuallyEscaping(body) { escapable -> (any Error)? in
      var body = escapable
      return withUnsafeMutablePointer(to: &body) { pointer in
        let loop = Loop(count: count, interrupt: interrupt, body: pointer)
        queue.add(loop, helpers: min(threadCount, count) - 1)
        loop.work()
        queue.remove(loop)
        return loop.finish()
      }
    }
    if let failure { throw failure }
  }

  /// The results of `body` for 0..<count, in the order of the indices.
  package func map<Result>(
    count: Int, interrupt: Interrupt? = nil, _ body: (Int) throws -> Result
  ) throws -> [Result] {
    var results = [Result?](repeating: nil, count: max(0, count))
    try results.withUnsafeMutableBufferPointer { buffer in
      let places = buffer
      try forEach(count: count, interrupt: interrupt) { places[$0] = try body($0) }
    }
    return results.compactMap { $0 }
  }
}

/// One loop: the next index to take, and the first index that must not be begun.
private final class Loop: @unchecked Sendable {
  private let next = Atomic<Int>(0)
  private let end: Atomic<Int>
  private let interrupt: Interrupt?
  private let body: UnsafeMutablePointer<(Int) throws -> Void>
  private let lock = Lock()
  private var helperCount = 0
  private var failure: (index: Int, error: any Error)?

  init(
    count: Int, interrupt: Interrupt?, body: UnsafeMutablePointer<(Int) throws -> Void>
  ) {
    end = Atomic(count)
    self.interrupt = interrupt
    self.body = body
  }

  func join() { lock.withLock { helperCount += 1 } }

  func leave() {
    lock.withLock {
      helperCount -= 1
      if helperCount == 0 { lock.broadcast() }
    }
  }

  func work() {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < end.load(ordering: .relaxed) else { return }
      run(index)
    }
  }

  // The call's own retain of the body ends here, before the thread reports that it has left.
  @inline(never)
  private func run(_ index: Int) {
    do {
      try interrupt?.check()
      try body.pointee(index)
    } catch {
      lock.withLock {
        guard index < failure?.index ?? .max else { return }
        failure = (index, error)
        _ = end.min(index, ordering: .relaxed)
      }
    }
  }

  /// Waits until no helper is inside; then the error of the lowest index, if any.
  func finish() -> (any Error)? {
    lock.withLock {
      while helperCount > 0 { lock.wait() }
      return failure?.error
    }
  }
}

/// The loops that idle threads may join, and the threads' life.
private final class LoopQueue: @unchecked Sendable {
  private let lock = Lock()
  private var loops: [(loop: Loop, helpers: Int)] = []
  private var isClosed = false

  func add(_ loop: Loop, helpers: Int) {
    lock.withLock {
      loops.append((loop, helpers))
      if helpers == 1 { lock.signal() } else { lock.broadcast() }
    }
  }

  func remove(_ loop: Loop) {
    lock.withLock { loops.removeAll { $0.loop === loop } }
  }

  func close() {
    lock.withLock {
      isClosed = true
      lock.broadcast()
    }
  }

  func serve() {
    while let loop = take() {
      loop.work()
      loop.leave()
    }
  }

  private func take() -> Loop? {
    lock.withLock {
      while true {
        if isClosed { return nil }
        // The innermost loop first: somebody further out waits for it.
        if var last = loops.popLast() {
          last.loop.join()
          last.helpers -= 1
          if last.helpers > 0 { loops.append(last) }
          return last.loop
        }
        lock.wait()
      }
    }
  }
}
