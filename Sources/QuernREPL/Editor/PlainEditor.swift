import Glibc

/// The prompt without readline, or without a terminal that moves: plain lines.
///
/// At a terminal each line is asked for; from a pipe or a file nothing is shown.
final class PlainEditor: InputEditor {
  private let terminal: Terminal
  private var waiting: [UInt8] = []
  private var isAtEnd = false

  init(terminal: Terminal) {
    self.terminal = terminal
  }

  func read(_ prompt: PromptText) -> PromptInput {
    var text = ""
    while true {
      let interruptions = TerminalSignals.interruptionCount
      if terminal.isInteractive { terminal.write(text.isEmpty ? prompt.first : prompt.next) }
      guard let line = nextLine(since: interruptions) else {
        if TerminalSignals.interruptionCount != interruptions {
          // The line is given up.
          text = ""
          terminal.write("\n")
          continue
        }
        if text.isEmpty {
          if terminal.isInteractive { terminal.write("\n") }
          return .end
        }
        return .entry(text)
      }
      if text.isEmpty, line.allSatisfy(\.isWhitespace) { continue }
      text += text.isEmpty ? line : "\n" + line
      // A pipe ends a statement where the text does; the next line may still go on with `|>`.
      if case .run = EntryRule.of(text), !nextLineContinues() { return .entry(text) }
    }
  }

  /// Whether the line that waits already belongs to this text; from a terminal none waits.
  private func nextLineContinues() -> Bool {
    guard !terminal.isInteractive else { return false }
    fill()
    let start = waiting.first { $0 != UInt8(ascii: " ") && $0 != 9 }
    guard start == UInt8(ascii: "|") else { return false }
    return true
  }

  private func fill() {
    guard waiting.isEmpty, !isAtEnd else { return }
    readMore()
  }

  private func nextLine(since interruptions: Int) -> String? {
    while true {
      if let end = waiting.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: waiting[..<end], as: UTF8.self)
        waiting.removeFirst(end + 1)
        return line
      }
      if isAtEnd {
        guard !waiting.isEmpty else { return nil }
        defer { waiting = [] }
        return String(decoding: waiting, as: UTF8.self)
      }
      readMore()
      if TerminalSignals.interruptionCount != interruptions { return nil }
    }
  }

  private func readMore() {
    var entries = [0, TerminalSignals.bell].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    _ = poll(&entries, 2, -1)
    TerminalSignals.hush()
    guard entries[0].revents != 0 else { return }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(0, &buffer, buffer.count)
    if count > 0 {
      waiting += buffer[..<count]
    } else if count == 0 || errno != EINTR {
      isAtEnd = true
    }
  }
}
