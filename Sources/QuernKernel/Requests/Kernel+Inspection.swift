internal import QuernPlan
internal import QuernREPL
internal import QuernSyntax
internal import QuernTable
internal import QuernText
internal import QuernValue
internal import QuernWire
internal import QuernWords

extension Kernel {
  /// What stands at a place: a name, a word, a column, or the call around it.
  func inspect(_ content: JSON) -> Answer {
    let source = SourceText(content["code"]?.stringValue ?? "")
    let offset = Self.offset(content, source)
    let isFull = (content["detail_level"]?.intValue ?? 0) > 0
    let manual = Explanation(names: session.settledNames, registry: Words.registry)
    let bundle = manual.at(offset, in: source, isFull: isFull)
    return .ok(
      "inspect_reply",
      [
        ("found", .bool(bundle != nil)), ("data", bundle?.json ?? .object(JSONObject())),
        ("metadata", .object(JSONObject())),
      ])
  }
}

/// What names and words are, for people.
struct Explanation {
  let names: KnownNames
  let registry: WordRegistry
  private let widthColumns = 80

  init(names: KnownNames, registry: WordRegistry) {
    self.names = names
    self.registry = registry
  }

  /// About what stands at an offset; nil where nothing is known of it.
  func at(_ offset: Int, in source: SourceText, isFull: Bool) -> MIMEBundle? {
    let (word, start) = name(at: offset, in: source)
    if start > 0, source.utf8[start - 1] == UInt8(ascii: "."), let column = column(word) {
      return MIMEBundle(plain: column)
    }
    let context = CompletionContext(source, offset: min(offset, source.count))
    for candidate in [word] + context.calls.map(\.name) where !candidate.isEmpty {
      if let text = text(of: candidate, isFull: isFull) { return MIMEBundle(plain: text) }
    }
    return nil
  }

  /// About a name of the session or a word; nil where it is neither.
  func text(of name: String, isFull: Bool) -> String? {
    if let known = names[name] { return Self.text(known) }
    guard let word = registry[name] else { return nil }
    return WordManual(word, widthColumns: widthColumns, hasColor: true)
      .text(isFull: isFull, neighbours: registry.words)
  }

  private func name(at offset: Int, in source: SourceText) -> (String, Int) {
    func isName(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_") || byte >= 0x80
        || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    var start = min(offset, source.count)
    var end = start
    while start > 0, isName(source.utf8[start - 1]) { start -= 1 }
    while end < source.count, isName(source.utf8[end]) { end += 1 }
    return (String(decoding: source.utf8[start..<end], as: UTF8.self), start)
  }

  private func column(_ name: String) -> String? {
    let lines = names.all.flatMap { table in
      table.columns.filter { $0.name == name }.map { column -> String in
        var line = ".\(name) of \(table.name): \(column.type.name)"
        if let share = column.missingShare, share > 0 {
          line += " · \(table.isSample ? "about " : "")\(Completer.missing(share))"
        }
        return line
      }
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  /// A name, what it stands for, and its columns or fields.
  static func text(_ known: NameDescription) -> String {
    var lines = ["\(known.name)  \(known.type)  \(known.summary)"]
    let width = min(40, (known.columns.map { TerminalText.width($0.name) }.max() ?? 0) + 3)
    for column in known.columns {
      var facts = column.type.name
      if let share = column.missingShare, share > 0 {
        facts += " · \(known.isSample ? "about " : "")\(Completer.missing(share))"
      }
      lines.append("  \(TerminalText.padRight(".\(column.name)", width: width))\(facts)")
    }
    for member in known.members { lines.append("  .\(member.name)  \(member.type)") }
    if let source = known.source { lines += source.split(separator: "\n").map { "  \($0)" } }
    return lines.joined(separator: "\n") + "\n"
  }
}
