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
    let lines: [Substring]
    let path: String
    var warnings: [NotebookWarning] = []
    var cells: [NotebookCell] = []
    var ids: Set<String> = []
    var heading: String?

    init(text: String, path: String) {
      // A CRLF file's lines keep their "\r" off: Swift treats "\r\n" as one Character.
      lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      self.path = path
    }

    mutating func read() throws(NotebookError) -> Notebook {
      var (matter, index) = try frontMatter()
      while index < lines.count {
        if let fence = Fence(opening: lines[index]) {
          index = try block(fence, at: index)
        } else {
          noteHeading(lines[index])
          index += 1
        }
      }
      if matter.title == nil { matter.title = firstHeading }
      return Notebook(format: .markdown, frontMatter: matter, cells: cells, warnings: warnings)
    }

    private var firstHeading: String? {
      lines.first { $0.hasPrefix("# ") }.map { trimmed($0.dropFirst(2)) }
    }

    private mutating func frontMatter() throws(NotebookError) -> (FrontMatter, Int) {
      guard let first = lines.first, trimmed(first) == "---" else { return (FrontMatter(), 0) }
      var end = 1
      while end < lines.count, trimmed(lines[end]) != "---", trimmed(lines[end]) != "..." {
        end += 1
      }
      guard end < lines.count else {
        throw .frontMatter(
          path: path, line: 1, message: "the front matter is never closed. End it with a line ---.")
      }
      let (matter, found) = try FrontMatter.read(
        Array(lines[1..<end]), firstLine: 2, path: path)
      warnings += found
      return (matter, end + 1)
    }

    /// Reads the fenced block that opens at `start`; returns the index after it.
    private mutating func block(_ fence: Fence, at start: Int) throws(NotebookError) -> Int {
      var end = start + 1
      while end < lines.count, !fence.isClosed(by: lines[end]) { end += 1 }
      guard fence.isCell else { return end + 1 }
      guard end < lines.count else { throw .unclosedCell(path: path, line: start + 1) }
      let source = lines[(start + 1)..<end].map { fence.withoutIndent($0) }
        .joined(separator: "\n")
      try add(source, firstLine: start + 2)
      return end + 1
    }

    private mutating func add(_ source: String, firstLine: Int) throws(NotebookError) {
      let (options, found) = CellOptions.read(source, firstLine: firstLine)
      warnings += found
      let index = cells.count + 1
      let id = options.label ?? "cell-\(index)"
      guard ids.insert(id).inserted else {
        throw .duplicateCell(path: path, id: id, line: firstLine)
      }
      cells.append(
        NotebookCell(
          index: index, id: id, title: heading, options: options, source: source,
          firstLine: firstLine, position: index - 1))
    }

    private mutating func noteHeading(_ line: Substring) {
      let level = line.prefix { $0 == "#" }.count
      guard (1...6).contains(level), line.dropFirst(level).first == " " else { return }
      heading = trimmed(line.dropFirst(level))
    }
  }

  /// An opening code fence.
  struct Fence {
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

    /// ```` ```quern ```` and ```` ```{quern} ````, with anything after the name.
    var isCell: Bool {
      let word = info.prefix { $0 != " " && $0 != "," }
      return word == "quern" || word == "{quern}" || word == "{quern"
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
