import QuernTable
import QuernText

/// A table for a terminal: names, types below them, a rule, and rows; numbers at the right.
///
///      city    │   n
///      str     │ int
///     ─────────┼─────
///      Oslo    │   4
enum TableText {
  /// Cells that a single column may take.
  private static let columnWidthMax = 40

  static func of(_ preview: TablePreview, width: Int, isColored: Bool) -> String {
    let (shown, hidden) = fitting(preview, width)
    guard !preview.columns.isEmpty else {
      return "a table of \(Numbers.grouped(Int64(preview.rowCount))) "
        + "row\(preview.rowCount == 1 ? "" : "s") without columns"
    }
    let widths = shown.map { self.width(of: $0) }
    let paint = Paint(isColored: isColored)
    var lines = [
      line(shown.map(\.name), shown, widths) { $0 },
      line(shown.map(\.type.name), shown, widths) { paint.dim($0) },
      widths.map { String(repeating: "─", count: $0 + 2) }.joined(separator: "┼"),
    ]
    for row in 0..<preview.shownCount {
      let cells = shown.map { $0.cells[row] }
      lines.append(
        line(cells.map { $0 ?? "null" }, shown, widths, nulls: cells.map { $0 == nil }) {
          paint.dim($0)
        })
    }
    return (lines + footer(preview, hidden)).joined(separator: "\n")
  }

  /// The columns that fit, from the left; at least one.
  private static func fitting(
    _ preview: TablePreview, _ width: Int
  ) -> (shown: [TablePreview.Column], hidden: [TablePreview.Column]) {
    var used = 0
    for (place, column) in preview.columns.enumerated() {
      used += self.width(of: column) + 3
      if used - 1 > width, place > 0 {
        return (Array(preview.columns[..<place]), Array(preview.columns[place...]))
      }
    }
    return (preview.columns, [])
  }

  private static func width(of column: TablePreview.Column) -> Int {
    var widest = max(
      TerminalText.width(column.name), TerminalText.width(column.type.name))
    for cell in column.cells { widest = max(widest, TerminalText.width(cell ?? "null")) }
    return min(widest, columnWidthMax)
  }

  private static func line(
    _ texts: [String], _ columns: [TablePreview.Column], _ widths: [Int],
    nulls: [Bool]? = nil, _ paint: (String) -> String
  ) -> String {
    var cells: [String] = []
    for (place, text) in texts.enumerated() {
      let cut = TerminalText.truncate(text, width: widths[place])
      let padded =
        columns[place].isNumeric
        ? TerminalText.padLeft(cut, width: widths[place])
        : TerminalText.padRight(cut, width: widths[place])
      let isPainted = nulls?[place] ?? true
      cells.append(" " + (isPainted ? paint(padded) : padded) + " ")
    }
    var line = cells.joined(separator: "│")
    while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
    return line
  }

  private static func footer(
    _ preview: TablePreview, _ hidden: [TablePreview.Column]
  ) -> [String] {
    var parts: [String] = []
    if let more = preview.more { parts.append(more) }
    if !hidden.isEmpty {
      let names = hidden.prefix(8).map(\.name).joined(separator: ", ")
      let rest = hidden.count > 8 ? ", …" : ""
      parts.append(
        "… \(hidden.count) more \(hidden.count == 1 ? "column" : "columns"): \(names)\(rest)")
    }
    if preview.rowCount == 0 { parts.append("no rows") }
    return parts
  }
}

/// Colour for terminals, where it is asked for.
struct Paint {
  let isColored: Bool

  func dim(_ text: String) -> String { isColored ? "\u{1B}[2m\(text)\u{1B}[22m" : text }
  func bold(_ text: String) -> String { isColored ? "\u{1B}[1m\(text)\u{1B}[22m" : text }
}
