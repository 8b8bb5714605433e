package import QuernText

/// A document as Jupyter's nbformat 4, read and written.
package enum JupyterDocument {
  /// Where what Markdown wrote in a way of its own is kept, in the metadata of cell and notebook.
  static let layoutKey = "quern_markdown"

  /// The document of a notebook's JSON.
  static func read(_ json: JSON, path: String) throws(NotebookError) -> NotebookDocument {
    let json = json.sorted
    let metadata = json["metadata"]?.objectValue ?? JSONObject()
    if let language = foreignLanguage(metadata) {
      throw .notANotebook(
        path: path,
        message: "its cells are \(language), and only notebooks of Quern cells can be converted")
    }
    var document = NotebookDocument()
    document.head = head(json, metadata)
    let layout = metadata[layoutKey]
    document.tail = layout?["tail"]?.intValue.map { Int($0) }
    document.hasWindowsLines = layout?["crlf"]?.boolValue ?? false
    document.cells = (json["cells"]?.arrayValue ?? []).map(cell)
    try checkLabels(document, path: path)
    return document
  }

  /// Markdown knows cells by their labels, so each must be its own there.
  private static func checkLabels(
    _ document: NotebookDocument, path: String
  ) throws(NotebookError) {
    var labels: Set<String> = []
    for cell in document.cells where cell.kind == .code {
      guard let label = CellOptions.read(cell.source, firstLine: 1).0.label else { continue }
      guard labels.insert(label).inserted else {
        throw .notANotebook(
          path: path, message: "two cells have the label `\(label)`; give each one its own")
      }
    }
  }

  /// The document as a notebook without outputs.
  package static func json(_ document: NotebookDocument) -> JSON {
    let hasIds = document.head.extra["nbformat_minor"]?.intValue ?? 5 >= 5
    let ids = document.usualIds()
    let cells = document.cells.enumerated().map { index, cell in
      json(cell, id: hasIds ? cell.id ?? ids[index] : nil)
    }
    var metadata = document.head.jupyter ?? DocumentHead.usualJupyter
    if let quern = document.head.quern { metadata["quern"] = quern }
    if let layout = layout(document) { metadata[layoutKey] = layout }
    var members: [(String, JSON)] = [
      ("cells", .array(cells)), ("metadata", .object(metadata)), ("nbformat", 4),
      ("nbformat_minor", document.head.extra["nbformat_minor"] ?? 5),
    ]
    for member in document.head.extra.members where member.key != "nbformat_minor" {
      members.append((member.key, member.value))
    }
    return JSON.object(JSONObject(members)).sorted
  }

  /// The language of the cells where it is not Quern's.
  private static func foreignLanguage(_ metadata: JSONObject) -> String? {
    let named =
      metadata["kernelspec"]?["language"]?.stringValue
      ?? metadata["language_info"]?["name"]?.stringValue
    guard let named, named != "quern" else { return nil }
    return named.prefix(1).uppercased() + named.dropFirst()
  }

  private static func head(_ json: JSON, _ metadata: JSONObject) -> DocumentHead {
    var head = DocumentHead()
    var jupyter = metadata
    head.quern = metadata["quern"]
    jupyter["quern"] = nil
    if let raw = metadata[layoutKey]?["head"]?.arrayValue {
      head.raw = raw.compactMap(\.stringValue)
    }
    jupyter[layoutKey] = nil
    if JSON.object(jupyter).text(sortedKeys: true)
      != JSON.object(DocumentHead.usualJupyter).text(sortedKeys: true)
    {
      head.jupyter = jupyter
    }
    for member in json.objectValue?.members ?? [] {
      switch member.key {
      case "cells", "metadata", "nbformat": break
      case "nbformat_minor" where member.value == 5: break
      default: head.extra[member.key] = member.value
      }
    }
    return head
  }

  private static func cell(_ json: JSON) -> NotebookDocument.Cell {
    var cell = NotebookDocument.Cell(
      kind: NotebookDocument.Kind(jupyter: json["cell_type"]?.stringValue),
      source: JupyterNotebook.sourceText(json["source"]),
      id: json["id"]?.stringValue,
      metadata: json["metadata"]?.objectValue ?? JSONObject())
    for member in json.objectValue?.members ?? [] {
      switch member.key {
      case "cell_type", "source", "id", "metadata", "outputs", "execution_count": break
      default: cell.extra[member.key] = member.value
      }
    }
    guard let layout = cell.metadata[layoutKey] else { return cell }
    cell.metadata[layoutKey] = nil
    cell.layout = NotebookDocument.Layout(
      gap: layout["gap"]?.intValue.map { Int($0) }, fence: layout["fence"]?.stringValue,
      raw: layout["raw"]?.arrayValue.map { $0.compactMap(\.stringValue) })
    return cell
  }

  private static func json(_ cell: NotebookDocument.Cell, id: String?) -> JSON {
    var metadata = cell.metadata
    if !cell.layout.isUsual {
      var layout = JSONObject()
      if let fence = cell.layout.fence { layout["fence"] = .string(fence) }
      if let gap = cell.layout.gap { layout["gap"] = .int(Int64(gap)) }
      if let raw = cell.layout.raw { layout["raw"] = .array(raw.map { .string($0) }) }
      metadata[layoutKey] = .object(layout)
    }
    var members: [(String, JSON)] = [
      ("cell_type", .string(cell.kind.rawValue)), ("metadata", .object(metadata)),
      ("source", JupyterNotebook.lines(cell.source)),
    ]
    if let id { members.append(("id", .string(id))) }
    if cell.kind == .code { members += [("execution_count", .null), ("outputs", .array([]))] }
    for member in cell.extra.members { members.append((member.key, member.value)) }
    return .object(JSONObject(members))
  }

  private static func layout(_ document: NotebookDocument) -> JSON? {
    var layout = JSONObject()
    if document.hasWindowsLines { layout["crlf"] = .bool(true) }
    if let raw = document.head.raw { layout["head"] = .array(raw.map { .string($0) }) }
    if let tail = document.tail { layout["tail"] = .int(Int64(tail)) }
    return layout.isEmpty ? nil : .object(layout)
  }
}

extension JSON {
  /// The value with the members of its objects in the order in which nbformat writes them, which
  /// is all that is left of it after Jupyter has saved it.
  var sorted: JSON {
    switch self {
    case .null, .bool, .int, .number, .string: self
    case .array(let items): .array(items.map(\.sorted))
    case .object(let object): .object(object.sorted)
    }
  }
}

extension JSONObject {
  var sorted: JSONObject {
    JSONObject(
      members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { ($0.key, $0.value.sorted) })
  }
}

extension NotebookDocument.Kind {
  /// nbformat's name of a cell's type; what it does not know is kept as raw text.
  fileprivate init(jupyter: String?) {
    switch jupyter {
    case "code": self = .code
    case "markdown": self = .prose
    default: self = .raw
    }
  }
}
