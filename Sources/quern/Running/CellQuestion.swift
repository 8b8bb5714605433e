import Glibc
import QuernREPL
import QuernSession
import QuernSystem

/// The question of `ask` that a running cell waits with, put to whoever sits at the terminal.
struct CellQuestion {
  private var open: TerminalQuestion?
  private var beganNs: Int64 = 0

  /// Whether somebody can answer: input is a terminal.
  static var isPossible: Bool { isatty(0) == 1 }

  var isOpen: Bool { open != nil }

  /// How long to wait for the session before the keys are looked at.
  var patienceSeconds: Double { open == nil ? 0.1 : 0.03 }

  /// Asks; an answer that cannot come is given at once.
  mutating func begin(
    _ number: Int, _ prompt: String, isSecret: Bool, _ client: SessionClient
  ) throws(SessionError) {
    beganNs = Clock.system.monotonicNs()
    open = TerminalQuestion.begin(number, prompt, isSecret: isSecret) { Console.error.write($0) }
    if open == nil { try client.answer(question: number, text: nil) }
  }

  /// Hands on what the user has answered.
  mutating func poll(_ client: SessionClient) throws(SessionError) {
    guard let number = open?.number else { return }
    switch open?.poll() {
    case .waiting, nil: return
    case .line(let text): try client.answer(question: number, text: text)
    case .ended:
      Console.error.line()
      try client.answer(question: number, text: nil)
    }
    answeredNs += end()
  }

  /// Time that answers have taken since it was last taken by `end`.
  private var answeredNs: Int64 = 0

  /// Gives the terminal back; nanoseconds that were spent on thinking.
  @discardableResult
  mutating func end() -> Int64 {
    defer { answeredNs = 0 }
    guard let question = open else { return answeredNs }
    question.close()
    open = nil
    return answeredNs + Clock.system.monotonicNs() - beganNs
  }
}
