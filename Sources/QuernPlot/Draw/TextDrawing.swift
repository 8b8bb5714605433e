import QuernText

extension Figure {
  /// The figure for a terminal: Unicode blocks and Braille dots, within a width.
  package func text(width: Int, isColored: Bool) -> String {
    TextDrawing(self, width: width, isColored: isColored).text()
  }
}

/// Draws one figure with characters.
struct TextDrawing {
  let figure: Figure
  let width: Int
  let isColored: Bool

  /// Wider pictures are harder to read.
  private static let widthMax = 100
  private static let panelWidthMin = 34

  init(_ figure: Figure, width: Int, isColored: Bool) {
    self.figure = figure
    self.width = max(24, min(width, Self.widthMax))
    self.isColored = isColored
  }

  func text() -> String {
    var lines: [String] = []
    if let title = figure.title {
      lines.append(painted(TerminalText.truncate(title, width: width), .bold))
    }
    lines += legend
    lines += panelLines
    for note in figure.notes {
      lines += Self.wrapped(note, width).map { painted($0, .dim) }
    }
    return lines.joined(separator: "\n")
  }

  private func painted(_ text: String, _ style: TextGrid.Style) -> String {
    var grid = TextGrid(width: TerminalText.width(text), height: 1)
    grid.write(text, row: 0, column: 0, style)
    return grid.lines(isColored: isColored)[0]
  }

  static func wrapped(_ text: String, _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, TerminalText.width(line) + 1 + TerminalText.width(String(word)) > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? lines : lines + [line]
  }

  // MARK: Legend

  private var legend: [String] {
    switch figure.key {
    case .classes(let title, let labels, _)?: return classLegend(title, labels)
    case .gradient(let title, let format, let lower, let upper, let isDiverging)?:
      var (low, high) = (lower, upper)
      if isDiverging {
        high = max(lower.magnitude, upper.magnitude)
        low = -high
      }
      let step = max((high - low) / 100, 1e-12)
      let (from, to) = (
        Ticks.text(low, step: step, format).droppingZeros,
        Ticks.text(high, step: step, format).droppingZeros
      )
      if !isColored, figure.panels.contains(where: \.hasLabelledCells) {
        return [TerminalText.truncate("\(title), \(from) to \(to)", width: width)]
      }
      let count = isColored ? Palette.stepCount : 4
      var grid = TextGrid(width: width, height: 1)
      let name = TerminalText.truncate(title, width: max(4, width - 40))
      grid.write(name + "  " + from + " ", row: 0, column: 0)
      var column = TerminalText.width(name) + 2 + TerminalText.width(from) + 1
      for index in 0..<count {
        let ramp = shadeCell(Double(index) / Double(count - 1), isDiverging: isDiverging)
        grid.set(0, column, ramp.character, ramp.style)
        column += 1
      }
      grid.write(" " + to, row: 0, column: column)
      return grid.lines(isColored: isColored)
    case nil: return []
    }
  }

  private func classLegend(_ title: String, _ labels: [String]) -> [String] {
    var items: [(text: String, style: TextGrid.Style, mark: Character)] = []
    for (place, label) in labels.enumerated() {
      let isOther = place == labels.count - 1 && label.hasPrefix("other")
      let shade: Shade = isOther && usesOther ? .other : .level(place)
      items.append((TerminalText.truncate(label, width: 30), style(shade), glyph(shade)))
    }
    var rows: [TextGrid] = []
    var grid = TextGrid(width: width, height: 1)
    let name = TerminalText.truncate(title, width: max(6, width / 3))
    grid.write(name, row: 0, column: 0)
    let start = TerminalText.width(name) + 2
    var column = start
    for item in items {
      let own = TerminalText.width(item.text) + 4
      if column + own > width, column > start {
        rows.append(grid)
        grid = TextGrid(width: width, height: 1)
        column = start
      }
      grid.set(0, column, item.mark, item.style)
      grid.write(item.text, row: 0, column: column + 2)
      column += own
    }
    rows.append(grid)
    return rows.flatMap { $0.lines(isColored: isColored) }
  }

