/// A table of HTML as `Value.display` writes it, read back for Markdown and its own tables.
struct HTMLTable {
  var caption = ""
  var header: [String] = []
  var rows: [[String]] = []
  var isNumeric: [Bool] = []
  /// What stands below the table: how many rows are not shown.
  var rest = ""

  /// Nil where the text is no single plain table.
  init?(_ html: String) {
    var text = html[...]
    var cell: String?
    var row: [String] = []
    var isHeader = false
    var numeric: [Bool] = []
    var depth = 0
    while let (content, tag, after) = Self.next(text) {
      if cell != nil {
        cell?.append(content)
      } else if depth == 0 {
        rest += content
      }
      text = after
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
      switch (name, tag.hasPrefix("/")) {
      case ("table", false):
        guard depth == 0, rows.isEmpty, header.isEmpty else { return nil }
        depth = 1
      case ("table", true): depth = 0
      case ("thead", let isEnd): isHeader = !isEnd
      case ("tr", false):
        row = []
        numeric = []
      case ("tr", true):
        if isHeader { header = row } else { rows.append(row) }
        if isNumeric.isEmpty || isHeader { isNumeric = numeric }
      case ("th", false), ("td", false), ("caption", false):
        guard !tag.contains("span=") else { return nil }
        numeric.append(tag.contains("text-align:right"))
        cell = ""
      case ("caption", true):
        caption = cell ?? ""
        cell = nil
        numeric = []
      case ("th", true), ("td", true):
        row.append(cell ?? "")
        cell = nil
      case ("br", _): cell?.append("\u{0}")
      case ("tbody", _), ("span", _), ("p", _), ("code", _), ("b", _): break
      default: return nil
      }
    }
    guard depth == 0, !header.isEmpty || !rows.isEmpty else { return nil }
    if header.isEmpty { header = rows.first.map { $0.map { _ in "" } } ?? [] }
    guard rows.allSatisfy({ $0.count == header.count }) else { return nil }
  }

  /// The text up to the next tag, the tag's inside, and what follows it.
  private static func next(_ text: Substring) -> (String, Substring, Substring)? {
    guard let open = text.firstIndex(of: "<"), let close = text[open...].firstIndex(of: ">") else {
      return nil
    }
    return (
      String(text[..<open]), text[text.index(after: open)..<close],
      text[text.index(after: close)...]
    )
  }

  /// As GitHub's Markdown; entities stay, Markdown reads them too.
  var markdown: String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |\n" }
    var out = caption.isEmpty ? "" : "**\(Self.cell(caption))**\n\n"
    out += line(
      header.map { name in
        let parts = name.split(separator: "\u{0}", maxSplits: 1).map { Self.cell(String($0)) }
        return parts.count == 2 ? "\(parts[0])<br><sub>\(parts[1])</sub>" : parts.first ?? ""
      })
    let columns = header.indices.map { isNumeric.indices.contains($0) && isNumeric[$0] }
    out += line(columns.map { $0 ? "---:" : "---" })
    for row in rows { out += line(row.map { Self.cell($0) }) }
    let below = rest.split(separator: "\n").joined(separator: " ")
    return out + (below.allSatisfy(\.isWhitespace) ? "" : "\n\(below)\n")
  }

  /// Text without what would be Markdown in a cell.
  private static func cell(_ text: String) -> String {
    var out = ""
    for character in text {
      if "|\\`*_~[]$".contains(character) { out.append("\\") }
      out.append(character == "\n" || character == "\u{0}" ? " " : character)
    }
    return out
  }
}
