import QuernSyntax
import QuernText

/// A text that is being typed, cut into a terminal's rows, with colours and the cursor's place.
package struct InputLayout: Hashable, Sendable {
  package private(set) var rows: [String] = []
  package private(set) var cursorRow = 0
  package private(set) var cursorColumn = 0

  private let width: Int
  private let isColored: Bool
  private let continuation: (text: String, width: Int)
  private var row = ""
  private var column = 0
  /// Colour of what is written now.
  private var color: String?

  package static func == (a: InputLayout, b: InputLayout) -> Bool {
    a.rows == b.rows && a.cursorRow == b.cursorRow && a.cursorColumn == b.cursorColumn
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(rows) }

  /// `cursor` is an offset in UTF-8; the prompts' widths are counted without their colours.
  package init(
    _ text: String, cursor: Int, prompt: (text: String, width: Int),
    continuation: (text: String, width: Int), width: Int, isColored: Bool
  ) {
    self.width = max(4, width)
    self.isColored = isColored
    self.continuation = continuation
    row = prompt.text
    column = prompt.width
    let source = SourceText(text)
    let isCell = !text.hasPrefix(":") && !text.hasPrefix("?")
    var spans = (isColored && isCell ? Highlighter.spans(source) : [])[...]
    var offset = 0
    var hasCursor = false
    for character in text {
      if !hasCursor, offset >= cursor {
        placeCursor()
        hasCursor = true
      }
      while let first = spans.first, first.0.upper <= offset { spans = spans.dropFirst() }
      let span = spans.first.flatMap { $0.0.lower <= offset ? $0.1 : nil }
      paint(span.flatMap { Highlighter.color(of: $0) })
      put(character)
      offset += character.utf8.count
    }
    paint(nil)
    if !hasCursor { placeCursor() }
    rows.append(row)
  }

  private mutating func placeCursor() {
    // Behind the last column of a full row the cursor stands at the beginning of the next.
    if column >= width { breakRow(with: ("", 0)) }
    cursorRow = rows.count
    cursorColumn = column
  }

  private mutating func put(_ character: Character) {
    if character == "\n" || character == "\r\n" { return breakRow(with: continuation) }
    let shown = Self.shown(character)
    let cells = TerminalText.width(shown)
    if column + cells > width { breakRow(with: ("", 0)) }
    row += shown
    column += cells
  }

  /// Tabs as blanks, other control characters as `^X`.
  private static func shown(_ character: Character) -> String {
    guard let byte = character.utf8.first, byte < 32 || byte == 127 else {
      return String(character)
    }
    if byte == 9 { return "  " }
    return "^" + String(UnicodeScalar(byte ^ 64))
  }

  private mutating func paint(_ wanted: String?) {
    guard wanted != color else { return }
    if color != nil { row += "\u{1B}[0m" }
    if let wanted { row += "\u{1B}[\(wanted)m" }
    color = wanted
  }

  private mutating func breakRow(with beginning: (text: String, width: Int)) {
    let open = color
    paint(nil)
    rows.append(row)
    row = beginning.text
    column = beginning.width
    paint(open)
  }
}
