/// A queue between threads that holds at most so many elements: a fast producer waits.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  /// What a `pop` with a time limit came to.
  package enum Popped: Sendable {
    case element(Element)
    case timedOut
    /// The queue is closed and empty.
    case closed
  }

  private let capacity: Int
  private let lock = Lock()
  private var elements: [Element] = []
  private var head = 0
  private var isClosed = false

  /// A queue of at most `capacity` elements.
  package init(capacity: Int) {
    self.capacity = max(1, capacity)
  }

  /// How many elements wait.
  package var count: Int { lock.withLock { elements.count - head } }

  /// Adds an element, waiting while the queue is full; false when it is closed.
  @discardableResult
  package func push(_ element: Element) -> Bool {
    lock.withLock {
      while elements.count - head >= capacity, !isClosed { lock.wait() }
      guard !isClosed else { return false }
      elements.append(element)
      lock.broadcast()
      return true
    }
  }

  /// Adds an element if there is room now; false when full or closed.
  package func pushIfRoom(_ element: Element) -> Bool {
    lock.withLock {
      guard !isClosed, elements.count - head < capacity else { return false }
      elements.append(element)
      lock.broadcast()
      return true
    }
  }

  /// The next element, waiting for one; nil when the queue is closed and empty.
  package func pop() -> Element? {
    lock.withLock {
      while elements.count == head, !isClosed { lock.wait() }
      return takeFirst()
    }
  }

  /// The next element, waiting at most so long for one.
  package func pop(timeoutSeconds: Double) -> Popped {
    let deadline = Clock.monotonicNow() + Int64(max(0, min(timeoutSeconds, 1e9)) * 1e9)
    return lock.withLock {
      while elements.count == head, !isClosed {
        if !lock.wait(untilMonotonicNs: deadline), elements.count == head, !isClosed {
          return .timedOut
        }
      }
      return takeFirst().map { .element($0) } ?? .closed
    }
  }

  /// The next element if there is one now.
  package func popIfAny() -> Element? { lock.withLock { takeFirst() } }

  /// Ends the queue: pushes are refused, pops drain what is there.
  package func close() {
    lock.withLock {
      isClosed = true
      lock.broadcast()
    }
  }

  private func takeFirst() -> Element? {
    guard head < elements.count else { return nil }
    let element = elements[head]
    head += 1
    if head == elements.count || head >= 1_024 {
      elements.removeFirst(head)
      head = 0
    }
    lock.broadcast()
    return element
  }
}
