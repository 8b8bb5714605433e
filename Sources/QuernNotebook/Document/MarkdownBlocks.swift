import QuernText

/// A Markdown notebook's lines as prose and cells: what running and converting both see.
///
/// Besides ```` ```quern ```` there are MyST's ```` ```{code-cell} quern ````, whose options are
/// `:key: value` lines, and jupytext's marks around prose: `<!-- #md -->`, `<!-- #raw -->` and
/// `<!-- #region -->` with their `<!-- #end… -->`.
struct MarkdownBlocks {
  enum Kind: Hashable {
    case code(MarkdownNotebook.Fence)
    case prose
    /// Between `<!-- #md … -->` and `<!-- #endmd -->`; with what stands in the opening comment.
    case marked(NotebookDocument.Kind, attributes: String)
    /// After MyST's `+++`.
    case afterBreak(attributes: String)

    /// Whether prose that follows would belong to it.
    var isProse: Bool {
      switch self {
      case .prose, .afterBreak: true
      case .code, .marked: false
      }
    }
  }

  struct Block: Hashable {
    var kind: Kind
    /// All lines of it, marks and fences included.
    var lines: Range<Int>
    /// The lines of its source.
    var body: Range<Int>
  }

  let lines: [String]
  /// The front matter with its `---`; empty where there is none.
  private(set) var head = 0..<0
  private(set) var blocks: [Block] = []
  /// The line, from 0, of a fence of a cell that is never closed, or of the front matter.
  private(set) var unclosedCell: Int?
  private(set) var isHeadUnclosed = false
  /// Whether the text ends inside of a fence or mark.
  private(set) var isOpen = false
  private var isMyST = false

  /// - Parameter lines: without their newlines; a carriage return may end them.
  /// - Parameter isWhole: whether the first line begins the file, so that it may open front matter.
  init(lines: [String], isWhole: Bool = true, isMyST: Bool = false) {
    self.lines = lines
    self.isMyST = isMyST
    var index = 0
    if isWhole, let first = lines.first, trimmed(first[...]) == "---" {
      var end = 1
      while end < lines.count, !Self.closesHead(lines[end]) { end += 1 }
      guard end < lines.count else {
        isHeadUnclosed = true
        return
      }
      head = 0..<(end + 1)
      index = end + 1
      self.isMyST = lines[head].contains { trimmed($0[...]) == "format_name: myst" }
    }
    scan(from: index)
  }

  private static func closesHead(_ line: String) -> Bool {
    let text = trimmed(line[...])
    return text == "---" || text == "..."
  }

  private mutating func scan(from start: Int) {
    var index = start
    var prose = start
    while index < lines.count {
      if let fence = MarkdownNotebook.Fence(opening: lines[index][...]) {
        var end = index + 1
        while end < lines.count, !fence.isClosed(by: lines[end][...]) { end += 1 }
        if end == lines.count { isOpen = true }
        guard fence.isCell else {
          index = min(end + 1, lines.count)
          continue
        }
        guard end < lines.count else {
          unclosedCell = index
          return
        }
        addProse(prose..<index)
        blocks.append(
          Block(kind: .code(fence), lines: index..<(end + 1), body: (index + 1)..<end))
        index = end + 1
        prose = index
      } else if let (block, isClosed) = marked(at: index) {
        guard isClosed else {
          isOpen = true
          index += 1
          continue
        }
        addProse(prose..<index)
        blocks.append(block)
        index = block.lines.upperBound
        prose = index
      } else {
        index += 1
      }
    }
    addProse(prose..<lines.count)
  }

