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
  /// What the cell wants to know, while it waits.
  private var question: TerminalQuestion?

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
    if question != nil {
      stopAsking()
      terminal.line()
    }
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

  mutating func tick(_ nowNs: Int64) {
    if question == nil { view.tick(nowNs, hint: hint) }
  }

  private var hint: String? {
    switch askedCount {
    case 0: waitsFor.map { _ in "waits for a cell of another front end; Ctrl-C gives it up" }
    case 1: "stopping …"
    default: "stopping … Ctrl-C once more leaves the prompt"
    }
  }

  /// Puts a question of the cell to the user; false where nobody is there.
  mutating func ask(
    _ number: Int, _ prompt: String, isSecret: Bool, _ quiet: QuietTerminal
  ) -> Bool {
    guard terminal.isInteractive else { return false }
    view.clearLine()
    quiet.release()
    question = TerminalQuestion.begin(
      number, terminal.styled(prompt, .cyan), isSecret: isSecret, write: { terminal.write($0) })
    return question != nil
  }

  /// Looks whether the user has answered.
  mutating func poll(_ client: SessionClient) throws(SessionError) {
    guard let number = question?.number else { return }
    switch question?.poll() {
    case .waiting, nil: return
    case .line(let text):
      stopAsking()
      try client.answer(question: number, text: text)
    case .ended:
      stopAsking()
      terminal.line()
      try client.answer(question: number, text: nil)
    }
  }

  /// Takes the terminal back, where the user is still being asked.
  mutating func stopAsking() {
    guard let asked = question else { return }
    asked.close()
    question = nil
    _ = QuietTerminal.take()
  }

  /// How long to wait for the session before the keys are looked at.
  var patienceSeconds: Double { question == nil ? 0.1 : 0.03 }
}

/// The user left while a cell was running.
enum PromptLeft {
  static let code = "prompt-left"
}
