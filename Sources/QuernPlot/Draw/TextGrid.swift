import QuernText

/// Cells of a terminal, each with a character and perhaps a colour.
struct TextGrid {
  struct Style: Hashable {
    /// 256-colour code of the character; nil: the terminal's own.
    var color: Int?
    var background: Int?
    var isDim = false
    var isBold = false

    static let plain = Style()
    static let dim = Style(isDim: true)
    static let bold = Style(isBold: true)
  }

  let width: Int
  let height: Int
  private var characters: [Character]
  private var styles: [Style]

  init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    characters = Array(repeating: " ", count: self.width * self.height)
    styles = Array(repeating: .plain, count: self.width * self.height)
  }

  subscript(row: Int, column: Int) -> Character {
    get { isInside(row, column) ? characters[row * width + column] : " " }
    set { if isInside(row, column) { characters[row * width + column] = newValue } }
  }

  mutating func set(_ row: Int, _ column: Int, _ character: Character, _ style: Style = .plain) {
    guard isInside(row, column) else { return }
    characters[row * width + column] = character
    styles[row * width + column] = style
  }

  private func isInside(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < height && column >= 0 && column < width
  }

  /// Writes a text; wide characters take two cells, the second of which is empty.
  mutating func write(_ text: String, row: Int, column: Int, _ style: Style = .plain) {
    var place = column
    for character in text {
      let own = TerminalText.width(character)
      guard own > 0 else { continue }
      set(row, place, character, style)
      if own == 2 { set(row, place + 1, Self.nothing, style) }
      place += own
    }
  }

  /// The second half of a wide character.
  private static let nothing: Character = "\u{0}"

  /// The lines without blanks at their ends; colours only where they are wanted.
  func lines(isColored: Bool) -> [String] {
    (0..<height).map { row in
      var line = ""
      var current = Style.plain
      var end = width
      while end > 0, self[row, end - 1] == " ",
        !isColored || styles[row * width + end - 1].background == nil
      {
        end -= 1
      }
      for column in 0..<end {
        let character = self[row, column]
        if character == Self.nothing { continue }
        let style = styles[row * width + column]
        if isColored, style != current {
          line += Self.codes(style, after: current)
          current = style
        }
        line.append(character)
      }
      if isColored, current != .plain { line += "\u{1B}[0m" }
      return line
    }
  }

  private static func codes(_ style: Style, after current: Style) -> String {
    var codes = current == .plain ? [] : ["0"]
    if style.isBold { codes.append("1") }
    if style.isDim { codes.append("2") }
    if let color = style.color { codes.append("38;5;\(color)") }
    if let background = style.background { codes.append("48;5;\(background)") }
    return codes.isEmpty ? "" : "\u{1B}[\(codes.joined(separator: ";"))m"
  }

  /// Puts another grid into this one.
  mutating func place(_ other: TextGrid, row: Int, column: Int) {
    for line in 0..<other.height {
      for cell in 0..<other.width {
        let source = line * other.width + cell
        if other.characters[source] == " ", other.styles[source].background == nil { continue }
        set(row + line, column + cell, other.characters[source], other.styles[source])
      }
    }
  }
}

/// Dots of Braille characters over a part of a grid: two across and four down in each cell.
struct BrailleCanvas {
  let width: Int
  let height: Int
  private var dots: [UInt8]
  private var styles: [TextGrid.Style]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    dots = Array(repeating: 0, count: max(0, width * height))
    styles = Array(repeating: .plain, count: max(0, width * height))
  }

  /// Bits of a cell's dots, by row and column.
  private static let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

  /// Sets the dot at a place counted in dots from the top left.
  mutating func set(_ x: Int, _ y: Int, _ style: TextGrid.Style) {
    guard x >= 0, y >= 0, x < width * 2, y < height * 4 else { return }
    let cell = y / 4 * width + x / 2
    dots[cell] |= Self.bits[y % 4][x % 2]
    styles[cell] = style
  }

  /// A straight line; `every`: draws only each n-th dot.
  mutating func line(
    _ x: Int, _ y: Int, _ toX: Int, _ toY: Int, _ style: TextGrid.Style, every: Int = 1
  ) {
    let steps = max(abs(toX - x), abs(toY - y))
    guard steps > 0 else { return set(x, y, style) }
    for step in 0...steps where step % every == 0 {
      let share = Double(step) / Double(steps)
      set(
        x + Int((Double(toX - x) * share).rounded()), y + Int((Double(toY - y) * share).rounded()),
        style)
    }
  }

  func draw(into grid: inout TextGrid, row: Int, column: Int) {
    for line in 0..<height {
      for cell in 0..<width where dots[line * width + cell] != 0 {
        guard let scalar = Unicode.Scalar(0x2800 + UInt32(dots[line * width + cell])) else {
          continue
        }
        grid.set(row + line, column + cell, Character(scalar), styles[line * width + cell])
      }
    }
  }
}
