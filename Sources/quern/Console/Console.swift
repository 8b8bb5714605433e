import Glibc
import QuernREPL
import QuernText

/// Where a front end writes: what the terminal can show, and the only place that prints.
struct Console: Sendable {
  /// Colour and movement are for terminals; `NO_COLOR` and `TERM=dumb` turn colour off.
  let isTerminal: Bool
  let hasColor: Bool
  let widthColumns: Int
  private let descriptor: Int32

  static let out = Console(descriptor: 1)
  static let error = Console(descriptor: 2)

  private init(descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
    let plain = Self.environment("NO_COLOR") ?? "" != "" || Self.environment("TERM") == "dumb"
    hasColor = isTerminal && !plain
    var size = winsize()
    let asked = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    widthColumns = asked ? max(20, Int(size.ws_col)) : 100
  }

  /// How outputs of cells look here.
  var form: OutputText {
    OutputText(widthColumns: isTerminal ? widthColumns : nil, hasColor: hasColor)
  }

  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Writes all of `text`; a reader that went away ends the program quietly, as `head` expects.
  func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        Departure.leave()
        exit(ExitCode.brokenPipe)
      }
      bytes = bytes.dropFirst(count)
    }
  }

  func line(_ text: String = "") { write(text + "\n") }

  /// What a cell printed; on a terminal without what could steer it.
  func stream(_ text: String) { write(isTerminal ? TerminalText.stripControls(text) : text) }

  /// `text` in a style, where colour is shown.
  func styled(_ text: String, _ style: Style) -> String {
    hasColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }
}

/// What a command's exit status says. Documented in the CLI reference.
enum ExitCode {
  static let success: Int32 = 0
  /// A cell failed.
  static let cellFailed: Int32 = 1
  /// The command line, a parameter or the notebook file is wrong: nothing ran.
  static let usage: Int32 = 2
  /// The outputs could not be written.
  static let cannotWrite: Int32 = 3
  /// The session was lost and could not be brought back.
  static let sessionLost: Int32 = 4
  /// The time limit was reached.
  static let timeout: Int32 = 124
  static let interrupted: Int32 = 130
  static let brokenPipe: Int32 = 141
}
