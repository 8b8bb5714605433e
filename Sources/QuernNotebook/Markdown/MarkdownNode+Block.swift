extension MarkdownNode {
  /// The block as it is shown; nil where nothing of it is left.
  func block(_ references: MarkdownReferences) -> MarkdownBlock? {
    func inline(_ bytes: [UInt8]) -> [MarkdownInline] {
      MarkdownInlineParser.parse(bytes, references)
    }
    switch kind {
    case .document, .item: return nil
    case .quote: return .quote(blocks(references))
    case .list(let marker):
      return .list(
        start: marker.start, isTight: isTight, items: children.map { $0.item(references) })
    case .paragraph: return nil
    case .heading(let level):
      let text = Array(lines.joined(separator: [10]))
      return .heading(level: level, inline(Array(MarkdownBytes.trimmed(text[...]))))
    case .fencedCode(_, _, _, let info): return .code(info: info, text: text(lines[...]))
    case .indentedCode:
      var kept = lines[...]
      while let last = kept.last, last.allSatisfy({ $0 == 32 }) { kept.removeLast() }
      return .code(info: "", text: text(kept))
    case .html:
      var kept = lines[...]
      while let last = kept.last, last.allSatisfy({ $0 == 32 }) { kept.removeLast() }
      return .html(text(kept))
    case .rule: return .rule
    }
  }

  /// The blocks in it; a paragraph may be a table, or text with a table below.
  func blocks(_ references: MarkdownReferences) -> [MarkdownBlock] {
    children.flatMap { child -> [MarkdownBlock] in
      guard child.isParagraph else { return child.block(references).map { [$0] } ?? [] }
      return MarkdownTable.blocks(child.lines, references)
    }
  }

  private func item(_ references: MarkdownReferences) -> MarkdownItem {
    var isDone: Bool?
    if let first = children.first, first.isParagraph, let line = first.lines.first {
      for (mark, done) in [("[ ] ", false), ("[x] ", true), ("[X] ", true)]
      where line.starts(with: mark.utf8) {
        isDone = done
        first.lines[0].removeFirst(4)
      }
    }
    return MarkdownItem(blocks: blocks(references), isDone: isDone)
  }

  private func text(_ lines: ArraySlice<[UInt8]>) -> String {
    lines.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
  }
}

/// GitHub's tables: a row, a line of dashes with as many columns, more rows.
enum MarkdownTable {
  static func blocks(_ lines: [[UInt8]], _ references: MarkdownReferences) -> [MarkdownBlock] {
    guard lines.contains(where: { !MarkdownBytes.trimmed($0[...]).isEmpty }) else { return [] }
    for place in lines.indices.dropLast() {
      guard let columns = columns(lines[place + 1]), cells(lines[place]).count == columns.count
      else { continue }
      func row(_ line: [UInt8]) -> [[MarkdownInline]] {
        var texts = cells(line).prefix(columns.count).map {
          MarkdownInlineParser.parse($0, references)
        }
        while texts.count < columns.count { texts.append([]) }
        return texts
      }
      let table = MarkdownBlock.table(
        header: row(lines[place]), rows: lines[(place + 2)...].map(row), columns: columns)
      return (place > 0 ? [paragraph(Array(lines[..<place]), references)] : []) + [table]
    }
    return [paragraph(lines, references)]
  }

  private static func paragraph(
    _ lines: [[UInt8]], _ references: MarkdownReferences
  ) -> MarkdownBlock {
    let trimmed = lines.map { Array($0.drop { $0 == 32 || $0 == 9 }) }
    var bytes = Array(trimmed.joined(separator: [10]))
    while let last = bytes.last, MarkdownBytes.isSpace(last) { bytes.removeLast() }
    return .paragraph(MarkdownInlineParser.parse(bytes, references))
  }

  /// The columns of a line such as `| --- | :-: |`; nil where it is none.
  private static func columns(_ line: [UInt8]) -> [MarkdownAlignment]? {
    guard line.contains(UInt8(ascii: "|")),
      line.allSatisfy({ "|:- \t".utf8.contains($0) })
    else { return nil }
    var columns: [MarkdownAlignment] = []
    for cell in cells(line) {
      let isLeft = cell.first == UInt8(ascii: ":")
      let isRight = cell.count > 1 && cell.last == UInt8(ascii: ":")
      let dashes = cell.dropFirst(isLeft ? 1 : 0).dropLast(isRight ? 1 : 0)
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
      columns.append(isLeft ? (isRight ? .center : .left) : isRight ? .right : .none)
    }
    return columns.isEmpty ? nil : columns
  }

  /// The cells of a row; `\|` is a bar of the text.
  private static func cells(_ line: [UInt8]) -> [[UInt8]] {
    var text = MarkdownBytes.trimmed(line[...])
    if text.first == UInt8(ascii: "|") { text.removeFirst() }
    var cells: [[UInt8]] = []
    var cell: [UInt8] = []
    var isEscaped = false
    for byte in text {
      if byte == UInt8(ascii: "|"), isEscaped {
        cell[cell.count - 1] = byte
        isEscaped = false
      } else if byte == UInt8(ascii: "|") {
        cells.append(cell)
        cell = []
      } else {
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        cell.append(byte)
      }
    }
    if !MarkdownBytes.trimmed(cell[...]).isEmpty || cells.isEmpty { cells.append(cell) }
    return cells.map { Array(MarkdownBytes.trimmed($0[...])) }
  }
}
