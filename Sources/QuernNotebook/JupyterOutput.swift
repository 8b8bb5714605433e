package import QuernText
package import QuernValue

extension JupyterNotebook {
  /// A cell's outputs as nbformat 4 stores them.
  ///
  /// Streams that follow each other are one output, as Jupyter's own front ends save them; warnings
  /// are `stderr`, as the kernel sends them.
  package static func outputs(_ outputs: [Output], count: Int) -> [JSON] {
    var result: [JSON] = []
    var stream = ""
    var name = "stdout"
    func flush() {
      guard !stream.isEmpty else { return }
      result.append(
        object([
          ("name", .string(name)), ("output_type", .string("stream")), ("text", lines(stream)),
        ]))
      stream = ""
    }
    func add(_ text: String, to wanted: String) {
      if wanted != name { flush() }
      name = wanted
      stream += text
    }
    for output in outputs {
      switch output {
      case .stream(let text): add(text, to: "stdout")
      case .note(let text): add(text + "\n", to: "stdout")
      case .warning(let text): add(text + "\n", to: "stderr")
      case .display(let bundle):
        flush()
        result.append(
          object([
            ("data", data(bundle)), ("metadata", bundle.metadata),
            ("output_type", .string("display_data")),
          ]))
      case .result(let bundle):
        flush()
        result.append(
          object([
            ("data", data(bundle)), ("execution_count", .int(Int64(count))),
            ("metadata", bundle.metadata), ("output_type", .string("execute_result")),
          ]))
      case .error(let error):
        flush()
        result.append(
          object([
            ("ename", .string(error.code)), ("evalue", .string(error.message)),
            ("output_type", .string("error")),
            (
              "traceback", .array(error.rendered.split(separator: "\n").map { .string(String($0)) })
            ),
          ]))
      case .progress: break
      }
    }
    flush()
    return result
  }

  private static func object(_ members: [(String, JSON)]) -> JSON { .object(JSONObject(members)) }

  private static func data(_ bundle: MIMEBundle) -> JSON {
    var object = JSONObject()
    for entry in bundle.saved.entries {
      switch entry.content {
      case .text(let text): object[entry.type] = lines(text)
      case .json(let json): object[entry.type] = json
      }
    }
    return .object(object)
  }
}
