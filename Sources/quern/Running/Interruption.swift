import Glibc
import Synchronization

/// Ctrl-C at a front end: the first asks the session to stop its cell, the third ends the program.
enum Interruption {
  private static let counter = Atomic<Int>(0)

  /// How often Ctrl-C was pressed since `watch`.
  static var count: Int { counter.load(ordering: .relaxed) }

  static func watch() {
    signal(SIGINT) { _ in
      let count = Interruption.counter.wrappingAdd(1, ordering: .relaxed).newValue
      if count >= 3 { _exit(ExitCode.interrupted) }
    }
  }
}
