import QuernText

/// Bars, boxes and spread points as rows, one label below the other.
struct TextRows {
  private let owner: TextPanel
  private let labels: [String]
  /// Whether the figure has the labels on y; its first label then is the lowest.
  private let isHorizontal: Bool
  private let valueAxis: Axis

  init(_ owner: TextPanel, labels: [String], isHorizontal: Bool) {
    self.owner = owner
    self.labels = labels
    self.isHorizontal = isHorizontal
    valueAxis = isHorizontal ? owner.panel.x : owner.panel.y
  }

  private var drawing: TextDrawing { owner.drawing }

  /// Places beside each other at one label: bars of several classes.
  private var slots: [Double] {
    var offsets: Set<Double> = []
    for mark in owner.panel.marks {
      switch mark {
      case .bars(let bars):
        for place in bars.from.indices { offsets.insert(offset(bars.from[place], bars.to[place])) }
      case .boxes(let boxes):
        for box in boxes.items { offsets.insert(offset(box.from, box.to)) }
      case .points, .line, .cells, .rule, .spans: break
      }
    }
    let sorted = offsets.sorted()
    return isHorizontal ? sorted.reversed() : sorted
  }

  private func offset(_ from: Double, _ to: Double) -> Double {
    let middle = (from + to) / 2
    return ((middle - middle.rounded()) * 1_000).rounded() / 1_000
  }

  private var hasAxis: Bool {
    owner.panel.marks.contains { mark in
      switch mark {
      case .boxes, .points: true
      case .bars, .line, .cells, .rule, .spans: false
      }
    }
  }

  var grid: TextGrid {
    let slots = self.slots
    let rowsEach = max(1, slots.count)
    let names = min(
      max(8, owner.width / 3), labels.map { TerminalText.width($0) }.max() ?? 0)
    let isWhole = valueWidth(isWhole: true) <= owner.width * 2 / 5
    let values = hasAxis ? 1 : valueWidth(isWhole: isWhole)
    let plot = max(8, owner.width - names - 1 - values - 1)
    let gap = rowsEach > 1 ? 1 : 0
    let height = labels.count * (rowsEach + gap) - gap
    let titleRow = valueTitle == nil ? 0 : 1
    var grid = TextGrid(width: owner.width, height: height + titleRow + (hasAxis ? 2 : 0))
    if let title = valueTitle {
      let shown = TerminalText.truncate(title, width: owner.width - names - 1)
      grid.write(shown, row: 0, column: names + 1, .dim)
    }
    for (place, label) in labels.enumerated() {
      let row = titleRow + self.row(of: place) * (rowsEach + gap)
      let shown = TerminalText.truncate(label, width: names)
      grid.write(TerminalText.padLeft(shown, width: names), row: row, column: 0)
    }
    let frame = Frame(
      left: names + 1, top: titleRow, width: plot, rowsEach: rowsEach + gap, slots: slots,
      projection: Projection(valueAxis.scale, start: 0, end: Double(plot)))
    if hasAxis { drawAxis(&grid, frame, row: titleRow + height) }
    drawRules(&grid, frame, height)
    let tops = self.tops { from, to in row(from, to, frame) }
    for mark in owner.panel.marks {
      switch mark {
      case .bars(let bars): draw(bars, frame, tops, &grid)
      case .boxes(let boxes): draw(boxes, frame, &grid)
      case .points(let points): draw(points, frame, &grid)
      case .line, .cells, .rule, .spans: break
      }
    }
    for (row, top) in tops {
      let end = frame.left + Int(frame.projection(max(top.end, 0)).rounded(.up)) + 1
      grid.write(text(top, isWhole: isWhole), row: row, column: max(end, frame.left), .plain)
    }
    return grid
  }

  private struct Frame {
    var left: Int
    var top: Int
    var width: Int
    var rowsEach: Int
    var slots: [Double]
    var projection: Projection
  }

  private var valueTitle: String? {
    guard let title = valueAxis.title, !title.isEmpty else { return nil }
    return title
  }

  /// What stands beside a row of bars: where they end, and the parts that are stacked up.
  private struct Top {
    var end: Double
    /// By class, in the order of the legend.
    var parts: [Int: Double]
  }

