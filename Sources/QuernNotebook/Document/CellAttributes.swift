import QuernText

/// `id="a1" tags=["x"]` behind a fence's name or in a comment: what nbformat says of a cell, in
/// jupytext's form.
enum CellAttributes {
  /// Attributes that are no metadata.
  private static let own: Set<String> = ["id", "metadata", "extra", "source"]

  /// The attributes of a cell, each with a blank before it; `usualID` needs no saying.
  static func text(
    _ cell: NotebookDocument.Cell, usualID: String, hasSource: Bool = false
  ) -> String {
    var text = ""
    func add(_ name: String, _ value: JSON) { text += " \(name)=\(escaped(value.text()))" }
    if let id = cell.id, id != usualID { add("id", .string(id)) }
    let names = cell.metadata.keys
    let arePlain =
      names.allSatisfy { isName($0) && !own.contains($0) } && Set(names).count == names.count
    if arePlain {
      for member in cell.metadata.members { add(member.key, member.value) }
    } else {
      add("metadata", .object(cell.metadata))
    }
    if !cell.extra.isEmpty { add("extra", .object(cell.extra)) }
    if hasSource { add("source", .string(cell.source)) }
    return text
  }

  /// Puts what is said after a cell's name into it; nothing, and false, where it is not of this
  /// form.
  @discardableResult
  static func read(_ text: Substring, into cell: inout NotebookDocument.Cell) -> Bool {
    var found = cell
    var rest = text.drop { $0 == " " }
    while !rest.isEmpty {
      guard let mark = rest.firstIndex(of: "="), isName(String(rest[..<mark])) else { return false }
      let name = String(rest[..<mark])
      let (value, after) = value(rest[rest.index(after: mark)...])
      guard let value else { return false }
      switch (name, value) {
      case ("id", .string(let id)): found.id = id
      case ("metadata", .object(let object)): found.metadata = object
      case ("extra", .object(let object)): found.extra = object
      case ("source", .string(let source)): found.source = source
      default: found.metadata[name] = value
      }
      rest = after.drop { $0 == " " }
    }
    found.metadata = found.metadata.sorted
    found.extra = found.extra.sorted
    cell = found
    return true
  }

  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == 45 }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }

  /// The JSON value at the beginning of a text, and what follows it.
  private static func value(_ text: Substring) -> (JSON?, Substring) {
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    var end = text.startIndex
    while end < text.endIndex {
      let character = text[end]
      if isQuoted {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isQuoted = false
        }
      } else if character == "\"" {
        isQuoted = true
      } else if character == "{" || character == "[" {
        depth += 1
      } else if character == "}" || character == "]" {
        depth -= 1
      } else if character == " ", depth == 0 {
        break
      }
      end = text.index(after: end)
    }
    do {
      return (try JSON.parse(String(text[..<end])), text[end...])
    } catch {
      return (nil, text)
    }
  }

  /// JSON without what would end a fence's line or a comment; all of it stands in strings.
  private static func escaped(_ json: String) -> String {
    json.replacing("`", with: "\\u0060").replacing("--", with: "-\\u002d")
      .replacing("\u{7F}", with: "\\u007f")
  }
}
