import QuernText

/// A canvas of Braille dots and blocks with an axis at the left and one below.
struct TextCanvas {
  private let owner: TextPanel
  private let labelWidth: Int
  private let left: Int
  private let top: Int
  private let width: Int
  private let height: Int
  private let yTicks: [Tick]
  private let x: Projection
  private let y: Projection

  init(_ owner: TextPanel) {
    self.owner = owner
    let panel = owner.panel
    height = owner.drawing.figure.isSquare ? 18 : owner.isAlone ? 15 : 9
    yTicks = Self.yTicks(panel.y.scale, height)
    let widest = yTicks.map { TerminalText.width($0.text) }.max() ?? 0
    labelWidth = min(widest, max(6, owner.width / 4))
    left = labelWidth + 2
    let room = max(10, owner.width - left - 1)
    width = owner.drawing.figure.isSquare ? min(room, 42) : room
    top = panel.y.title?.isEmpty == false ? 1 : 0
    x = Projection(panel.x.scale, start: 0, end: Double(width))
    y = Projection(panel.y.scale, start: Double(height), end: 0)
  }

  private var drawing: TextDrawing { owner.drawing }

  /// Each on a line of its own.
  private static func yTicks(_ scale: Scale, _ height: Int) -> [Tick] {
    if case .band(let labels) = scale {
      let every = max(1, (labels.count + height - 1) / height)
      return Ticks.of(scale, count: 0).filter { Int($0.value) % every == 0 }
    }
    var count = max(2, height / 3)
    let projection = Projection(scale, start: Double(height), end: 0)
    while count > 1 {
      let ticks = Ticks.of(scale, count: count)
      let rows = Set(ticks.map { Int(projection($0.value)) })
      if rows.count == ticks.count { return ticks }
      count -= 1
    }
    return Ticks.of(scale, count: 1)
  }

  var grid: TextGrid {
    let below = 3
    let hasXTitle = owner.panel.x.title?.isEmpty == false
    var grid = TextGrid(width: owner.width, height: top + height + below + (hasXTitle ? 1 : 0))
    for mark in owner.panel.marks where !mark.isRule { drawBlocks(mark, &grid) }
    for case .rule(let rule) in owner.panel.marks { draw(rule, &grid) }
    for mark in owner.panel.marks { drawLines(mark, &grid) }
    let used = drawAxes(&grid)
    return cut(grid, top + height + used, hasXTitle)
  }

  /// Without the row for contexts where there are none; the title of x below.
  private func cut(_ grid: TextGrid, _ used: Int, _ hasXTitle: Bool) -> TextGrid {
    var whole = TextGrid(width: owner.width, height: used + (hasXTitle ? 1 : 0))
    whole.place(grid, row: 0, column: 0)
    if let title = owner.panel.x.title, hasXTitle {
      let shown = TerminalText.truncate(title, width: width)
      let start = left + max(0, (width - TerminalText.width(shown)) / 2)
      whole.write(shown, row: used, column: start)
    }
    return whole
  }

  private func drawAxes(_ grid: inout TextGrid) -> Int {
    if let title = owner.panel.y.title, top > 0 {
      grid.write(TerminalText.truncate(title, width: owner.width), row: 0, column: 0)
    }
    for row in 0..<height { grid.set(top + row, left - 1, "│", .dim) }
    for tick in yTicks {
      let row = top + min(height - 1, max(0, Int(y(tick.value))))
      let shown = TerminalText.truncate(tick.text, width: labelWidth)
      grid.write(TerminalText.padLeft(shown, width: labelWidth), row: row, column: 0, .dim)
      grid.set(row, left - 1, "┤", .dim)
    }
    let used = TextAxis.drawBelow(
      &grid, owner.panel.x.scale, row: top + height, left: left, width: width)
    grid.set(top + height, left - 1, "└", .dim)
    return used
  }

  // MARK: Blocks

