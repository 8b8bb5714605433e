import Glibc

/// The terminal while a cell runs: keys are not echoed into its output and wait for the next
/// prompt; Ctrl-C works.
struct QuietTerminal {
  private let saved: termios?

  /// Takes the terminal, where there is one.
  static func take() -> QuietTerminal {
    var settings = termios()
    guard isatty(0) == 1, tcgetattr(0, &settings) == 0 else { return QuietTerminal(saved: nil) }
    let saved = settings
    settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
    tcsetattr(0, TCSADRAIN, &settings)
    return QuietTerminal(saved: saved)
  }

  /// Gives it back as it was.
  func release() {
    guard var saved else { return }
    tcsetattr(0, TCSADRAIN, &saved)
  }
}
