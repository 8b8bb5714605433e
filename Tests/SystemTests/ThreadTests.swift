import Glibc
import QuernSystem
import Synchronization
import Testing

@Suite struct ThreadTests {
  private struct Refused: Error, Equatable {
    let index: Int
  }

  @Test(arguments: [1, 2, 4, 7])
  func everyIndexRunsOnceWhateverTheThreads(_ threadCount: Int) throws {
    let workers = Workers(threadCount: threadCount)
    for count in [0, 1, 2, 3, 100, 5_000] {
      var seen = [UInt8](repeating: 0, count: count)
      try seen.withUnsafeMutableBufferPointer { buffer in
        let places = buffer
        try workers.forEach(count: count) { places[$0] += 1 }
      }
      #expect(seen.allSatisfy { $0 == 1 }, "\(count) on \(threadCount)")
    }
  }

  @Test(arguments: [1, 2, 4])
  func theErrorOfTheLowestIndexIsThrown(_ threadCount: Int) {
    let workers = Workers(threadCount: threadCount)
    for _ in 0..<50 {
      var before = [UInt8](repeating: 0, count: 300)
      let error = #expect(throws: Refused.self) {
        try before.withUnsafeMutableBufferPointer { buffer in
          let places = buffer
          try workers.forEach(count: 300) { index in
            if index >= 123, index % 3 == 0 { throw Refused(index: index) }
            places[index] = 1
          }
        }
      }
      #expect(error == Refused(index: 123))
      #expect(before[..<123].allSatisfy { $0 == 1 }, "all earlier indices have run")
    }
  }

  @Test func resultsStandInTheOrderOfTheirIndices() throws {
    let squares = try Workers(threadCount: 3).map(count: 1_000) { $0 * $0 }
    #expect(squares == (0..<1_000).map { $0 * $0 })
  }

  @Test func loopsMayStandInLoops() throws {
    let workers = Workers(threadCount: 3)
    let total = Atomic<Int>(0)
    try workers.forEach(count: 20) { outer in
      try workers.forEach(count: 20) { inner in
        try workers.forEach(count: 3) { _ in total.add(outer * inner, ordering: .relaxed) }
      }
    }
    #expect(total.load(ordering: .relaxed) == 190 * 190 * 3)
  }

  @Test func manyCallersShareAPool() throws {
    let workers = Workers(threadCount: 2)
    let total = Atomic<Int>(0)
    let callers = try (0..<4).map { caller in
      try PlatformThread.start(name: "caller \(caller)") {
        for _ in 0..<50 {
          do {
            try workers.forEach(count: 10) { _ in total.add(1, ordering: .relaxed) }
          } catch {
            Issue.record("\(error)")
          }
        }
      }
    }
    for caller in callers { caller.join() }
    #expect(total.load(ordering: .relaxed) == 2_000)
  }

  @Test(arguments: [1, 3])
  func anInterruptStopsALoopBetweenIndices(_ threadCount: Int) {
    let interrupt = Interrupt()
    let done = Atomic<Int>(0)
    let error = #expect(throws: Interrupted.self) {
      try Workers(threadCount: threadCount).forEach(count: 100_000, interrupt: interrupt) {
        done.add(1, ordering: .relaxed)
        if $0 == 10 { interrupt.raise() }
      }
    }
    #expect(error == .interrupted)
    #expect(done.load(ordering: .relaxed) < 100_000)
  }

  @Test func aPoolThatGoesLetsItsThreadsGo() throws {
    for _ in 0..<20 {
      try Workers(threadCount: 4).forEach(count: 8) { _ in }
    }
    let shared = Workers.shared(3)
    #expect(shared === Workers.shared(3))
    #expect(shared.threadCount == 3)
  }

  @Test func interruptsAreRaisedClearedAndChecked() throws {
    let interrupt = Interrupt()
    try interrupt.check()
    #expect(!interrupt.isRaised)
    interrupt.raise()
    #expect(interrupt.isRaised)
    #expect(throws: Interrupted.interrupted) { try interrupt.check() }
    interrupt.clear()
    try interrupt.check()
  }

  @Test func aDeadlineEndsWorkWithItsOwnError() throws {
    let interrupt = Interrupt()
    interrupt.allow(seconds: 1_000)
    try interrupt.check()
    #expect(!interrupt.isRaised)
    interrupt.allow(seconds: 0)
    // The coarse clock needs a tick: this loop ends by the deadline or never.
    while !interrupt.isRaised {}
    #expect(throws: Interrupted.timeout(seconds: 0)) { try interrupt.check() }
    #expect(Interrupted.timeout(seconds: 2).message == "stopped: it took longer than 2.00 s")
    interrupt.clear()
    try interrupt.check()
  }

  @Test func timeThatSomebodyThinksIsNotCounted() throws {
    let interrupt = Interrupt()
    interrupt.allow(seconds: 0)
    let left = interrupt.pause()
    // Twice as long as the coarse clock's tick may be.
    let start = Clock.system.monotonicNs()
    while Clock.system.monotonicNs() - start < 20_000_000 { #expect(!interrupt.isRaised) }
    interrupt.resume(left)
    while !interrupt.isRaised {}
    #expect(throws: Interrupted.timeout(seconds: 0)) { try interrupt.check() }
    interrupt.clear()
    #expect(interrupt.pause() == nil)
    interrupt.resume(nil)
    #expect(!interrupt.isRaised)
  }

  @Test func aSignalRaisesAnInterrupt() throws {
    let interrupt = Interrupt()
    try interrupt.raise(onSignal: SIGUSR2)
    // The threads that run tests block all signals.
    var mask = sigset_t()
    var before = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, SIGUSR2)
    pthread_sigmask(SIG_UNBLOCK, &mask, &before)
    pthread_kill(pthread_self(), SIGUSR2)
    pthread_sigmask(SIG_SETMASK, &before, nil)
    #expect(interrupt.isRaised)
    #expect(throws: SystemError.self) { try interrupt.raise(onSignal: 99) }
  }

  // Some hundred bytes a level: far more than a thread has by default.
  private func deep(_ levels: Int) -> Int { levels == 0 ? 0 : 1 + deep(levels - 1) }

  @Test func threadsHaveTheirNamesAndStacks() throws {
    let name = Mutex("")
    let thread = try PlatformThread.start(name: "a long thread name", stackBytes: 64 << 20) {
      let text = (try? Disk.real.readText("/proc/thread-self/comm")) ?? "unknown"
      name.withLock { $0 = "\(text)\(deep(60_000))" }
    }
    thread.join()
    thread.join()
    #expect(name.withLock { $0 } == "a long thread n\n60000")
  }

  @Test func aQueueKeepsOrderAndBounds() throws {
    let queue = BoundedQueue<Int>(capacity: 3)
    let producer = try PlatformThread.start(name: "producer") {
      for number in 0..<5_000 { queue.push(number) }
      queue.close()
    }
    var received: [Int] = []
    while let number = queue.pop() {
      received.append(number)
      #expect(queue.count <= 3)
    }
    producer.join()
    #expect(received == Array(0..<5_000))
    #expect(!queue.push(1))
  }

  @Test func aQueueSaysWhyNothingCame() {
    let queue = BoundedQueue<Int>(capacity: 1)
    func popped() -> String {
      switch queue.pop(timeoutSeconds: 0.001) {
      case .element(let number): "\(number)"
      case .timedOut: "timed out"
      case .closed: "closed"
      }
    }
    #expect(popped() == "timed out")
    #expect(queue.pushIfRoom(7))
    #expect(!queue.pushIfRoom(8))
    #expect(popped() == "7")
    #expect(queue.popIfAny() == nil)
    queue.push(9)
    queue.close()
    #expect(popped() == "9")
    #expect(popped() == "closed")
    #expect(queue.pop() == nil)
  }
}
