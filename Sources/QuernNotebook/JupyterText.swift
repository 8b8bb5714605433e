package import QuernText

extension JupyterNotebook {
  /// JSON as Jupyter's own tools write it: one blank of indent, non-ASCII kept, a final newline.
  ///
  /// Python's `json.dumps(…, indent=1, ensure_ascii=False)`, so that a run changes only the lines
  /// of the outputs it changed.
  package static func text(_ json: JSON) -> String {
    var out = ""
    write(json, indent: 0, into: &out)
    out += "\n"
    return out
  }

  private static func write(_ json: JSON, indent: Int, into out: inout String) {
    switch json {
    case .array(let items):
      guard !items.isEmpty else {
        out += "[]"
        return
      }
      out += "["
      for (index, item) in items.enumerated() {
        newline(indent + 1, separated: index > 0, into: &out)
        write(item, indent: indent + 1, into: &out)
      }
      newline(indent, separated: false, into: &out)
      out += "]"
    case .object(let object):
      guard !object.members.isEmpty else {
        out += "{}"
        return
      }
      out += "{"
      for (index, member) in object.members.enumerated() {
        newline(indent + 1, separated: index > 0, into: &out)
        out += JSON.string(member.key).text()
        out += ": "
        write(member.value, indent: indent + 1, into: &out)
      }
      newline(indent, separated: false, into: &out)
      out += "}"
    case .null, .bool, .int, .number, .string:
      out += json.text()
    }
  }

  private static func newline(_ indent: Int, separated: Bool, into out: inout String) {
    if separated { out += "," }
    out += "\n"
    for _ in 0..<indent { out += " " }
  }
}
