import QuernSystem

/// What must be put in order when the program ends in the middle: a reader went away.
enum Departure {
  private static let lock = Lock()
  nonisolated(unsafe) private static var duty: (() -> Void)?

  /// Has `duty` done at an early end; nil takes it back.
  static func prepare(_ duty: (() -> Void)?) { lock.withLock { self.duty = duty } }

  /// Does it, once.
  static func leave() {
    let duty = lock.withLock { () -> (() -> Void)? in
      defer { self.duty = nil }
      return self.duty
    }
    duty?()
  }
}
