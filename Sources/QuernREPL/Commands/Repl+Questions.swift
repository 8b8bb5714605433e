import QuernPlan
import QuernSyntax
import QuernTable
import QuernText
import QuernWire

// `?filter`, `customers?`, `??date`.
extension Repl {
  func answer(_ text: String) throws {
    let isFull = text.contains("??")
    let name = Self.trimmed(text.filter { $0 != "?" })
    guard !name.isEmpty else { return isFull ? showWords("") : showHelp() }
    try session.settleNames(seconds: 0.5)
    if let known = session.names[name] { return show(known, isFull: isFull) }
    if let word = registry[name] {
      let manual = WordManual(word, widthColumns: widthColumns, hasColor: terminal.hasColor)
      return show(manual.text(isFull: isFull, neighbours: registry.words))
    }
    if let command = PromptCommand.all.first(where: { ":\($0.name)" == name }) {
      return list([(command.usage, command.summary)])
    }
    if let kind = DiagnosticCatalogue.language.first(where: { $0.code == name }) {
      return show(
        ErrorManual(kind, widthColumns: widthColumns, hasColor: terminal.hasColor).text)
    }
    if isFull { return showWords(name) }
    if let keyword = Self.keywords[name] { return say("  \(name)  \(keyword)\n") }
    if let advice = ForeignNames.advice(forWord: name) {
      return say("  \(name)  in Quern: \(advice)\n")
    }
    let near = registry.nearest(name).map { "; did you mean ?\($0)?" } ?? ""
    let found = registry.words.contains { $0.summary.lowercased().contains(name.lowercased()) }
    if near.isEmpty, found, name.count > 3 { return showWords(name) }
    throw CommandMistake("there is no word and no name `\(name)`\(near)")
  }

  /// A page where it is longer than the screen.
  func show(_ text: String) {
    let pager = Pager(terminal: terminal)
    if pager.isWanted(text) { pager.show(text) } else { terminal.write(text) }
  }

  private func show(_ known: NameDescription, isFull: Bool) {
    var lines = [
      terminal.styled(known.name, .bold) + "  " + terminal.styled(known.type, .dim) + "  "
        + known.summary
    ]
    let width = min(40, (known.columns.map { TerminalText.width($0.name) }.max() ?? 0) + 3)
    for column in known.columns {
      let name = TerminalText.padRight(".\(column.name)", width: width)
      var facts = column.type.name
      if let share = column.missingShare, share > 0 {
        facts += " · \(known.isSample ? "about " : "")\(Completer.missing(share))"
      }
      lines.append("  \(terminal.styled(name, .cyan))\(terminal.styled(facts, .dim))")
    }
    for member in known.members {
      lines.append("  .\(member.name)  \(terminal.styled(member.type, .dim))")
    }
    if let source = known.source, isFull || known.type == "function" {
      let text = terminal.hasColor ? Highlighter.ansi(SourceText(source)) : source
      lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
    }
    show(lines.joined(separator: "\n") + "\n")
  }

  /// A line or two about the word at a place: what Alt-H shows below the line.
  func explain(_ text: String, at offset: Int) -> [String] {
    let context = CompletionContext(SourceText(text), offset: offset)
    let bytes = Array(text.utf8)
    var start = offset
    var end = offset
    func isName(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || byte >= 0x80
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    while start > 0, isName(bytes[start - 1]) { start -= 1 }
    while end < bytes.count, isName(bytes[end]) { end += 1 }
    let word = String(decoding: bytes[start..<end], as: UTF8.self)
    for name in [word] + context.calls.map(\.name) {
      if let known = session.names[name] {
        return ["\(terminal.styled(name, .bold))  \(known.type)  \(known.summary)"]
      }
      guard let word = registry[name] else { continue }
      return LineWrap.lines(word.signature, width: widthColumns - 1)
        .map { terminal.styled($0, .cyan) }
        + LineWrap.lines("  \(word.summary)", width: widthColumns - 1)
    }
    return [terminal.styled("  no word stands here", .dim)]
  }

  private static let keywords = [
    "let": "let x = e defines x; let (a, b) = e takes a list apart",
    "param": "param region: str = \"eu\" is an input of the notebook: -p region=us",
    "fn": "fn f(x, y = 1) = e defines a function",
    "use": "use \"lib.qn\" as lib takes a file's definitions: lib.f(x)",
    "if": "if c then a else b",
    "for": "for x in list if condition: e makes a list",
    "case": "case when a then x when b then y else z end",
    "do": "do … end: several lines; its value is the last one",
    "is": "x is null, x is not null",
    "in": "x in [1, 2], x in 1..5",
    "null": "the missing value; x ?? 0 gives 0 where x is null",
    "_": "the last result; a line that begins with |> takes it too",
  ]
}
