/// Notebooks as Markdown: prose, and cells fenced as ```` ```quern ````.
///
/// Fences follow CommonMark §4.5: three or more backticks or tildes, indented at most three
/// blanks, closed by a fence at least as long. Fences of other languages are prose, and a
/// ```` ```quern ```` inside a longer fence is text.
package enum MarkdownNotebook {
  /// The cells of a Markdown text.
  package static func read(_ text: String, path: String) throws(NotebookError) -> Notebook {
    var reader = Reader(text: text, path: path)
    return try reader.read()
  }

  private struct Reader {
    let blocks: MarkdownBlocks
    let path: String
    var warnings: [NotebookWarning] = []
    var cells: [NotebookCell] = []
    var ids: Set<String> = []
    var heading: String?
    var firstHeading: String?

    init(text: String, path: String) {
      let lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { line in
        String(Substring(line.last == 13 ? line.dropLast() : line))
      }
      blocks = MarkdownBlocks(lines: lines)
      self.path = path
    }

    mutating func read() throws(NotebookError) -> Notebook {
      if blocks.isHeadUnclosed {
        throw .frontMatter(
          path: path, line: 1, message: "the front matter is never closed. End it with a line ---.")
      }
      var matter = FrontMatter()
      if !blocks.head.isEmpty {
        let inner = blocks.lines[blocks.head].dropFirst().dropLast()
        let (read, found) = try FrontMatter.read(inner.map { $0[...] }, firstLine: 2, path: path)
        matter = read
        warnings += found
      }
      if let line = blocks.unclosedCell { throw .unclosedCell(path: path, line: line + 1) }
      for block in blocks.blocks {
        guard case .code(let fence) = block.kind else {
          noteHeading(block.body)
          continue
        }
        try add(block, fence)
      }
      matter.title = matter.title ?? firstHeading
      return Notebook(format: .markdown, frontMatter: matter, cells: cells, warnings: warnings)
    }

    private mutating func add(
      _ block: MarkdownBlocks.Block, _ fence: Fence
    ) throws(NotebookError) {
      let (source, line, mystOptions) = blocks.source(block)
      let firstLine = line + 1
      var (options, found) = CellOptions.read(source, firstLine: firstLine)
      for option in mystOptions { options.take(mystOption: option) }
      warnings += found
      let index = cells.count + 1
      var attributes = NotebookDocument.Cell(kind: .code, source: "")
      CellAttributes.read(fence.attributes[...], into: &attributes)
      let id = options.label ?? attributes.id ?? "cell-\(index)"
      guard ids.insert(id).inserted else {
        throw .duplicateCell(path: path, id: id, line: firstLine)
      }
      cells.append(
        NotebookCell(
          index: index, id: id, title: heading, options: options, source: source,
          firstLine: firstLine, position: index - 1))
    }

    /// The last heading of a stretch of prose; fences of other languages hold none.
    private mutating func noteHeading(_ range: Range<Int>) {
      var fence: Fence?
      for line in blocks.lines[range] {
        if let open = fence {
          if open.isClosed(by: line[...]) { fence = nil }
          continue
        }
        fence = Fence(opening: line[...])
        let level = line.prefix { $0 == "#" }.count
        guard (1...6).contains(level), line.dropFirst(level).first == " " else { continue }
        heading = trimmed(line.dropFirst(level))
        if level == 1, firstHeading == nil { firstHeading = heading }
      }
    }
  }

  /// An opening code fence.
  struct Fence: Hashable {
    let mark: Character
    let length: Int
    let indent: Int
    let info: String

    init?(opening line: Substring) {
      let indent = line.prefix { $0 == " " }.count
      let rest = line.dropFirst(indent)
      guard indent <= 3, let mark = rest.first, mark == "`" || mark == "~" else { return nil }
      let length = rest.prefix { $0 == mark }.count
      let info = trimmed(rest.dropFirst(length))
      guard length >= 3, mark == "~" || !info.contains("`") else { return nil }
      self.mark = mark
      self.length = length
      self.indent = indent
      self.info = info
    }

    /// ```` ```quern ````, ```` ```{quern} ```` and MyST's ```` ```{code-cell} quern ````, with
    /// anything after the name.
    var isCell: Bool { name != nil }

    var isMyST: Bool { info.hasPrefix("{code-cell}") }

    /// What stands after the name: `id="a1" tags=["x"]`.
    var attributes: String { name.map { trimmed(info.dropFirst($0.count)) } ?? "" }

    private var name: String? {
      for name in ["quern", "{quern}", "{quern", "{code-cell} quern"] where info.hasPrefix(name) {
        let next = info.dropFirst(name.count).first
        if next == nil || next == " " || next == "," { return name }
      }
      return nil
    }

    func isClosed(by line: Substring) -> Bool {
      let indent = line.prefix { $0 == " " }.count
      let rest = line.dropFirst(indent)
      let run = rest.prefix { $0 == mark }.count
      return indent <= 3 && run >= length && trimmed(rest.dropFirst(run)).isEmpty
    }

    func withoutIndent(_ line: Substring) -> Substring {
      line.dropFirst(min(indent, line.prefix { $0 == " " }.count))
    }
  }
}
