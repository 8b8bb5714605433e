import QuernPlan
import QuernSyntax
import QuernSystem
import QuernTable
import QuernText
import QuernWire

/// A mistake in a command of the prompt, told in one line.
struct CommandMistake: Error {
  let message: String

  init(_ message: String) {
    self.message = message
  }
}

extension Repl {
  /// Does what `:name argument` asks for.
  func obey(_ text: String) throws {
    let body = text.drop { $0.isWhitespace || $0 == ":" }
    let name = String(body.prefix { !$0.isWhitespace })
    let argument = Self.trimmed(body.dropFirst(name.count))
    guard
      let command = PromptCommand.all.first(where: { $0.name == name || $0.others.contains(name) })
    else {
      let known = PromptCommand.all.flatMap { [$0.name] + $0.others }
      let near = EditDistance.nearest(name, in: known, limit: 1).first
      let hint = near.map { "; did you mean :\($0)?" } ?? "; :help lists them"
      throw CommandMistake("there is no command :\(name)\(hint)")
    }
    switch command.argument {
    case .none where !argument.isEmpty:
      throw CommandMistake("write \(command.usage), without anything behind it")
    case .path where argument.isEmpty: throw CommandMistake("write \(command.usage)")
    case .none, .path, .text: break
    }
    if name == "open!" { return try openNotebook(argument, acts: true) }
    if name == "save!" { return try save(argument, replaces: true) }
    try command.run(self, argument)
  }

  func showHelp() {
    let commands = PromptCommand.all.map { ($0.usage, $0.summary) }
    say(Self.intro)
    list(commands)
    terminal.line()
    list(Self.keys)
  }

  private static let intro = """
    A line is a cell: it runs when it is complete. A line that begins with |> goes on with the
    last result, which is `_`. Everything is kept: leave with Ctrl-D, come back, go on.

    """

  private static let keys = [
    ("?filter  filter?", "The manual of a word; what a name stands for."),
    ("??filter  ??date", "All there is about a word; the words about something."),
    ("Tab", "Complete; again: the next one. Names, words, columns, options, paths."),
    ("Alt-Enter", "A new line in the cell."),
    ("Up  Down", "Earlier cells that begin as typed; Ctrl-R searches all."),
    ("Alt-H  F1", "About the word at the cursor."),
    ("Ctrl-C", "Stop the running cell; at the prompt: give the line up."),
  ]

  func list(_ rows: [(String, String)]) {
    let width = (rows.map { TerminalText.width($0.0) }.max() ?? 0) + 2
    for (name, text) in rows {
      let line = "  " + TerminalText.padRight(name, width: width) + text
      let lines = LineWrap.lines(line, width: widthColumns)
      terminal.line(
        terminal.styled("  \(name)", .cyan) + lines[0].dropFirst(2 + name.count))
      for line in lines.dropFirst() { terminal.line(line) }
    }
  }

  func showWords(_ text: String) {
    let wanted = text.lowercased()
    let words = registry.words.filter { word in
      wanted.isEmpty
        || [word.name, word.summary, word.category.rawValue].contains {
          $0.lowercased().contains(wanted)
        }
    }
    guard !words.isEmpty else { return say("No word is about “\(text)”; :words lists all.") }
    for category in WordCategory.allCases {
      let members = words.filter { $0.category == category }
      guard !members.isEmpty else { continue }
      terminal.line(terminal.styled(category.rawValue, .bold))
      list(members.map { ($0.name, $0.summary) })
    }
  }

  func showNames() throws {
    try session.settleNames(seconds: 1)
    let names = session.names.all
    guard !names.isEmpty else { return say("Nothing is defined yet: let x = … defines x.") }
    let nameWidth = min(30, (names.map { TerminalText.width($0.name) }.max() ?? 0) + 2)
    let typeWidth = (names.map { TerminalText.width($0.type) }.max() ?? 0) + 2
    for known in names {
      let name = TerminalText.padRight(known.name, width: nameWidth)
      let type = TerminalText.padRight(known.type, width: typeWidth)
      let left = widthColumns - TerminalText.width(name) - TerminalText.width(type) - 2
      let what = TerminalText.truncate(known.summary, width: max(10, left))
      terminal.line("  \(terminal.styled(name, .cyan))\(terminal.styled(type, .dim))\(what)")
    }
  }

  func reset() throws {
    var settings = session.settings
    settings.startsClean = true
    try session.configure(settings)
    say("All names are forgotten.")
  }

  func instance(_ type: String) throws {
    tell(type.isEmpty ? try session.instance() : try session.move(to: type))
  }

  /// `:cost`, `:cost on`, `:cost off`
  func cost(_ text: String) throws {
    switch text {
    case "": tell(try session.costs())
    case "on", "off":
      session.showsCost = text == "on"
      say("Each cell says \(text == "on" ? "its time and cost" : "nothing of its cost").")
    default: throw CommandMistake("write :cost, :cost on or :cost off")
    }
  }

  /// An answer, on a terminal or into a pipe.
  func tell(_ text: String) {
    for line in LineWrap.lines(text, width: widthColumns) { terminal.line(line) }
  }

  func plan(_ text: String) throws {
    guard !text.isEmpty else { throw CommandMistake("write :plan CELL") }
    try session.settleNames(seconds: 1)
    let (plan, diagnostics) = Checker.plan(
      text: text, bindings: session.names.bindings, registry: registry)
    for diagnostic in diagnostics {
      terminal.line(
        diagnostic.rendered(source: plan.source, cell: "plan", color: terminal.hasColor))
    }
    var rows: [(String, String)] = []
    if !plan.reads.isEmpty { rows.append(("uses", plan.reads.joined(separator: ", "))) }
    if !plan.defines.isEmpty {
      let defined = plan.defines.map { "\($0.name) (\($0.binding.type.name))" }
      rows.append(("defines", defined.joined(separator: ", ")))
    }
    for effect in plan.effects {
      let target = effect.target.map { " \($0)" } ?? ""
      let condition = effect.isConditional ? ", perhaps" : ""
      rows.append((effect.effect.rawValue, "\(effect.word)\(target)\(condition)"))
    }
    if let type = plan.resultType { rows.append(("gives", Self.describe(type))) }
    if rows.isEmpty { return say("It computes, and touches nothing outside.") }
    list(rows)
  }

  private static func describe(_ type: StaticType) -> String {
    guard let schema = type.schema else { return type.name }
    let columns = schema.fields.map { ".\($0.name) \($0.type.name)" }.joined(separator: ", ")
    return "a table: \(columns)"
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    var text = text.drop { $0.isWhitespace }[...]
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
