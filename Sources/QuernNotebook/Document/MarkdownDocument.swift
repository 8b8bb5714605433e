import QuernText

/// A document as Markdown, read and written.
package enum MarkdownDocument {
  /// The document of a Markdown text that `MarkdownNotebook.read` accepts.
  package static func read(_ text: String) -> NotebookDocument {
    var (lines, hasWindowsLines) = lines(text)
    let blocks = MarkdownBlocks(lines: lines)
    lines = blocks.lines
    var document = NotebookDocument(hasWindowsLines: hasWindowsLines)
    if !blocks.head.isEmpty { document.head = DocumentHead.read(Array(lines[blocks.head])) }
    document.cells = blocks.blocks.map { cell($0, blocks) }
    let ids = document.usualIds()
    var end = blocks.head.upperBound
    for (index, block) in blocks.blocks.enumerated() {
      let gap = block.lines.lowerBound - end
      if gap != usualGap(index, document) { document.cells[index].layout.gap = gap }
      end = block.lines.upperBound
      noteLayout(
        &document.cells[index], lines: Array(lines[block.lines]), usualID: ids[index],
        place: Place(isFirst: index == 0 && blocks.head.isEmpty, isLast: false),
        follows: index > 0 ? blocks.blocks[index - 1].kind : nil)
    }
    let tail = lines.count - end
    if tail != 1 { document.tail = tail }
    return document
  }

  /// The document as Markdown.
  package static func text(_ document: NotebookDocument) -> String {
    // A fence or mark that prose leaves open is harmless where nothing below closes it: whether
    // that is so shows in the whole text.
    let bold = text(document, isBold: true)
    return isRead(bold, as: document) ? bold : text(document, isBold: false)
  }

  private static func isRead(_ text: String, as document: NotebookDocument) -> Bool {
    let read = self.read(text)
    guard read.cells.count == document.cells.count else { return false }
    let ids = (read: read.usualIds(), wanted: document.usualIds())
    return document.cells.indices.allSatisfy { index in
      var (cell, wanted) = (read.cells[index], document.cells[index])
      cell.id = cell.id ?? ids.read[index]
      wanted.id = wanted.id ?? ids.wanted[index]
      return cell.says(wanted)
    }
  }

  private static func text(_ document: NotebookDocument, isBold: Bool) -> String {
    var lines = document.head.lines()
    let hasHead = !lines.isEmpty
    let isMyST = lines.contains { trimmed($0[...]) == "format_name: myst" }
    let ids = document.usualIds()
    var isAfterProse = false
    for (index, cell) in document.cells.enumerated() {
      let gap = cell.layout.gap ?? usualGap(index, document)
      lines += Array(repeating: "", count: max(0, gap))
      let place = Place(isFirst: index == 0 && !hasHead, isLast: index == ids.count - 1)
      // Two stretches of prose with nothing between them would be one.
      let isPlain = !isAfterProse && isPlainProse(cell, usualID: ids[index], place)
      if let raw = cell.layout.raw, isBold || says(raw, cell, place, isMyST: isMyST) {
        lines += raw
        let blocks = MarkdownBlocks(lines: raw, isWhole: false, isMyST: isMyST)
        isAfterProse = blocks.blocks.last?.kind.isProse == true
      } else {
        lines += usualLines(cell, usualID: ids[index], isPlain: isPlain)
        isAfterProse = isPlain
      }
    }
    lines += Array(repeating: "", count: max(0, document.tail ?? 1))
    return lines.joined(separator: document.hasWindowsLines ? "\r\n" : "\n")
  }

  /// The lines of a text; carriage returns are off where every line has one.
  private static func lines(_ text: String) -> (lines: [String], hasWindowsLines: Bool) {
    var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
    let isWindows =
      lines.count > 1
      && lines.dropLast().allSatisfy { $0.utf8.last == 13 } && lines.last?.utf8.last != 13
    if isWindows {
      for index in lines.indices.dropLast() { lines[index].unicodeScalars.removeLast() }
    }
    return (lines, isWindows)
  }

  private static func usualGap(_ index: Int, _ document: NotebookDocument) -> Int {
    index == 0 && document.head.lines().isEmpty ? 0 : 1
  }

  private static func cell(
    _ block: MarkdownBlocks.Block, _ blocks: MarkdownBlocks
  ) -> NotebookDocument.Cell {
    let (source, _, options) = blocks.source(block)
    switch block.kind {
    case .code(let fence):
      var cell = NotebookDocument.Cell(kind: .code, source: source)
      CellAttributes.read(fence.attributes[...], into: &cell)
      for option in options {
        // MyST's tags are YAML; what is no JSON is kept as text.
        guard let colon = option.firstIndex(of: ":") else { continue }
        let key = trimmed(option[..<colon])
        let value = trimmed(option[option.index(after: colon)...])
        cell.metadata[key] = mystValue(value)
      }
      cell.metadata = cell.metadata.sorted
      return cell
    case .prose:
      return NotebookDocument.Cell(kind: .prose, source: source)
    case .marked(let kind, let attributes):
      var cell = NotebookDocument.Cell(kind: kind, source: source)
      CellAttributes.read(attributes[...], into: &cell)
      return cell
    case .afterBreak(let attributes):
      var cell = NotebookDocument.Cell(kind: .prose, source: source)
      if case .object(let object) = mystValue(attributes) { cell.metadata = object.sorted }
      return cell
    }
  }

  private static func mystValue(_ text: String) -> JSON {
    do {
      return try JSON.parse(text)
    } catch {
      guard text.hasPrefix("["), text.hasSuffix("]") else { return .string(unquoted(text)) }
      return .array(
        text.dropFirst().dropLast().split(separator: ",").map { .string(unquoted(trimmed($0))) })
    }
  }

  /// Keeps what the usual form of a cell would lose.
  private static func noteLayout(
    _ cell: inout NotebookDocument.Cell, lines: [String], usualID: String, place: Place,
    follows: MarkdownBlocks.Kind?
  ) {
    let isPlain = follows?.isProse != true && isPlainProse(cell, usualID: usualID, place)
    if isSame(usualLines(cell, usualID: usualID, isPlain: isPlain), lines) { return }
    if cell.kind == .code, let opening = lines.first {
      cell.layout.fence = opening
      if isSame(usualLines(cell, usualID: usualID, isPlain: false), lines) { return }
    }
    cell.layout.raw = lines
  }

  /// Where a cell stands in its file.
  private struct Place {
    let isFirst: Bool
    let isLast: Bool
  }

  /// Whether the lines are the same bytes; equal strings need not be.
  private static func isSame(_ a: [String], _ b: [String]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
  }

  /// Whether the lines, read by themselves, are this cell.
  private static func says(
    _ raw: [String], _ cell: NotebookDocument.Cell, _ place: Place, isMyST: Bool
  ) -> Bool {
    let blocks = MarkdownBlocks(lines: raw, isWhole: false, isMyST: isMyST)
    guard blocks.blocks.count == 1, let block = blocks.blocks.first,
      !blocks.isOpen || place.isLast
    else {
      return false
    }
    var read = self.cell(block, blocks)
    if read.id == nil { read.id = cell.id }
    return read.says(cell)
  }

  /// Whether prose can stand without marks around it.
  private static func isPlainProse(
    _ cell: NotebookDocument.Cell, usualID: String, _ place: Place
  ) -> Bool {
    guard cell.kind == .prose, cell.metadata.isEmpty, cell.extra.isEmpty,
      cell.id == nil || cell.id == usualID, !cell.source.utf8.contains(13)
    else { return false }
    let lines = documentLines(cell.source)
    if place.isFirst, trimmed(lines[0][...]) == "---" { return false }
    let blocks = MarkdownBlocks(lines: lines, isWhole: false)
    return !blocks.isOpen
      && blocks.blocks == [
        MarkdownBlocks.Block(kind: .prose, lines: lines.indices, body: lines.indices)
      ]
  }

  private static func documentLines(_ source: String) -> [String] {
    source.utf8.split(separator: 10, omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
  }

  /// A cell in the usual form.
  private static func usualLines(
    _ cell: NotebookDocument.Cell, usualID: String, isPlain: Bool
  ) -> [String] {
    let body = documentLines(cell.source)
    switch cell.kind {
    case .prose where isPlain: return body
    case .prose, .raw:
      let name = cell.kind == .raw ? "raw" : "md"
      let endsItself = body.contains { MarkdownBlocks.mark($0)?.name == "end\(name)" }
      let attributes = CellAttributes.text(cell, usualID: usualID, hasSource: endsItself)
      let end = "<!-- #end\(name) -->"
      let isEmpty = cell.source.isEmpty || endsItself
      return ["<!-- #\(name)\(attributes) -->"] + (isEmpty ? [] : body) + [end]
    case .code:
      let opening =
        usableFence(cell, body: body, usualID: usualID)
        ?? usualFence(body) + "quern" + CellAttributes.text(cell, usualID: usualID)
      let indent = opening.prefix { $0 == " " }
      let marks = opening.drop { $0 == " " }
      let end = indent + marks.prefix { $0 == marks.first }
      let shown = body.map { $0.isEmpty ? "" : indent + $0 }
      return [opening] + (cell.source.isEmpty ? [] : shown) + [String(end)]
    }
  }

  /// The opening line that the file had, where it still opens this cell.
  private static func usableFence(
    _ cell: NotebookDocument.Cell, body: [String], usualID: String
  ) -> String? {
    guard let opening = cell.layout.fence,
      let fence = MarkdownNotebook.Fence(opening: opening[...]), fence.isCell, !fence.isMyST,
      !body.contains(where: { fence.isClosed(by: $0[...]) })
    else { return nil }
    var read = NotebookDocument.Cell(kind: .code, source: cell.source)
    CellAttributes.read(fence.attributes[...], into: &read)
    if read.id == nil, cell.id == usualID { read.id = cell.id }
    return read.says(cell) ? opening : nil
  }

  private static func usualFence(_ body: [String]) -> String {
    var length = 3
    for line in body {
      let run = line.drop { $0 == " " }.prefix { $0 == "`" }.count
      length = max(length, run + 1)
    }
    return String(repeating: "`", count: length)
  }
}
