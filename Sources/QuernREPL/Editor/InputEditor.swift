/// What came of asking the user for a cell.
package enum PromptInput: Hashable, Sendable {
  case entry(String)
  /// Ctrl-D, or the end of a file.
  case end
}

/// Where cells come from: an editor of lines, or plain lines.
protocol InputEditor: AnyObject {
  /// Asks for one cell.
  func read(_ prompt: PromptText) -> PromptInput
}

/// The text before what is typed.
struct PromptText {
  /// `quern 3> `
  let first: String
  /// As wide: stands before each further line.
  let next: String

  init(number: Int) {
    first = "quern \(number)> "
    let blanks = String(repeating: " ", count: first.utf8.count - 2)
    next = blanks + "· "
  }
}

/// What an editor asks of the prompt around it.
struct InputAssistant {
  var complete: (_ text: String, _ offset: Int) -> Completions
  /// A line or two about the word at the place.
  var explain: (_ text: String, _ offset: Int) -> [String]
  /// Descriptors that say that the session has news, and what to do then; what is returned is
  /// shown above the prompt.
  var wakeDescriptors: () -> [Int32]
  var wake: () -> String?
}