  private var usesOther: Bool {
    figure.panels.contains { $0.marks.contains { $0.shade == .other } }
  }

  // MARK: Styles

  func style(_ shade: Shade) -> TextGrid.Style {
    switch shade {
    case .base: TextGrid.Style(color: Palette.terminal[0])
    case .level(let index): TextGrid.Style(color: Palette.terminal[index % Palette.terminal.count])
    case .other: TextGrid.Style(color: Palette.terminalOther)
    case .ink: .dim
    }
  }

  /// A character for each class: they differ where there is no colour.
  func glyph(_ shade: Shade) -> Character {
    guard !hasBars else { return isColored ? "■" : Self.fill(shade) }
    let glyphs: [Character] = ["●", "○", "+", "×", "◆", "△", "□"]
    switch shade {
    case .base, .ink: return "●"
    case .level(let index): return isColored ? "●" : glyphs[index % glyphs.count]
    case .other: return "·"
    }
  }

  private var hasBars: Bool {
    figure.panels.contains { panel in
      panel.marks.contains {
        switch $0 {
        case .bars, .boxes: true
        case .points, .line, .cells, .rule, .spans: false
        }
      }
    }
  }

  /// What bars of a class are filled with where there is no colour.
  static func fill(_ shade: Shade) -> Character {
    let fills: [Character] = ["█", "░", "▓", "▒", "▚", "▞", "▪"]
    switch shade {
    case .base, .ink: return "█"
    case .level(let index): return fills[index % fills.count]
    case .other: return "▪"
    }
  }

  /// A cell of a heat map for a share from 0 to 1.
  func shadeCell(
    _ share: Double, isDiverging: Bool
  ) -> (character: Character, style: TextGrid.Style) {
    if isColored {
      let steps = isDiverging ? Palette.terminalDivergingSteps : Palette.terminalSteps
      let index = max(0, min(steps.count - 1, Int(share * Double(steps.count))))
      return ("█", TextGrid.Style(color: steps[index]))
    }
    let ramp: [Character] = ["░", "▒", "▓", "█"]
    return (ramp[max(0, min(3, Int(share * 4)))], .plain)
  }

  /// Where a value lies between the ends of the gradient.
  func share(_ value: Double) -> Double {
    guard case .gradient(_, _, let lower, let upper, let isDiverging)? = figure.key else {
      return 0
    }
    let index = Palette.index(value, lower: lower, upper: upper, isDiverging: isDiverging)
    return Double(index) / Double(Palette.stepCount - 1)
  }

  var isDiverging: Bool {
    if case .gradient(_, _, _, _, let isDiverging)? = figure.key { return isDiverging }
    return false
  }

  // MARK: Panels

  private var panelLines: [String] {
    let count = figure.panels.count
    guard count > 1 else {
      return figure.panels.flatMap { panel in
        TextPanel(panel, self, width: width, isAlone: true).grid.lines(isColored: isColored)
      }
    }
    let columns = max(1, min(SVGLayout.columnCount(count), width / Self.panelWidthMin))
    let own = (width - (columns - 1) * 2) / columns
    var lines: [String] = []
    for start in stride(from: 0, to: count, by: columns) {
      let row = figure.panels[start..<min(count, start + columns)].map {
        TextPanel($0, self, width: own, isAlone: false).grid
      }
      var grid = TextGrid(width: width, height: row.map(\.height).max() ?? 0)
      for (place, panel) in row.enumerated() {
        grid.place(panel, row: 0, column: place * (own + 2))
      }
      if start > 0 { lines.append("") }
      lines += grid.lines(isColored: isColored)
    }
    return lines
  }
}

extension Panel {
  fileprivate var hasLabelledCells: Bool {
    marks.contains { mark in
      if case .cells(let cells) = mark { return !cells.labels.isEmpty }
      return false
    }
  }
}