  private func drawBlocks(_ mark: Mark, _ grid: inout TextGrid) {
    switch mark {
    case .bars(let bars) where !bars.isHorizontal: draw(bars, &grid)
    case .bars(let bars): drawSideways(bars, &grid)
    case .cells(let cells): draw(cells, &grid)
    case .points, .line, .boxes, .rule, .spans: break
    }
  }

  /// The greatest bar over each column, in eighths of a row.
  private func draw(_ bars: Mark.Bars, _ grid: inout TextGrid) {
    let style = drawing.style(bars.shade)
    let blocks: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    for column in 0..<width {
      let (from, to) = (Double(column), Double(column) + 1)
      var height = 0.0
      for place in bars.from.indices {
        let (low, high) = (x(bars.from[place]), x(bars.to[place]))
        let overlap = min(to, high) - max(from, low)
        guard overlap > 0.45 || high - low < 1 && overlap > 0 else { continue }
        height = max(height, Double(self.height) - y(bars.value[place]))
      }
      guard height > 0 else { continue }
      // A bar that is there is seen.
      let eighths = max(1, Int((height * 8).rounded()))
      for row in 0..<(eighths + 7) / 8 {
        let rest = min(8, eighths - row * 8)
        grid.set(top + self.height - 1 - row, left + column, blocks[rest], style)
      }
    }
  }

  private func drawSideways(_ bars: Mark.Bars, _ grid: inout TextGrid) {
    let style = drawing.style(bars.shade)
    for row in 0..<height {
      var reach = 0.0
      for place in bars.from.indices {
        let (low, high) = (
          min(y(bars.from[place]), y(bars.to[place])), max(y(bars.from[place]), y(bars.to[place]))
        )
        if min(Double(row) + 1, high) - max(Double(row), low) > 0.4 {
          reach = max(reach, x(bars.value[place]))
        }
      }
      for column in 0..<Int(reach.rounded()) {
        grid.set(top + row, left + column, "█", style)
      }
    }
  }

  /// The greatest value under each character.
  private func draw(_ cells: Mark.Cells, _ grid: inout TextGrid) {
    var best = [Double?](repeating: nil, count: width * height)
    for place in cells.values.indices {
      let columns = span(x(cells.xFrom[place]), x(cells.xTo[place]), width)
      let rows = span(y(cells.yTo[place]), y(cells.yFrom[place]), height)
      for row in rows {
        for column in columns {
          let index = row * width + column
          best[index] = max(best[index] ?? -.infinity, cells.values[place])
        }
      }
    }
    for row in 0..<height {
      for column in 0..<width {
        guard let value = best[row * width + column] else { continue }
        let cell = drawing.shadeCell(drawing.share(value), isDiverging: drawing.isDiverging)
        grid.set(top + row, left + column, cell.character, cell.style)
      }
    }
  }

  /// The characters whose middle lies between two places; at least the nearest.
  private func span(_ from: Double, _ to: Double, _ count: Int) -> Range<Int> {
    let low = max(0, min(count - 1, Int((from + 0.499).rounded(.down))))
    let high = max(low + 1, min(count, Int((to + 0.499).rounded(.down))))
    return low..<high
  }

  // MARK: Lines and points

  private func drawLines(_ mark: Mark, _ grid: inout TextGrid) {
    switch mark {
    case .line(let line): draw(line, &grid)
    case .points(let points): draw(points, &grid)
    case .spans(let spans):
      var canvas = BrailleCanvas(width: width, height: height)
      for place in spans.x.indices {
        canvas.line(
          dotX(spans.x[place]), dotY(spans.from[place]), dotX(spans.x[place]),
          dotY(spans.to[place]), .dim)
      }
      canvas.draw(into: &grid, row: top, column: left)
    case .bars, .boxes, .cells, .rule: break
    }
  }

  private func dotX(_ value: Double) -> Int { min(width * 2 - 1, Int(x(value) * 2)) }
  private func dotY(_ value: Double) -> Int { min(height * 4 - 1, max(0, Int(y(value) * 4))) }

