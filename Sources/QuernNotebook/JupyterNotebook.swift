package import QuernText

/// Notebooks as Jupyter's nbformat 4 (`.ipynb`).
///
/// Source: nbformat 4.5's schema (nbformat.readthedocs.io). Only `outputs` and
/// `execution_count` are written; everything else keeps its order and value.
package enum JupyterNotebook {
  /// The code cells of a Jupyter notebook.
  package static func read(_ text: String, path: String) throws(NotebookError) -> Notebook {
    let json: JSON
    do {
      json = try JSON.parse(text)
    } catch {
      throw .notJSON(
        path: path, line: error.line, column: error.column, message: error.message)
    }
    guard case .object = json, let all = json["cells"]?.arrayValue else {
      throw .notANotebook(
        path: path, message: "there is no list of `cells`: this is not a Jupyter notebook")
    }
    guard json["nbformat"]?.intValue ?? 0 >= 4 else {
      throw .notANotebook(
        path: path,
        message: "nbformat \(json["nbformat"]?.intValue ?? 0) is too old; "
          + "`jupyter nbconvert --to notebook` brings it to 4")
    }
    var cells: [NotebookCell] = []
    var warnings: [NotebookWarning] = []
    var heading: String?
    var ids: Set<String> = []
    for (position, cell) in all.enumerated() {
      let source = sourceText(cell["source"])
      guard cell["cell_type"]?.stringValue == "code" else {
        heading = lastHeading(source) ?? heading
        continue
      }
      let (options, found) = CellOptions.read(source, firstLine: 1)
      warnings += found
      let index = cells.count + 1
      cells.append(
        NotebookCell(
          index: index, id: Self.id(of: cell, options, index, taken: &ids),
          title: heading, options: options, source: source, firstLine: 1, position: position))
    }
    return Notebook(
      format: .jupyter, frontMatter: try frontMatter(json["metadata"]?["quern"], path: path),
      cells: cells, warnings: warnings, jupyter: json)
  }

  /// The notebook's JSON with each cell's outputs and execution count replaced.
  ///
  /// - Parameter outputs: by `NotebookCell.position`; a cell that is not in it keeps its own.
  package static func withOutputs(
    _ json: JSON, outputs: [Int: (count: Int, outputs: [JSON])]
  ) -> JSON {
    guard case .object(var top) = json, case .array(var cells)? = top["cells"] else { return json }
    for (position, result) in outputs {
      guard cells.indices.contains(position), case .object(var cell) = cells[position] else {
        continue
      }
      cell["execution_count"] = .int(Int64(result.count))
      cell["outputs"] = .array(result.outputs)
      cells[position] = .object(cell)
    }
    top["cells"] = .array(cells)
    return .object(top)
  }

  /// The notebook's JSON with code cells behind its own, of which nothing changes.
  package static func appending(_ json: JSON, sources: [String]) -> JSON {
    guard case .object(var top) = json, case .array(var cells)? = top["cells"] else { return json }
    let hasIds = (json["nbformat"]?.intValue ?? 4, json["nbformat_minor"]?.intValue ?? 0) >= (4, 5)
    var taken = Set(cells.compactMap { $0["id"]?.stringValue })
    for source in sources {
      var members: [(String, JSON)] = [
        ("cell_type", "code"), ("execution_count", .null), ("metadata", .object(JSONObject())),
        ("outputs", .array([])), ("source", lines(source)),
      ]
      if hasIds {
        var id = "cell-\(cells.count + 1)"
        while !taken.insert(id).inserted { id += "-x" }
        members.append(("id", .string(id)))
      }
      cells.append(JSON.object(JSONObject(members)).sorted)
    }
    top["cells"] = .array(cells)
    return .object(top)
  }

  /// The label, as in Markdown, so that a converted notebook's outputs keep their names.
  private static func id(
    of cell: JSON, _ options: CellOptions, _ index: Int, taken: inout Set<String>
  ) -> String {
    let wanted = [options.label, cell["id"]?.stringValue].compactMap(\.self)
    var id = wanted.first { !taken.contains($0) } ?? "cell-\(index)"
    while !taken.insert(id).inserted { id += "-x" }
    return id
  }

  /// nbformat's `source` and `data` may be a string or a list of lines.
  static func sourceText(_ json: JSON?) -> String {
    switch json {
    case .string(let text): text
    case .array(let lines): lines.compactMap(\.stringValue).joined()
    case .null, .bool, .int, .number, .object, nil: ""
    }
  }

  /// A text as nbformat writes it: a list of lines, each with its newline.
  package static func lines(_ text: String) -> JSON {
    var lines: [JSON] = []
    var line = ""
    for character in text {
      line.append(character)
      // "\r\n" is one Character.
      if character == "\n" || character == "\r\n" {
        lines.append(.string(line))
        line = ""
      }
    }
    if !line.isEmpty { lines.append(.string(line)) }
    return .array(lines)
  }

  private static func lastHeading(_ text: String) -> String? {
    text.split(separator: "\n").last { $0.hasPrefix("#") }
      .map { trimmed($0.drop { $0 == "#" }) }
  }

  private static func frontMatter(
    _ json: JSON?, path: String
  ) throws(NotebookError) -> FrontMatter {
    guard case .object(let object)? = json else { return FrontMatter() }
    let lines = object.members.map { "\($0.key): \(DocumentHead.text($0.value))" }
    return try FrontMatter.read(lines.map { $0[...] }, firstLine: 1, path: path).0
  }
}
