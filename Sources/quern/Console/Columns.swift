import QuernSystem
import QuernText

/// A table of texts for commands' listings: whole into a pipe, cut to the width of a terminal.
///
///     Columns.show([.left("name"), .right("memory"), .path("notebook")], rows: rows)
enum Columns {
  struct Column {
    enum Form {
      case left
      case right
      /// A file: relative to here where it is below, cut at its beginning where room is short.
      case path
    }

    var title: String
    var form: Form
    /// Whether it may be cut where room is short.
    var mayBeCut: Bool
    /// How a cell is coloured, by its text.
    var style: (@Sendable (String) -> Console.Style?)?

    static func left(
      _ title: String, mayBeCut: Bool = false,
      style: (@Sendable (String) -> Console.Style?)? = nil
    ) -> Column {
      Column(title: title, form: .left, mayBeCut: mayBeCut, style: style)
    }

    static func right(_ title: String) -> Column {
      Column(title: title, form: .right, mayBeCut: false)
    }

    static func path(_ title: String) -> Column {
      Column(title: title, form: .path, mayBeCut: true)
    }
  }

  static func show(header: [String], rows: [[String]]) {
    show(header.map { .left($0) }, rows: rows)
  }

  /// A column that no row has anything in is left out.
  static func show(_ columns: [Column], rows: [[String]]) {
    let console = Console.out
    let filled = columns.indices.filter { place in rows.contains { !$0[place].isEmpty } }
    let columns = filled.map { columns[$0] }
    let rows = rows.map { cells in
      zip(columns, filled.map { cells[$0] }).map { $0.form == .path ? shown(path: $1) : $1 }
    }
    let all = [columns.map(\.title)] + rows
    var widths = columns.indices.map { place in
      all.map { TerminalText.width($0[place]) }.max() ?? 0
    }
    if console.isTerminal { fit(&widths, columns, console.widthColumns) }
    console.line(console.styled(line(columns.map(\.title), columns, widths), .dim))
    for row in rows { console.line(line(row, columns, widths, console: console)) }
  }

  /// The least that is left of a column that is cut.
  private static let cutWidthMin = 8

  /// Takes from the widest column that may be cut, again and again.
  private static func fit(_ widths: inout [Int], _ columns: [Column], _ limit: Int) {
    while widths.reduce(0, +) + 2 * (widths.count - 1) > limit {
      let widest = widths.indices.filter { columns[$0].mayBeCut && widths[$0] > cutWidthMin }
        .max { widths[$0] < widths[$1] }
      guard let widest else { return }
      widths[widest] -= 1
    }
  }

  private static func line(
    _ cells: [String], _ columns: [Column], _ widths: [Int], console: Console? = nil
  ) -> String {
    var text = ""
    var blanks = 0
    for (place, cell) in cells.enumerated() {
      let column = columns[place]
      let cut = cut(cell, column, widths[place])
      let left = widths[place] - TerminalText.width(cut)
      if column.form == .right { blanks += left }
      let style = console == nil ? nil : column.style?(cell)
      if !cut.isEmpty {
        text += String(repeating: " ", count: blanks)
        text += style.flatMap { console?.styled(cut, $0) } ?? cut
        blanks = 0
      }
      if column.form != .right || cut.isEmpty { blanks += left }
      blanks += 2
    }
    return text
  }

  private static func cut(_ text: String, _ column: Column, _ width: Int) -> String {
    guard TerminalText.width(text) > width else { return text }
    guard column.form == .path else { return TerminalText.truncate(text, width: width) }
    var rest = text[...]
    while TerminalText.width(String(rest)) > width - 1 { rest = rest.dropFirst() }
    return "…" + rest
  }

  private static func shown(path: String) -> String {
    let folder = Path.workingDirectory() + "/"
    if path.hasPrefix(folder) { return String(path.dropFirst(folder.count)) }
    guard let own = Console.environment("HOME"), own != "/", path.hasPrefix(own + "/") else {
      return path
    }
    return "~" + path.dropFirst(own.count)
  }
}
