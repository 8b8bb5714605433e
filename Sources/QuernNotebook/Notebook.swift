package import QuernText

/// A notebook as it was read: its cells in order, and every byte that is not a cell.
///
/// A notebook file is Markdown with fenced ```` ```quern ```` cells (`MarkdownNotebook`), or
/// Jupyter's nbformat 4 (`JupyterNotebook`). Reading changes nothing; a run never writes a
/// Markdown notebook.
package struct Notebook: Sendable {
  /// How the file is written.
  package enum Format: String, Sendable {
    case markdown
    case jupyter
    /// A program without prose: the whole file is one cell.
    case script
  }

  package let format: Format
  package let frontMatter: FrontMatter
  package let cells: [NotebookCell]
  /// What was odd but could be read: an unknown cell option, an unknown front matter key.
  package let warnings: [NotebookWarning]
  /// The parsed JSON of a Jupyter notebook, kept whole so that writing outputs changes nothing
  /// else.
  package let jupyter: JSON?

  package init(
    format: Format, frontMatter: FrontMatter, cells: [NotebookCell],
    warnings: [NotebookWarning] = [], jupyter: JSON? = nil
  ) {
    self.format = format
    self.frontMatter = frontMatter
    self.cells = cells
    self.warnings = warnings
    self.jupyter = jupyter
  }

  /// Reads the bytes of a file; `path` decides by its suffix: `.ipynb`, `.md`, `.qn`.
  package static func read(_ bytes: [UInt8], path: String) throws(NotebookError) -> Notebook {
    if let message = ForeignFile.message(path) {
      throw .notANotebook(path: path, message: message)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .notUTF8(path: path, offset: firstInvalidOffset(bytes))
    }
    if path.hasSuffix(".ipynb") { return try JupyterNotebook.read(text, path: path) }
    if path.hasSuffix(".md") || path.hasSuffix(".qmd") || path.hasSuffix(".markdown") {
      return try MarkdownNotebook.read(text, path: path)
    }
    let cell = NotebookCell(
      index: 1, id: "script", title: nil, options: CellOptions(), source: text, firstLine: 1,
      position: 0)
    return Notebook(format: .script, frontMatter: FrontMatter(), cells: [cell])
  }

  private static func firstInvalidOffset(_ bytes: [UInt8]) -> Int {
    // Decoding never fails without a repair: the first U+FFFD that was not in the input is the
    // place.
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let scalar): offset += scalar.count
      case .emptyInput: return offset
      case .error: return offset
      }
    }
  }
}

/// One cell of a notebook: its source and where it stands.
package struct NotebookCell: Sendable, Hashable {
  /// 1-based, in document order, code cells only.
  package let index: Int
  /// Stable name: the `label` option, the nbformat id, else `cell-N`.
  package let id: String
  /// The nearest heading above, for people.
  package let title: String?
  package let options: CellOptions
  /// The text that runs: option lines are kept, they are comments of the language.
  package let source: String
  /// The 1-based line of the file where `source` begins.
  package let firstLine: Int
  /// Index of the cell among all cells of the file (prose too in a Jupyter notebook).
  package let position: Int
}

/// Something in a notebook file that was read, but looks like a mistake.
package struct NotebookWarning: Sendable, Hashable {
  package let line: Int
  package let message: String

  /// `line 12: there is no cell option "timout"; did you mean "timeout"?`
  package var text: String { "line \(line): \(message)" }
}

/// A notebook file that cannot be read.
package enum NotebookError: Error, Sendable, Hashable {
  case notUTF8(path: String, offset: Int)
  case unclosedCell(path: String, line: Int)
  case frontMatter(path: String, line: Int, message: String)
  case notJSON(path: String, line: Int, column: Int, message: String)
  case notANotebook(path: String, message: String)
  case duplicateCell(path: String, id: String, line: Int)

  /// The stable code of the mistake.
  package var code: String {
    switch self {
    case .notUTF8: "notebook-not-utf8"
    case .unclosedCell: "unclosed-cell"
    case .frontMatter: "front-matter"
    case .notJSON: "notebook-not-json"
    case .notANotebook: "not-a-notebook"
    case .duplicateCell: "duplicate-cell"
    }
  }

  /// What is wrong, where, and what to do next.
  package var message: String {
    switch self {
    case .notUTF8(let path, let offset):
      "\(path): byte \(offset) is not UTF-8. Save the file as UTF-8 (iconv -f LATIN1 -t UTF-8)."
    case .unclosedCell(let path, let line):
      "\(path), line \(line): this cell is never closed. End it with a line ```."
    case .frontMatter(let path, let line, let message):
      "\(path), line \(line): \(message)"
    case .notJSON(let path, let line, let column, let message):
      "\(path), line \(line), column \(column): \(message). "
        + "The file is not JSON; was it merged or cut short?"
    case .notANotebook(let path, let message):
      "\(path): \(message)"
    case .duplicateCell(let path, let id, let line):
      "\(path), line \(line): the label `\(id)` is already used by a cell above. "
        + "Labels name a cell's outputs, so each must be its own."
    }
  }
}

/// Files that are often given for a notebook.
private enum ForeignFile {
  static func message(_ path: String) -> String? {
    var name = path.lowercased()
    for packed in [".gz", ".zst"] where name.hasSuffix(packed) { name.removeLast(packed.count) }
    let suffix = name.split(separator: ".").last.map(String.init) ?? ""
    let file = path.split(separator: "/").last.map(String.init) ?? path
    switch suffix {
    case "csv", "tsv", "json", "jsonl", "ndjson", "parquet", "feather", "arrow", "xlsx":
      return "it holds data, not cells; read(\"\(file)\") in a cell reads it"
    case "py", "r", "sh":
      return "it is a program; script(\"\(file)\") in a cell runs it"
    default: return nil
    }
  }
}