  private func tops(_ row: (_ from: Double, _ to: Double) -> Int) -> [Int: Top] {
    var tops: [Int: Top] = [:]
    for case .bars(let bars) in owner.panel.marks {
      for place in bars.from.indices {
        let (value, part) = (bars.value[place], bars.value[place] - bars.base[place])
        var top = tops[row(bars.from[place], bars.to[place])] ?? Top(end: value, parts: [:])
        if value.magnitude > top.end.magnitude { top.end = value }
        top.parts[bars.shade.rank, default: 0] += part
        tops[row(bars.from[place], bars.to[place])] = top
      }
    }
    return tops
  }

  /// Classes of the legend, where bars are stacked.
  private var stackedCount: Int {
    let isStacked = owner.panel.marks.contains { mark in
      if case .bars(let bars) = mark { return bars.base.contains { $0 != 0 } }
      return false
    }
    guard isStacked, case .classes(_, let labels, _)? = drawing.figure.key else { return 0 }
    return labels.count
  }

  /// `71`, or with the classes of the legend in their order: `71 (21 · 25 · 25)`.
  private func text(_ top: Top, isWhole: Bool) -> String {
    let total = valueAxis.scale.text(top.end)
    let count = stackedCount
    guard isWhole, count > 1 else { return total }
    var ranks = Array(0..<count)
    if top.parts[Shade.other.rank] != nil { ranks[count - 1] = Shade.other.rank }
    let parts = ranks.map { valueAxis.scale.text(top.parts[$0] ?? 0) }
    return total + " (" + parts.joined(separator: " · ") + ")"
  }

  /// Cells that the longest text beside a row of bars takes.
  private func valueWidth(isWhole: Bool) -> Int {
    // Rows by themselves: which one it is does not matter here.
    let all = tops { from, to in
      Int((((from + to) / 2) * 1_000).rounded())
    }
    return 1 + (all.values.map { TerminalText.width(text($0, isWhole: isWhole)) }.max() ?? 0)
  }

  /// From the top.
  private func row(of place: Int) -> Int { isHorizontal ? labels.count - 1 - place : place }

  private func row(_ from: Double, _ to: Double, _ frame: Frame) -> Int {
    let label = Int(((from + to) / 2).rounded())
    let slot = frame.slots.firstIndex(of: offset(from, to)) ?? 0
    return frame.top + row(of: label) * frame.rowsEach + slot
  }

  private func draw(
    _ bars: Mark.Bars, _ frame: Frame, _ tops: [Int: Top], _ grid: inout TextGrid
  ) {
    let style = drawing.style(bars.shade)
    let full: Character = drawing.isColored ? "█" : TextDrawing.fill(bars.shade)
    for place in bars.from.indices {
      let row = row(bars.from[place], bars.to[place], frame)
      let base = bars.base[place] == 0 ? frame.projection.base : frame.projection(bars.base[place])
      let end = frame.projection(bars.value[place])
      let (low, high) = (min(base, end), max(base, end))
      // Where another class follows, it begins with a whole character.
      let isTop = tops[row].map { $0.end == bars.value[place] } ?? true
      var column = Int(low.rounded())
      let last = isTop ? high + 0.001 : high.rounded() + 0.001
      while Double(column) + 1 <= last {
        grid.set(row, frame.left + column, full, style)
        column += 1
      }
      guard isTop else { continue }
      let rest = Int(((high - Double(column)) * 8).rounded())
      if full == "█", rest > 0, end >= base {
        let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
        grid.set(row, frame.left + column, parts[min(7, rest - 1)], style)
      } else if full != "█", high - Double(column) > 0.4 {
        grid.set(row, frame.left + column, full, style)
      }
    }
  }

  private func draw(_ boxes: Mark.Boxes, _ frame: Frame, _ grid: inout TextGrid) {
    let style = drawing.style(boxes.shade)
    func column(_ value: Double) -> Int {
      frame.left + min(frame.width - 1, max(0, Int(frame.projection(value))))
    }
    for box in boxes.items {
      let row = row(box.from, box.to, frame)
      if box.hasBox {
        let (low, high) = (column(box.low), column(box.high))
        for place in low...max(low, high) { grid.set(row, place, "─", style) }
        grid.set(row, low, "├", style)
        grid.set(row, high, "┤", style)
        for place in column(box.first)...max(column(box.first), column(box.third)) {
          grid.set(row, place, "▒", style)
        }
        grid.set(row, column(box.median), "┃", TextGrid.Style(isBold: true))
      }
      for value in box.outliers { grid.set(row, column(value), "∘", style) }
    }
  }