  /// Whether classes need characters of their own: without colour, where there are several.
  private var usesGlyphs: Bool {
    guard !drawing.isColored, case .classes(_, let labels, _)? = drawing.figure.key else {
      return false
    }
    return labels.count > 1
  }

  private func draw(_ line: Mark.Line, _ grid: inout TextGrid) {
    guard usesGlyphs else {
      var canvas = BrailleCanvas(width: width, height: height)
      let style = drawing.style(line.shade)
      if line.x.count == 1 { canvas.set(dotX(line.x[0]), dotY(line.y[0]), style) }
      for place in line.x.indices.dropFirst() {
        canvas.line(
          dotX(line.x[place - 1]), dotY(line.y[place - 1]), dotX(line.x[place]),
          dotY(line.y[place]), style)
      }
      canvas.draw(into: &grid, row: top, column: left)
      return
    }
    let glyph = drawing.glyph(line.shade)
    for place in line.x.indices {
      let next = min(place + 1, line.x.count - 1)
      let (fromX, fromY) = (x(line.x[place]), y(line.y[place]))
      let (toX, toY) = (x(line.x[next]), y(line.y[next]))
      let reach = max((toX - fromX).magnitude, (toY - fromY).magnitude)
      let steps = max(1, Int(reach.rounded(.up)) * 2)
      for step in 0...steps {
        let share = Double(step) / Double(steps)
        let column = min(width - 1, max(0, Int(fromX + (toX - fromX) * share)))
        let row = min(height - 1, max(0, Int(fromY + (toY - fromY) * share)))
        grid.set(top + row, left + column, glyph)
      }
    }
  }

  /// Braille dots for many points, characters for few, and for classes where there is no colour.
  private func draw(_ points: Mark.Points, _ grid: inout TextGrid) {
    let isSparse = owner.panel.pointCount <= 120
    guard !usesGlyphs, points.values.isEmpty, !isSparse else {
      let ramp: [Character] = ["·", "∘", "○", "●"]
      for place in points.x.indices {
        let row = min(height - 1, max(0, Int(y(points.y[place]))))
        let column = min(width - 1, max(0, Int(x(points.x[place]))))
        var glyph = points.shade == .base ? "•" : drawing.glyph(points.shade)
        var style = drawing.style(points.shade)
        if !points.values.isEmpty {
          let share = drawing.share(points.values[place])
          glyph = drawing.isColored ? "●" : ramp[min(3, Int(share * 4))]
          style = drawing.shadeCell(share, isDiverging: drawing.isDiverging).style
        }
        grid.set(top + row, left + column, glyph, style)
      }
      return
    }
    var canvas = BrailleCanvas(width: width, height: height)
    for place in points.x.indices {
      canvas.set(dotX(points.x[place]), dotY(points.y[place]), drawing.style(points.shade))
    }
    canvas.draw(into: &grid, row: top, column: left)
  }

  private func draw(_ rule: Mark.Rule, _ grid: inout TextGrid) {
    switch rule.place {
    case .x(let value):
      let column = left + min(width - 1, max(0, Int(x(value))))
      for row in 0..<height { grid.set(top + row, column, "┊", .dim) }
    case .y(let value):
      let row = top + min(height - 1, max(0, Int(y(value))))
      for column in 0..<width where grid[row, left + column] == " " {
        grid.set(row, left + column, "┄", .dim)
      }
      if let label = rule.label, TerminalText.width(label) < width / 2 {
        let start = left + width - TerminalText.width(label)
        grid.write(label, row: max(top, row - 1), column: start, .dim)
      }
    case .segment(let fromX, let fromY, let toX, let toY):
      var canvas = BrailleCanvas(width: width, height: height)
      canvas.line(dotX(fromX), dotY(fromY), dotX(toX), dotY(toY), .dim, every: 3)
      canvas.draw(into: &grid, row: top, column: left)
    }
  }
}
