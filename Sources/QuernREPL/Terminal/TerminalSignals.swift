import Glibc
import Synchronization

/// What the terminal's keys and window tell the process, as counters that loops look at.
///
/// Waits end with `EINTR` when one comes.
enum TerminalSignals {
  private static let interruptions = Atomic<Int>(0)
  private static let resizes = Atomic<Int>(0)
  private static let stops = Atomic<Int>(0)

  /// Both ends of a pipe that handlers write to: a wait that had not begun when the signal came
  /// ends as well.
  private static let bellIn = Atomic<Int32>(-1)
  private static let bellOut = Atomic<Int32>(-1)

  /// Readable when a signal came since `hush`.
  static var bell: Int32 { bellOut.load(ordering: .relaxed) }

  static func hush() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(bell, &bytes, bytes.count) > 0 {}
  }

  /// Called by handlers: nothing but what a signal may interrupt.
  private static func ring() {
    let saved = errno
    var byte: UInt8 = 1
    _ = write(bellIn.load(ordering: .relaxed), &byte, 1)
    errno = saved
  }

  /// How often Ctrl-C was pressed.
  static var interruptionCount: Int { interruptions.load(ordering: .relaxed) }
  static var resizeCount: Int { resizes.load(ordering: .relaxed) }
  /// How often Ctrl-Z was pressed.
  static var stopCount: Int { stops.load(ordering: .relaxed) }

  static func watch() {
    var ends: [Int32] = [-1, -1]
    if pipe(&ends) == 0 {
      for end in ends {
        _ = fcntl(end, F_SETFL, O_NONBLOCK)
        _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      }
      bellOut.store(ends[0], ordering: .relaxed)
      bellIn.store(ends[1], ordering: .relaxed)
    }
    on(SIGINT) { _ in
      TerminalSignals.interruptions.wrappingAdd(1, ordering: .relaxed)
      TerminalSignals.ring()
    }
    on(SIGWINCH) { _ in
      TerminalSignals.resizes.wrappingAdd(1, ordering: .relaxed)
      TerminalSignals.ring()
    }
    on(SIGTSTP) { _ in
      TerminalSignals.stops.wrappingAdd(1, ordering: .relaxed)
      TerminalSignals.ring()
    }
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
