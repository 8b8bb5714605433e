internal import QuernPlan
internal import QuernREPL
internal import QuernSession
internal import QuernText
internal import QuernValue
internal import QuernWire
internal import QuernWords

// `?word` and `:names` in a cell.
extension KernelSession {
  /// Does what a command asks for: pages for the reply, or what is wrong.
  func obey(
    _ command: KernelCommand, _ request: ExecuteRequest, _ show: CellShow
  ) -> (payload: [JSON], error: ErrorOutput?) {
    switch command.kind {
    case .question: return answer(command)
    case .named: break
    }
    switch command.name {
    case "help": show.take(.stream(Self.help))
    case "names": show.take(.stream(namesText))
    case "words": show.take(.stream(Self.words(about: command.argument)))
    case "status": show.take(.stream(statusText()))
    case "quit": return ([.members([("source", "ask_exit"), ("keepkernel", false)])], nil)
    case "clear": show.clear(waits: false)
    case "reset":
      if let error = reset() { return ([], error) }
      show.take(.stream("All names are forgotten.\n"))
    default:
      let near = EditDistance.nearest(command.name, in: KernelCommand.all.map(\.name)).first
      let hint = near.map { "; did you mean :\($0)?" } ?? "; :help lists them"
      return ([], Self.mistake("there is no command :\(command.name)\(hint)"))
    }
    return ([], nil)
  }

  private func answer(_ command: KernelCommand) -> (payload: [JSON], error: ErrorOutput?) {
    let registry = Words.registry
    if command.name.isEmpty { return ([Self.page(Self.help)], nil) }
    let manual = Explanation(names: names, registry: registry)
    if let text = manual.text(of: command.name, isFull: command.isFull) {
      return ([Self.page(text)], nil)
    }
    if command.isFull { return ([Self.page(Self.words(about: command.name))], nil) }
    let near = registry.nearest(command.name).map { "; did you mean ?\($0)?" } ?? ""
    return ([], Self.mistake("there is no word and no name `\(command.name)`\(near)"))
  }

  private static func page(_ text: String) -> JSON {
    .members([
      ("source", .string("page")), ("data", .members([("text/plain", .string(text))])),
      ("start", .int(0)),
    ])
  }

  private static func mistake(_ message: String) -> ErrorOutput {
    ErrorOutput(
      code: "unknown-command", message: message, rendered: "error[unknown-command]: \(message)")
  }

  private static var help: String {
    let rows =
      [("?filter", "The manual of a word; what a name stands for. ??date: words about it.")]
      + KernelCommand.all.map { (":\($0.name)", $0.summary) }
    let width = (rows.map { $0.0.count }.max() ?? 0) + 2
    return rows.map { name, text in
      "  " + TerminalText.padRight(name, width: width) + text + "\n"
    }.joined()
  }

  private static func words(about text: String) -> String {
    let wanted = text.lowercased()
    let found = Words.all.filter { word in
      wanted.isEmpty || word.name.contains(wanted)
        || word.summary.lowercased().contains(wanted)
    }.sorted { $0.name < $1.name }
    guard !found.isEmpty else { return "No word is about “\(text)”; :words lists all.\n" }
    let width = (found.map(\.name.count).max() ?? 0) + 2
    return found.map { word in
      "  " + TerminalText.padRight(word.name, width: width) + word.summary + "\n"
    }.joined()
  }

  private var namesText: String {
    let all = names.all
    guard !all.isEmpty else { return "Nothing is defined yet: let x = … defines x.\n" }
    let width = min(30, (all.map { TerminalText.width($0.name) }.max() ?? 0) + 2)
    let types = (all.map { TerminalText.width($0.type) }.max() ?? 0) + 2
    return all.map { known in
      "  " + TerminalText.padRight(known.name, width: width)
        + TerminalText.padRight(known.type, width: types) + known.summary + "\n"
    }.joined()
  }
}
