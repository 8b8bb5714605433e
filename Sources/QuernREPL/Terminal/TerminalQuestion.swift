import Glibc

/// A question put to the user at the terminal, whose answer is looked for without waiting: the
/// session goes on meanwhile, and Ctrl-C works.
///
///     var question = TerminalQuestion.begin(1, "Region?", isSecret: false) { write($0) }
///     if case .line(let text)? = question?.poll() { … }
package struct TerminalQuestion {
  package enum Answer: Hashable, Sendable {
    case waiting
    /// A whole line, without its newline.
    case line(String)
    /// The user ended the input: Ctrl-D.
    case ended
  }

  package let number: Int
  private let saved: termios
  private var bytes: [UInt8] = []

  /// A longer answer is cut.
  private static let byteCountMax = 64 * 1024

  /// Shows the question; nil where the input is no terminal.
  package static func begin(
    _ number: Int, _ prompt: String, isSecret: Bool, write: (String) -> Void
  ) -> TerminalQuestion? {
    var settings = termios()
    guard isatty(0) == 1, tcgetattr(0, &settings) == 0 else { return nil }
    let saved = settings
    settings.c_lflag |= tcflag_t(ICANON | ECHO | ISIG)
    if isSecret {
      settings.c_lflag &= ~tcflag_t(ECHO)
      settings.c_lflag |= tcflag_t(ECHONL)
    }
    // Keys that were pressed before the question are no part of a secret.
    tcsetattr(0, isSecret ? TCSAFLUSH : TCSADRAIN, &settings)
    write(prompt.hasSuffix(" ") ? prompt : prompt + " ")
    return TerminalQuestion(number: number, saved: saved)
  }

  private init(number: Int, saved: termios) {
    self.number = number
    self.saved = saved
  }

  /// What the user has typed until now.
  package mutating func poll() -> Answer {
    while true {
      var entry = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      guard Glibc.poll(&entry, 1, 0) > 0 else { return .waiting }
      var block = [UInt8](repeating: 0, count: 4096)
      let count = read(0, &block, block.count)
      if count < 0 { return errno == EINTR || errno == EAGAIN ? .waiting : .ended }
      if count == 0 { return bytes.isEmpty ? .ended : .line(text) }
      let line = block[..<count]
      let end = line.firstIndex(of: UInt8(ascii: "\n"))
      bytes += line[..<(end ?? line.endIndex)].prefix(Self.byteCountMax - bytes.count)
      if end != nil { return .line(text) }
    }
  }

  private var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Gives the terminal back as it was.
  package func close() {
    var settings = saved
    tcsetattr(0, TCSADRAIN, &settings)
  }
}
