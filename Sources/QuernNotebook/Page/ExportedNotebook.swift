package import QuernText
package import QuernValue

/// A notebook with what its cells showed: what a page is made of.
package struct ExportedNotebook: Sendable {
  package enum Item: Sendable {
    case prose(String)
    case cell(ExportedCell)
  }

  package var title: String
  /// The file's name, for the page's head.
  package var name: String
  package var items: [Item]
  /// What is known of the run, by name, in order: `seed` → `7`.
  package var facts: [(name: String, value: String)]
  /// The files that the cells read, with the beginning of their digests.
  package var inputs: [(path: String, digest: String)]

  /// - Parameter run: the last line of the run log.
  /// - Parameter lock: `lock.json`.
  package init(
    document: NotebookDocument, notebook: Notebook, record: OutputRecord, name: String,
    run: JSON? = nil, lock: JSON? = nil
  ) {
    title = notebook.frontMatter.title ?? name
    self.name = name
    let entries = Dictionary(record.entries.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    let sources = Self.sources(lock)
    var codes = notebook.cells.makeIterator()
    items = document.cells.compactMap { cell in
      guard cell.kind == .code else { return cell.kind == .prose ? .prose(cell.source) : nil }
      guard let code = codes.next() else { return nil }
      var exported = ExportedCell(
        cell: code, entry: entries[code.id],
        seconds: run?["cell_seconds"]?[code.id]?.doubleValue)
      if let made = sources[code.id], exported.status != .notRun {
        exported.isChanged = made != NotebookLock.sourceDigest(code.source)
      }
      return .cell(exported)
    }
    facts = Self.facts(run, lock, notebook)
    inputs = Self.inputs(lock)
  }

  package var cells: [ExportedCell] {
    items.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
  }

  private static func sources(_ lock: JSON?) -> [String: String] {
    var sources: [String: String] = [:]
    for cell in lock?["cells"]?.arrayValue ?? [] {
      guard let id = cell["id"]?.stringValue, let source = cell["source"]?.stringValue else {
        continue
      }
      sources[id] = source
    }
    return sources
  }

  private static func facts(
    _ run: JSON?, _ lock: JSON?, _ notebook: Notebook
  ) -> [(name: String, value: String)] {
    var facts: [(name: String, value: String)] = []
    if let started = run?["started"]?.stringValue {
      let minute = started.prefix(16).replacing("T", with: " ")
      facts.append(("ran", "\(minute) UTC"))
    }
    if let seconds = run?["seconds"]?.doubleValue {
      facts.append(("took", Numbers.seconds(seconds)))
    }
    if let engine = lock?["engine"]?.stringValue { facts.append(("engine", engine)) }
    if let instance = lock?["instance"]?.stringValue { facts.append(("instance", instance)) }
    if lock != nil || notebook.frontMatter.seed != 0 {
      facts.append(("seed", String(notebook.frontMatter.seed)))
    }
    for member in lock?["parameters"]?.objectValue?.members ?? [] {
      facts.append((member.key, member.value.stringValue ?? member.value.text()))
    }
    return facts
  }

  private static func inputs(_ lock: JSON?) -> [(path: String, digest: String)] {
    var seen: Set<String> = []
    var inputs: [(path: String, digest: String)] = []
    for cell in lock?["cells"]?.arrayValue ?? [] {
      for read in cell["reads"]?.arrayValue ?? [] {
        guard read["kind"]?.stringValue == "file", let path = read["subject"]?.stringValue,
          let digest = read["digest"]?.stringValue, seen.insert(path + digest).inserted
        else { continue }
        inputs.append((path, String(digest.prefix(12))))
      }
    }
    return inputs
  }
}

/// A cell with what it showed.
package struct ExportedCell: Sendable {
  package enum Status: Sendable, Hashable {
    case ok
    case failed
    case interrupted
    case notRun
  }

  package let id: String
  /// Whether the id is a label of the user's.
  package let isLabelled: Bool
  /// Without the option lines at its head.
  package let source: String
  package let status: Status
  package let seconds: Double?
  package let outputs: [Output]
  /// Whether the cell was edited after its outputs were made.
  package var isChanged = false

  init(cell: NotebookCell, entry: OutputRecord.Entry?, seconds: Double?) {
    id = cell.id
    isLabelled = cell.options.label != nil
    var lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let first = lines.first, first.hasPrefix("#|") { lines.removeFirst() }
    source = lines.joined(separator: "\n")
    self.seconds = seconds
    outputs = entry?.outputs ?? []
    let word = entry?.status.prefix { $0 != " " } ?? "not"
    status =
      word == "ok"
      ? .ok : word == "error" ? .failed : word == "interrupted" ? .interrupted : .notRun
  }
}
