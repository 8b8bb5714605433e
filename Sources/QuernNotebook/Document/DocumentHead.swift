package import QuernText

/// What stands above the cells: the front matter of Markdown, the metadata of nbformat.
package struct DocumentHead: Sendable, Hashable {
  /// The keys of the front matter: title, seed, instance …
  package var quern: JSON?
  /// The rest of nbformat's metadata; nil where it is what Quern writes itself.
  package var jupyter: JSONObject?
  /// Members of the notebook that nbformat does not know, and an older minor version.
  package var extra: JSONObject
  /// The front matter as it was written, its `---` too, where the usual form does not give it back.
  package var raw: [String]?

  package init(
    quern: JSON? = nil, jupyter: JSONObject? = nil, extra: JSONObject = JSONObject(),
    raw: [String]? = nil
  ) {
    self.quern = quern
    self.jupyter = jupyter
    self.extra = extra
    self.raw = raw
  }

  /// The metadata of a notebook that was never in Jupyter.
  package static let usualJupyter = JSONObject([
    (
      "kernelspec",
      .members([("display_name", "Quern"), ("language", "quern"), ("name", "quern")])
    ),
    (
      "language_info",
      .members([
        ("codemirror_mode", "julia"), ("file_extension", ".qn"), ("mimetype", "text/x-quern"),
        ("name", "quern"), ("pygments_lexer", "prql"),
      ])
    ),
  ])

  /// The lines of the front matter, `---` and all; none where nothing is to be said.
  func lines() -> [String] {
    if let raw, DocumentHead.read(raw).says(self) { return raw }
    var lines: [String] = []
    if let quern {
      if let members = Self.plainMembers(quern) {
        lines += members.map { "\($0.key): \(Self.text($0.value))" }
      } else {
        lines.append("quern: \(quern.text())")
      }
    }
    if let jupyter { lines.append("jupyter: \(JSON.object(jupyter).text())") }
    if !extra.isEmpty { lines.append("notebook: \(JSON.object(extra).text())") }
    return lines.isEmpty ? [] : ["---"] + lines + ["---"]
  }

  /// Reads front matter, its `---` lines included; keys below keys belong to other tools.
  static func read(_ raw: [String]) -> DocumentHead {
    var head = DocumentHead()
    var members = JSONObject()
    for line in raw.dropFirst().dropLast() {
      let text = trimmed(line[...])
      if text.isEmpty || text.hasPrefix("#") || line.hasPrefix(" ") || line.hasPrefix("-") {
        continue
      }
      guard let colon = text.firstIndex(of: ":") else { continue }
      let key = trimmed(text[..<colon])
      let value = Self.value(trimmed(text[text.index(after: colon)...]))
      switch (key, value) {
      case ("quern", let value): head.quern = value
      case ("jupyter", .object(let object)): head.jupyter = object
      case ("notebook", .object(let object)): head.extra = object
      default: members[key] = value
      }
    }
    if !members.isEmpty { head.quern = .object(members) }
    head.quern = head.quern?.sorted
    head.jupyter = head.jupyter?.sorted
    head.extra = head.extra.sorted
    let usual = head.lines()
    if usual != raw { head.raw = raw }
    return head
  }

  func says(_ other: DocumentHead) -> Bool {
    quern?.text() == other.quern?.text()
      && jupyter.map { JSON.object($0).text() } == other.jupyter.map { JSON.object($0).text() }
      && JSON.object(extra).text() == JSON.object(other.extra).text()
  }

  /// Members that can stand as `key: value` lines each.
  private static func plainMembers(_ quern: JSON) -> [(key: String, value: JSON)]? {
    guard case .object(let object) = quern, !object.isEmpty else { return nil }
    let own: Set<String> = ["quern", "jupyter", "notebook"]
    let arePlain = object.members.allSatisfy { member in
      !own.contains(member.key) && CellAttributes.isName(member.key)
    }
    return arePlain && Set(object.keys).count == object.count ? object.members : nil
  }

  /// A value as front matter writes it: text stands plain where it reads back as itself.
  static func text(_ value: JSON) -> String {
    guard case .string(let text) = value else { return value.text() }
    let isLine = !text.utf8.contains { $0 < 32 }
    return isLine && self.value(text) == value && trimmed(text[...]) == text
      ? text : value.text()
  }

  private static func value(_ text: String) -> JSON {
    if let json = json(text) { return json }
    let plain = FrontMatter.withoutComment(text)
    return json(plain) ?? .string(unquoted(plain))
  }

  /// A value that is JSON; `1_000` and `1e3` are text: only what is written back as it was read is
  /// a number.
  private static func json(_ text: String) -> JSON? {
    guard let first = text.utf8.first, "\"{[-0123456789ntf".utf8.contains(first) else { return nil }
    do {
      let json = try JSON.parse(text)
      switch json {
      case .string, .object, .array: return json
      case .null, .bool, .int, .number: return json.text() == text ? json : nil
      }
    } catch {
      return nil
    }
  }
}
