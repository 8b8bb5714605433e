import QuernText
internal import QuernValue

extension JupyterNotebook {
  /// The outputs that a notebook's file holds, as a record; nil where no cell has any.
  package static func record(of notebook: Notebook) -> OutputRecord? {
    guard let all = notebook.jupyter?["cells"]?.arrayValue else { return nil }
    var record = OutputRecord()
    for cell in notebook.cells where all.indices.contains(cell.position) {
      let json = all[cell.position]
      let outputs = (json["outputs"]?.arrayValue ?? []).compactMap(output)
      let hasRun = json["execution_count"]?.intValue != nil || !outputs.isEmpty
      var status = hasRun ? "ok" : "not run"
      for case .error(let error) in outputs { status = "error \(error.code)" }
      record.entries.append(
        OutputRecord.Entry(id: cell.id, index: cell.index, status: status, outputs: outputs))
    }
    return record.entries.contains { $0.status != "not run" } ? record : nil
  }

  private static func output(_ json: JSON) -> Output? {
    switch json["output_type"]?.stringValue {
    case "stream":
      let text = sourceText(json["text"])
      guard json["name"]?.stringValue == "stderr" else { return .stream(text) }
      return .warning(text.hasSuffix("\n") ? String(text.dropLast()) : text)
    case "execute_result": return .result(bundle(json["data"]))
    case "display_data": return .display(bundle(json["data"]))
    case "error":
      let lines = json["traceback"]?.arrayValue?.compactMap(\.stringValue) ?? []
      let message = json["evalue"]?.stringValue ?? ""
      let rendered = TerminalText.stripControls(lines.joined(separator: "\n"))
      return .error(
        ErrorOutput(
          code: json["ename"]?.stringValue ?? "error", message: message,
          rendered: rendered.isEmpty ? message : rendered))
    default: return nil
    }
  }

  private static func bundle(_ json: JSON?) -> MIMEBundle {
    let members = json?.objectValue?.members ?? []
    return MIMEBundle(
      members.map { type, content in
        let isData = type.hasSuffix("json")
        return MIMEBundle.Entry(type, isData ? .json(content) : .text(sourceText(content)))
      })
  }
}
