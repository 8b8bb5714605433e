import Glibc
import QuernText

/// The terminal that a prompt talks to: what it can show, and how large it is now.
package struct Terminal: Sendable {
  /// Whether a person sits at both ends.
  package let isInteractive: Bool
  /// Whether the cursor can be moved: what an editor of lines needs.
  package let canMove: Bool
  /// `NO_COLOR` and `TERM=dumb` turn colour off.
  package let hasColor: Bool

  package init(isInteractive: Bool, canMove: Bool, hasColor: Bool) {
    self.isInteractive = isInteractive
    self.canMove = canMove
    self.hasColor = hasColor
  }

  /// The terminal of this process.
  package static var current: Terminal {
    let name = environment("TERM") ?? ""
    let isTerminal = isatty(0) == 1 && isatty(1) == 1
    let canMove = isTerminal && name != "dumb" && !name.isEmpty
    let isPlain = !(environment("NO_COLOR") ?? "").isEmpty
    return Terminal(
      isInteractive: isTerminal, canMove: canMove, hasColor: canMove && !isPlain)
  }

  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Columns and rows, asked anew: windows change.
  package var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (100, 40) }
    return (max(20, Int(size.ws_col)), max(4, Int(size.ws_row)))
  }

  /// Writes all of `text`; false when nobody reads any more.
  @discardableResult
  package func write(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(1, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN {
          var entry = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
          poll(&entry, 1, 1000)
          continue
        }
        return false
      }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  package func line(_ text: String = "") { write(text + "\n") }

  /// `text` in a style, where colour is shown.
  package func styled(_ text: String, _ style: Style) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }

  package enum Style: String {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case boldRed = "1;31"
    case green = "32"
    case yellow = "33"
    case blue = "34"
    case cyan = "36"
    case boldCyan = "1;36"
    /// Dark on light where the terminal is light on dark.
    case selected = "7"
  }
}
