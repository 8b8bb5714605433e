/// The text of one cell, with its lines found once.
///
///     SourceText("a\nbc").position(3)   // (line: 2, column: 2)
package struct SourceText: Sendable {
  package let text: String
  package let utf8: [UInt8]
  /// Offset of the first byte of each line; never empty.
  private let lineStarts: [Int]

  package init(_ text: String) {
    self.text = text
    let bytes = Array(text.utf8)
    utf8 = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  package var count: Int { utf8.count }
  package var lineCount: Int { lineStarts.count }

  /// Line and column of an offset, both from 1, the column in code points. An offset outside of the
  /// text counts as its nearest end.
  package func position(_ offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), utf8.count)
    let line = lineIndex(of: offset)
    var column = 1
    for byte in utf8[lineStarts[line]..<offset] where byte & 0xC0 != 0x80 {
      column += 1
    }
    return (line + 1, column)
  }

  /// The range of a line (from 1) without its line break; empty where there is no such line.
  package func lineRange(_ line: Int) -> SourceRange {
    guard line >= 1, line <= lineStarts.count else {
      return SourceRange(utf8.count, utf8.count)
    }
    let lower = lineStarts[line - 1]
    var upper = line < lineStarts.count ? lineStarts[line] - 1 : utf8.count
    if upper > lower, utf8[upper - 1] == UInt8(ascii: "\r") { upper -= 1 }
    return SourceRange(lower, upper)
  }

  /// The text of a line (from 1), without its line break.
  package func line(_ line: Int) -> String {
    slice(lineRange(line))
  }

  /// The text of a range; what lies outside of the text is left out.
  package func slice(_ range: SourceRange) -> String {
    let lower = min(max(range.lower, 0), utf8.count)
    let upper = min(max(range.upper, lower), utf8.count)
    return String(decoding: utf8[lower..<upper], as: UTF8.self)
  }

  /// The UTF-8 offset of the code point with the given number (from 0); the end where there are
  /// fewer.
  package func offset(ofCodePoint number: Int) -> Int {
    var seen = 0
    for (offset, byte) in utf8.enumerated() where byte & 0xC0 != 0x80 {
      if seen == number { return offset }
      seen += 1
    }
    return utf8.count
  }

  /// The UTF-8 offset of a line and column, both from 1, the column in code points.
  package func offset(line: Int, column: Int) -> Int {
    let range = lineRange(line)
    var left = column - 1
    var offset = range.lower
    while left > 0, offset < range.upper {
      offset += 1
      while offset < range.upper, utf8[offset] & 0xC0 == 0x80 { offset += 1 }
      left -= 1
    }
    return offset
  }

  /// Index (from 0) of the line that holds an offset, by binary search.
  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
