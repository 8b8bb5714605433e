import QuernText

/// What of the screen belongs to the line that is being typed: draws it anew at each change.
struct InputScreen {
  let terminal: Terminal
  /// The cursor's row, counted from the first row that is ours.
  private var cursorRow = 0

  init(_ terminal: Terminal) {
    self.terminal = terminal
  }

  /// Draws rows and the panel below them, and puts the cursor where it belongs.
  ///
  /// What does not fit the screen is left out above and below, never the cursor's row.
  mutating func draw(_ layout: InputLayout, panel: [String], screenRows: Int) {
    var rows = layout.rows
    var cursor = layout.cursorRow
    let room = max(1, screenRows - 1)
    if rows.count > room {
      let first = min(max(0, cursor - room / 2), rows.count - room)
      rows = Array(rows[first..<(first + room)])
      cursor -= first
    }
    let below = panel.prefix(max(0, screenRows - 1 - rows.count))
    var text = start + (rows + below).map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
    text += "\u{1B}[J"
    let up = rows.count + below.count - 1 - cursor
    if up > 0 { text += "\u{1B}[\(up)A" }
    text += "\r"
    if layout.cursorColumn > 0 { text += "\u{1B}[\(layout.cursorColumn)C" }
    terminal.write("\u{1B}[?25l" + text + "\u{1B}[?25h")
    cursorRow = cursor
  }

  /// Draws all of it for good and goes to the line below.
  mutating func finish(_ layout: InputLayout) {
    let rows = layout.rows.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
    terminal.write(start + rows + "\u{1B}[J\r\n")
    cursorRow = 0
  }

  /// Takes what is drawn away, and leaves the cursor where it began.
  mutating func clear() {
    terminal.write(start + "\u{1B}[J")
    cursorRow = 0
  }

  /// Empties the whole screen.
  mutating func clearAll() {
    terminal.write("\u{1B}[H\u{1B}[2J")
    cursorRow = 0
  }

  /// The screen was shaped anew: the cursor stands in that row of ours now.
  mutating func reshaped(cursorRow row: Int) { cursorRow = row }

  /// To the first place that is ours.
  private var start: String { (cursorRow > 0 ? "\u{1B}[\(cursorRow)A" : "") + "\r" }
}
