/// A command of the prompt itself: `:save nb.md`.
struct PromptCommand: Sendable {
  enum Argument {
    case none
    case path
    /// A cell's text, or a word.
    case text
  }

  let name: String
  let others: [String]
  let argument: Argument
  /// `:save NOTEBOOK.md`
  let usage: String
  let summary: String
  let run: @Sendable (Repl, String) throws -> Void

  init(
    _ name: String, others: [String] = [], _ argument: Argument, _ usage: String,
    _ summary: String, run: @escaping @Sendable (Repl, String) throws -> Void
  ) {
    self.name = name
    self.others = others
    self.argument = argument
    self.usage = usage
    self.summary = summary
    self.run = run
  }

  /// In the order of `:help`.
  static let all: [PromptCommand] = [
    PromptCommand("help", others: ["h"], .none, ":help", "This list.") { repl, _ in
      repl.showHelp()
    },
    PromptCommand(
      "words", .text, ":words [TEXT]", "The words of the language, or those about something."
    ) { repl, text in
      repl.showWords(text)
    },
    PromptCommand(
      "names", others: ["who"], .none, ":names", "What is defined: names, types and sizes."
    ) { repl, _ in
      try repl.showNames()
    },
    PromptCommand(
      "status", .none, ":status", "The session: where it is kept, what it holds."
    ) { repl, _ in
      try repl.showStatus()
    },
    PromptCommand(
      "view", .text, ":view EXPRESSION", "Show a value whole, a page at a time."
    ) { repl, text in
      try repl.view(text)
    },
    PromptCommand(
      "time", .text, ":time CELL", "Run a cell anew and say how long it takes."
    ) { repl, text in
      try repl.time(text)
    },
    PromptCommand(
      "plan", .text, ":plan CELL", "What a cell reads, defines and does; nothing is run."
    ) { repl, text in
      try repl.plan(text)
    },
    PromptCommand(
      "open", others: ["open!"], .path, ":open NOTEBOOK.md",
      "Run a notebook's cells here, as far as they do not act; :open! runs those too."
    ) { repl, path in
      try repl.openNotebook(path, acts: false)
    },
    PromptCommand(
      "save", others: ["save!"], .path, ":save NOTEBOOK.md",
      "Write the cells of this session as a notebook, .md or .ipynb; :save! replaces a file."
    ) { repl, path in
      try repl.save(path, replaces: false)
    },
    PromptCommand("edit", .none, ":edit", "The last cell in $EDITOR; what is saved is run.") {
      repl, _ in
      try repl.edit()
    },
    PromptCommand(
      "instance", .text, ":instance [TYPE]",
      "The instance of this session; with a type, moves there with all values kept."
    ) { repl, type in
      try repl.instance(type)
    },
    PromptCommand(
      "cost", .text, ":cost [on|off]",
      "What this session used; on: each cell says its time and what AWS would ask."
    ) { repl, text in
      try repl.cost(text)
    },
    PromptCommand("sessions", .none, ":sessions", "All sessions: state, memory, names, use.") {
      repl, _ in
      try repl.showSessions()
    },
    PromptCommand(
      "session", .text, ":session [NAME]",
      "The session of this prompt; with a name, goes to that one."
    ) { repl, name in
      try repl.switchSession(name)
    },
    PromptCommand("endpoints", .none, ":endpoints", "What is deployed, and how it stands.") {
      repl, _ in
      try repl.showEndpoints()
    },
    PromptCommand("reset", .none, ":reset", "Forget all names; files and runs stay.") { repl, _ in
      try repl.reset()
    },
    PromptCommand("quit", others: ["q", "exit"], .none, ":quit", "Leave; Ctrl-D too.") {
      repl, _ in
      repl.isLeaving = true
    },
  ]
}
