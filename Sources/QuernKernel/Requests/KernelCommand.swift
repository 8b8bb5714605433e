/// What may stand in a cell of a client and is no cell: `?word`, `:names`.
struct KernelCommand {
  enum Kind: Hashable {
    case question
    case named
  }

  let kind: Kind
  /// The word that is asked about, or the command's name.
  let name: String
  let argument: String
  let isFull: Bool

  /// Names and summaries, in the order of `:help`.
  static let all: [(name: String, summary: String)] = [
    ("help", "This list."),
    ("names", "What is defined: names, types and sizes."),
    ("words", "The words of the language, or those about something: :words TEXT."),
    ("status", "The session: where it runs, what is out of date."),
    ("clear", "Take this cell's outputs away."),
    ("reset", "Forget all names; files and runs stay."),
    ("quit", "Leave, where a terminal asks: jupyter console."),
  ]

  /// What other languages' terminals are left by.
  private static let leaving: Set<String> = ["exit", "quit", "exit()", "quit()"]

  /// Nil where the text is a cell; `isTyped` where a terminal asks.
  init?(_ code: String, isTyped: Bool = false) {
    let text = Self.trimmed(code)
    guard !text.contains("\n") else { return nil }
    if isTyped, Self.leaving.contains(text) {
      kind = .named
      name = "quit"
      argument = ""
      isFull = false
      return
    }
    if text.hasPrefix(":") {
      kind = .named
      let body = text.dropFirst()
      name = String(body.prefix { !$0.isWhitespace })
      argument = Self.trimmed(body.dropFirst(name.count))
      isFull = false
      return
    }
    let isQuestion = text.hasPrefix("?") || (text.hasSuffix("?") && Self.isName(text))
    guard isQuestion else { return nil }
    kind = .question
    name = Self.trimmed(text.filter { $0 != "?" })
    argument = ""
    isFull = text.contains("??")
  }

  private static func isName(_ text: String) -> Bool {
    let name = text.prefix { $0 != "?" }
    return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
      && text.dropFirst(name.count).allSatisfy { $0 == "?" }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    var text = text.drop { $0.isWhitespace }[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
