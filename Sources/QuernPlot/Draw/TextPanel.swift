import QuernText

/// One panel in characters: rows of bars or boxes where one axis has labels, tables of cells, else
/// a canvas with axes.
struct TextPanel {
  let panel: Panel
  let drawing: TextDrawing
  let width: Int
  let isAlone: Bool

  init(_ panel: Panel, _ drawing: TextDrawing, width: Int, isAlone: Bool) {
    self.panel = panel
    self.drawing = drawing
    self.width = width
    self.isAlone = isAlone
  }

  var grid: TextGrid {
    var body: TextGrid
    if let cells = labelledCells {
      body = table(cells)
    } else if let labels = rowLabels {
      body = TextRows(self, labels: labels.labels, isHorizontal: labels.isHorizontal).grid
    } else {
      body = TextCanvas(self).grid
    }
    guard let title = panel.title else { return body }
    var whole = TextGrid(width: width, height: body.height + 1)
    whole.write(TerminalText.truncate(title, width: width), row: 0, column: 0, .bold)
    whole.place(body, row: 1, column: 0)
    body = whole
    return body
  }

  /// The labels of an axis whose bars, boxes or spread points stand below each other; lines over
  /// labels go on a canvas.
  private var rowLabels: (labels: [String], isHorizontal: Bool)? {
    let isDrawable = panel.marks.allSatisfy { mark in
      switch mark {
      case .bars, .boxes, .rule, .points: true
      case .line, .cells, .spans: false
      }
    }
    guard isDrawable else { return nil }
    if case .band(let labels) = panel.y.scale { return (labels, true) }
    if case .band(let labels) = panel.x.scale { return (labels, false) }
    return nil
  }

  // MARK: Tables of cells

  /// Cells over labels on both axes, where each has room for its number.
  private var labelledCells: Mark.Cells? {
    guard panel.marks.count == 1, case .cells(let cells) = panel.marks[0], !cells.labels.isEmpty,
      case .band(let across) = panel.x.scale, case .band(let up) = panel.y.scale
    else { return nil }
    let widest = cells.labels.map { TerminalText.width($0) }.max() ?? 0
    let names = min(20, up.map { TerminalText.width($0) }.max() ?? 0)
    return names + 1 + across.count * (max(widest, 4) + 2) <= width ? cells : nil
  }

  private func table(_ cells: Mark.Cells) -> TextGrid {
    guard case .band(let across) = panel.x.scale, case .band(let up) = panel.y.scale else {
      return TextGrid(width: 0, height: 0)
    }
    let names = min(20, up.map { TerminalText.width($0) }.max() ?? 0)
    let room = (width - names - 1) / max(1, across.count)
    let widest = max(
      cells.labels.map { TerminalText.width($0) }.max() ?? 0,
      across.map { TerminalText.width($0) }.max() ?? 0)
    let own = max(6, min(room, widest + 2, 14))
    let hasTitles = panel.x.title != nil || panel.y.title != nil
    var grid = TextGrid(width: width, height: up.count + 1 + (hasTitles ? 1 : 0))
    var top = 0
    if hasTitles {
      let text = [panel.y.title.map { "↓ \($0)" }, panel.x.title.map { "→ \($0)" }]
        .compactMap { $0 }.joined(separator: "   ")
      grid.write(text, row: 0, column: 0, .dim)
      top = 1
    }
    for (place, label) in across.enumerated() {
      let shown = TerminalText.truncate(label, width: own - 1)
      let start = names + 1 + place * own + own - 1 - TerminalText.width(shown)
      grid.write(shown, row: top, column: start)
    }
    for (place, label) in up.enumerated() {
      let shown = TerminalText.truncate(label, width: names)
      grid.write(
        TerminalText.padLeft(shown, width: names), row: top + up.count - place, column: 0)
    }
    for place in cells.values.indices {
      let column = Int((cells.xFrom[place] + 0.5).rounded())
      let row = top + up.count - Int((cells.yFrom[place] + 0.5).rounded())
      let text = TerminalText.padLeft(cells.labels[place], width: own - 1) + " "
      var style = TextGrid.Style.plain
      if drawing.isColored {
        let back = drawing.shadeCell(
          drawing.share(cells.values[place]), isDiverging: drawing.isDiverging)
        style.background = back.style.color
        style.color = Self.ink(on: back.style.color ?? 0)
      }
      grid.write(text, row: row, column: names + 1 + column * own, style)
    }
    return grid
  }

  /// Black or white, by the brightness of a 256-colour code.
  private static func ink(on code: Int) -> Int {
    if code >= 232 { return code >= 244 ? 16 : 231 }
    let (r, g, b) = ((code - 16) / 36, (code - 16) / 6 % 6, (code - 16) % 6)
    return 3 * r + 6 * g + b > 24 ? 16 : 231
  }
}
