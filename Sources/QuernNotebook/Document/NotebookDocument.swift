package import QuernText

/// A whole notebook, prose and cells, as both forms of the file hold it.
///
/// Reading one form and writing the other loses nothing: what a form writes in a way of its own (a
/// longer fence, two blank lines, the order of nbformat's metadata) is kept in `Layout`, in the
/// attributes, or in the head. Outputs are no part of it: they belong to runs.
package struct NotebookDocument: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    case code
    case prose = "markdown"
    case raw
  }

  /// How Markdown wrote a cell where it is not the usual way.
  package struct Layout: Sendable, Hashable {
    /// Blank lines before the cell; nil for as many as usual.
    package var gap: Int?
    /// The opening line of the fence.
    package var fence: String?
    /// The whole block, where neither the usual form nor the fence gives it back.
    package var raw: [String]?

    package init(gap: Int? = nil, fence: String? = nil, raw: [String]? = nil) {
      self.gap = gap
      self.fence = fence
      self.raw = raw
    }

    var isUsual: Bool { gap == nil && fence == nil && raw == nil }
  }

  package struct Cell: Sendable, Hashable {
    package var kind: Kind
    package var source: String
    /// nbformat's id; nil where the place in the file gives it.
    package var id: String?
    package var metadata: JSONObject
    /// Pictures that were pasted into prose, and members of the cell that nbformat does not know.
    package var extra: JSONObject
    package var layout: Layout

    package init(
      kind: Kind, source: String, id: String? = nil, metadata: JSONObject = JSONObject(),
      extra: JSONObject = JSONObject(), layout: Layout = Layout()
    ) {
      self.kind = kind
      self.source = source
      self.id = id
      self.metadata = metadata
      self.extra = extra
      self.layout = layout
    }

    /// Whether two cells say the same, however they are written.
    func says(_ other: Cell) -> Bool {
      kind == other.kind && source.utf8.elementsEqual(other.source.utf8) && id == other.id
        && JSON.object(metadata).text(sortedKeys: true)
          == JSON.object(other.metadata).text(sortedKeys: true)
        && JSON.object(extra).text(sortedKeys: true)
          == JSON.object(other.extra).text(sortedKeys: true)
    }
  }

  package var head: DocumentHead
  package var cells: [Cell]
  /// Blank lines at the end; nil for the usual end of a file.
  package var tail: Int?
  /// Whether every line ends in a carriage return and a newline.
  package var hasWindowsLines: Bool

  package init(
    head: DocumentHead = DocumentHead(), cells: [Cell] = [], tail: Int? = nil,
    hasWindowsLines: Bool = false
  ) {
    self.head = head
    self.cells = cells
    self.tail = tail
    self.hasWindowsLines = hasWindowsLines
  }

  /// Reads a file; its suffix says the form, as it does for `Notebook.read`.
  package static func read(
    _ bytes: [UInt8], path: String
  ) throws(NotebookError) -> NotebookDocument {
    // The notebook's own reader finds what is wrong with the file, in the same words.
    let notebook = try Notebook.read(bytes, path: path)
    switch notebook.format {
    case .markdown:
      return MarkdownDocument.read(String(decoding: bytes, as: UTF8.self))
    case .jupyter:
      guard let json = notebook.jupyter else { return NotebookDocument() }
      return try JupyterDocument.read(json, path: path)
    case .script:
      var source = String(decoding: bytes, as: UTF8.self)
      while source.hasSuffix("\n") { source.removeLast() }
      return NotebookDocument(cells: [Cell(kind: .code, source: source)])
    }
  }

  /// The ids that the cells have where none is given: their label, else their number.
  func usualIds() -> [String] {
    var taken: Set<String> = []
    var counts: [Kind: Int] = [:]
    return cells.map { cell in
      counts[cell.kind, default: 0] += 1
      let stem = cell.kind == .code ? "cell" : cell.kind.rawValue
      let label =
        cell.kind == .code
        ? CellOptions.read(cell.source, firstLine: 1).0.label
          ?? cell.metadata["label"]?.stringValue : nil
      var id = label.flatMap { Self.isID($0) ? $0 : nil } ?? "\(stem)-\(counts[cell.kind] ?? 0)"
      while taken.contains(id) { id += "-x" }
      taken.insert(cell.id ?? id)
      return id
    }
  }

  /// nbformat's rule for ids.
  static func isID(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
          || $0 == 95
      }
  }
}