  /// A stretch of prose without the blank lines around it; MyST's `+++` divides it.
  private mutating func addProse(_ range: Range<Int>) {
    var parts: [(Range<Int>, Kind)] = []
    var from = range.lowerBound
    var kind = Kind.prose
    if isMyST {
      for index in range where isBreak(lines[index]) {
        parts.append((from..<index, kind))
        from = index
        kind = .afterBreak(attributes: trimmed(lines[index].dropFirst(3)))
      }
    }
    parts.append((from..<range.upperBound, kind))
    for (part, kind) in parts {
      var whole = part
      while let first = whole.first, lines[first].isEmpty { whole.removeFirst() }
      while let last = whole.last, lines[last].isEmpty { whole.removeLast() }
      guard !whole.isEmpty else { continue }
      var body = whole
      if kind != .prose {
        body.removeFirst()
        while let first = body.first, lines[first].isEmpty { body.removeFirst() }
      }
      blocks.append(Block(kind: kind, lines: whole, body: body))
    }
  }

  private func isBreak(_ line: String) -> Bool {
    line.hasPrefix("+++") && (line.utf8.count == 3 || line.dropFirst(3).first == " ")
  }

  /// The block that a mark opens at a line, and whether it is closed.
  private func marked(at start: Int) -> (Block, Bool)? {
    guard let (name, attributes) = Self.mark(lines[start]), let kind = Self.marks[name] else {
      return nil
    }
    var end = start + 1
    while end < lines.count, Self.mark(lines[end])?.name != "end\(name)" { end += 1 }
    guard end < lines.count else {
      return (Block(kind: .prose, lines: start..<start, body: start..<start), false)
    }
    let body = (start + 1)..<end
    // A region is an editor's fold as well: one with cells in it stays prose around cells.
    if name == "region", body.contains(where: { isCell(lines[$0]) }) { return nil }
    let block = Block(
      kind: .marked(kind, attributes: attributes), lines: start..<(end + 1), body: body)
    return (block, true)
  }

  private func isCell(_ line: String) -> Bool {
    MarkdownNotebook.Fence(opening: line[...])?.isCell == true
  }

  private static let marks: [String: NotebookDocument.Kind] = [
    "md": .prose, "markdown": .prose, "region": .prose, "raw": .raw,
  ]

  /// `<!-- #name rest -->`
  static func mark(_ line: String) -> (name: String, rest: String)? {
    guard line.hasPrefix("<!-- #") else { return nil }
    let text = trimmed(line[...])
    guard text.hasSuffix("-->"), text.utf8.count >= 10 else { return nil }
    let inner = text.dropFirst(6).dropLast(3)
    let name = inner.prefix { $0 != " " }
    return (String(name), trimmed(inner.dropFirst(name.count)))
  }
}

extension MarkdownBlocks {
  /// The lines of a cell's source: without the fence's indent and a carriage return, and without
  /// MyST's options.
  func source(_ block: Block) -> (text: String, firstLine: Int, options: [String]) {
    guard case .code(let fence) = block.kind else {
      return (lines[block.body].joined(separator: "\n"), block.body.lowerBound, [])
    }
    var body = block.body
    var options: [String] = []
    if fence.isMyST { options = mystOptions(&body) }
    let texts = lines[body].map { line in
      let text = fence.withoutIndent(line[...])
      return String(text.hasSuffix("\r") ? text.dropLast() : text)
    }
    return (texts.joined(separator: "\n"), body.lowerBound, options)
  }

  /// `:key: value` lines, or a block of `---` lines, at the head of a MyST cell.
  private func mystOptions(_ body: inout Range<Int>) -> [String] {
    var options: [String] = []
    if let first = body.first, trimmed(lines[first][...]) == "---" {
      guard let end = body.dropFirst().first(where: { trimmed(lines[$0][...]) == "---" }) else {
        return []
      }
      options = lines[(first + 1)..<end].map { trimmed($0[...]) }
      body = (end + 1)..<body.upperBound
      return options
    }
    while let first = body.first {
      let text = trimmed(lines[first][...])
      guard text.hasPrefix(":"), let second = text.dropFirst().firstIndex(of: ":"),
        text.index(after: text.startIndex) < second
      else { break }
      options.append(
        "\(text[text.index(after: text.startIndex)..<second]): "
          + trimmed(text[text.index(after: second)...]))
      body.removeFirst()
    }
    return options
  }
}