  private func draw(_ points: Mark.Points, _ frame: Frame, _ grid: inout TextGrid) {
    let style = drawing.style(points.shade)
    let (along, up) = isHorizontal ? (points.y, points.x) : (points.x, points.y)
    for place in along.indices {
      let label = Int(along[place].rounded())
      let row = frame.top + row(of: label) * frame.rowsEach
      let column = min(frame.width - 1, max(0, Int(frame.projection(up[place]))))
      let mark = points.shade == .base ? "∘" : drawing.glyph(points.shade)
      grid.set(row, frame.left + column, mark, style)
    }
  }

  private func drawRules(_ grid: inout TextGrid, _ frame: Frame, _ height: Int) {
    for case .rule(let rule) in owner.panel.marks {
      let value: Double
      switch rule.place {
      case .x(let place) where isHorizontal: value = place
      case .y(let place) where !isHorizontal: value = place
      case .x, .y, .segment: continue
      }
      let column = frame.left + Int(frame.projection(value))
      for row in 0..<height { grid.set(frame.top + row, column, "┊", .dim) }
    }
  }

  private func drawAxis(_ grid: inout TextGrid, _ frame: Frame, row: Int) {
    TextAxis.drawBelow(
      &grid, valueAxis.scale, row: row, left: frame.left, width: frame.width)
  }
}

/// The axis below a canvas: a rule with marks, and texts under it that do not touch.
enum TextAxis {
  /// Takes two rows, three with contexts; returns how many.
  @discardableResult
  static func drawBelow(
    _ grid: inout TextGrid, _ scale: Scale, row: Int, left: Int, width: Int
  ) -> Int {
    for column in 0..<width { grid.set(row, left + column, "─", .dim) }
    let projection = Projection(scale, start: 0, end: Double(width))
    let ticks = self.ticks(scale, width)
    for tick in ticks {
      let center = min(width - 1, max(0, Int(projection(tick.value))))
      if !projection.isBand { grid.set(row, left + center, "┬", .dim) }
      write(tick.text, &grid, row: row + 1, left: left, width: width, center: center)
      if let context = tick.context {
        write(context, &grid, row: row + 2, left: left, width: width, center: center)
      }
    }
    return ticks.contains { $0.context != nil } ? 3 : 2
  }

  private static func write(
    _ text: String, _ grid: inout TextGrid, row: Int, left: Int, width: Int, center: Int
  ) {
    let own = TerminalText.width(text)
    let start = min(max(left + center - own / 2, 0), left + width - own + 1)
    grid.write(text, row: row, column: max(0, start), .dim)
  }

  /// As many as have room beside each other.
  static func ticks(_ scale: Scale, _ width: Int) -> [Tick] {
    let projection = Projection(scale, start: 0, end: Double(width))
    func fits(_ ticks: [Tick]) -> Bool {
      var end = -2
      for tick in ticks {
        let own = max(
          TerminalText.width(tick.text), tick.context.map { TerminalText.width($0) } ?? 0)
        let start = min(max(0, Int(projection(tick.value)) - own / 2), width - own + 1)
        if start < end + 2 { return false }
        end = start + own
      }
      return true
    }
    if case .band(let labels) = scale {
      let room = max(3, width / max(1, labels.count))
      let cut = labels.map { TerminalText.truncate($0, width: room) }
      for every in 1...max(1, labels.count) {
        let ticks = cut.enumerated().filter { $0.offset % every == 0 }
          .map { Tick(value: Double($0.offset), text: $0.element) }
        if fits(ticks) { return ticks }
      }
      return []
    }
    var count = max(2, width / 9)
    while count > 1 {
      let ticks = Ticks.of(scale, count: count)
      if fits(ticks) { return ticks }
      count -= 1
    }
    return Array(Ticks.of(scale, count: 1).prefix(1))
  }
}
