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

/// A question that a cell asks the user.
enum Question {
  /// The answer, nil where nobody is there or the input ended.
  static func ask(_ prompt: String) -> String? {
    guard isatty(0) == 1 else { return nil }
    Console.error.write(prompt.hasSuffix(" ") ? prompt : prompt + " ")
    return readLine(strippingNewline: true)
  }
}
