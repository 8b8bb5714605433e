import Glibc
import QuernSession
import QuernText
import QuernValue
import QuernWire

/// A cell that runs, and the keys that the user presses meanwhile.
struct CellWatch {
  var view: CellView
  private let terminal: Terminal
  private var interruptions = TerminalSignals.interruptionCount
  private var stops = TerminalSignals.stopCount
  /// How often the user asked this cell to stop.
  private var askedCount = 0
  /// A cell of another front end that runs before this one.
  var waitsFor: String?

  init(terminal: Terminal, startedNs: Int64) {
    self.terminal = terminal
    view = CellView(terminal, startedNs: startedNs)
  }

  /// Does what the keys ask for: Ctrl-C stops the cell, Ctrl-Z the program.
  mutating func obey(_ client: SessionClient) throws(SessionError) {
    if TerminalSignals.stopCount != stops {
      stops = TerminalSignals.stopCount
      view.clearLine()
      TerminalSignals.stop()
    }
    guard TerminalSignals.interruptionCount != interruptions else { return }
    interruptions = TerminalSignals.interruptionCount
    askedCount += 1
    // A cell that does not stop must not keep the user: the session is there afterwards.
    guard askedCount < 3 else { throw .refused(code: PromptLeft.code, message: "") }
    try client.withdraw()
  }

  mutating func show(_ json: [UInt8], _ quiet: QuietTerminal) {
    let output: Output?
    do {
      output = Output(json: try JSON.parse(json))
    } catch {
      // An output of another release that is not understood is passed over.
      return
    }
    guard let output else { return }
    if view.show(output) { interruptions = TerminalSignals.interruptionCount }
  }

  /// What others did meanwhile.
  mutating func show(text: String) {
    guard !text.isEmpty else { return }
    view.clearLine()
    terminal.write(text)
  }

  mutating func tick(_ nowNs: Int64) { view.tick(nowNs, hint: hint) }

  private var hint: String? {
    switch askedCount {
    case 0: waitsFor.map { _ in "waits for a cell of another front end; Ctrl-C gives it up" }
    case 1: "stopping …"
    default: "stopping … Ctrl-C once more leaves the prompt"
    }
  }

  /// A question that the cell asks.
  mutating func ask(_ prompt: String, _ quiet: QuietTerminal) -> String? {
    guard terminal.isInteractive else { return nil }
    view.clearLine()
    quiet.release()
    terminal.write(terminal.styled(prompt.hasSuffix(" ") ? prompt : prompt + " ", .cyan))
    let answer = readLine(strippingNewline: true)
    _ = QuietTerminal.take()
    return answer
  }
}

/// The user left while a cell was running.
enum PromptLeft {
  static let code = "prompt-left"
}
