import Glibc
import Synchronization

/// What the terminal's keys and window tell the process, as counters that loops look at.
///
/// Waits end with `EINTR` when one comes.
enum TerminalSignals {
  private static let interruptions = Atomic<Int>(0)
  private static let resizes = Atomic<Int>(0)
  private static let stops = Atomic<Int>(0)

  /// How often Ctrl-C was pressed.
  static var interruptionCount: Int { interruptions.load(ordering: .relaxed) }
  static var resizeCount: Int { resizes.load(ordering: .relaxed) }
  /// How often Ctrl-Z was pressed.
  static var stopCount: Int { stops.load(ordering: .relaxed) }

  static func watch() {
    on(SIGINT) { _ in TerminalSignals.interruptions.wrappingAdd(1, ordering: .relaxed) }
    on(SIGWINCH) { _ in TerminalSignals.resizes.wrappingAdd(1, ordering: .relaxed) }
    on(SIGTSTP) { _ in TerminalSignals.stops.wrappingAdd(1, ordering: .relaxed) }
    signal(SIGPIPE, SIG_IGN)
  }

  private static func on(_ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigemptyset(&action.sa_mask)
    // Without SA_RESTART: a wait must end.
    action.sa_flags = 0
    sigaction(number, &action, nil)
  }

  /// Stops the process as Ctrl-Z means it; returns when it goes on.
  static func stop() { raise(SIGSTOP) }
}
