import QuernText

extension Figure {
  /// The figure as an SVG document: the same bytes each time, readable on light and dark paper.
  ///
  /// It follows the reader's colour scheme; a page that wants other paper sets
  /// `--quern-plot-paper`.
  package func svg() -> String { SVGDrawing(self).text() }
}

/// Draws one figure as shapes on paper, and writes them as SVG.
struct SVGDrawing {
  let figure: Figure
  let layout: SVGLayout
  var out: [Shape] = []

  init(_ figure: Figure) {
    self.figure = figure
    layout = SVGLayout(figure)
  }

  /// Everything, from the paper up.
  var shapes: [Shape] {
    var copy = self
    copy.drawTitle()
    copy.drawLegend()
    for (panel, place) in zip(figure.panels, layout.places) { copy.draw(panel, place) }
    copy.drawNotes()
    return copy.out
  }

  func text() -> String {
    let (width, height) = (SVGText.number(layout.width), SVGText.number(layout.height))
    let shapes = shapes
    let body = shapes.map(\.svg).joined(separator: "\n")
    // Rules of a page's several plots must not meet.
    let name = "quern-" + String(SHA256.hash(figure.json.text()).hex.prefix(8))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="\(name)" width="\(width)" \
      height="\(height)" viewBox="0 0 \(width) \(height)" role="img" \
      aria-label="\(SVGText.escape(label))">
      <style>
      \(SVGStyle(shapes, isDiverging: isDiverging).text(name: name))
      </style>
      <rect class="paper" width="\(width)" height="\(height)"/>
      \(body)
      </svg>

      """
  }

  private var label: String {
    let axes = figure.panels.first.map { [$0.y.title, $0.x.title].compactMap { $0 } } ?? []
    return ([figure.title].compactMap { $0 } + [axes.joined(separator: " over ")])
      .filter { !$0.isEmpty }.joined(separator: ": ")
  }

  var isDiverging: Bool {
    if case .gradient(_, _, _, _, let isDiverging)? = figure.key { return isDiverging }
    return false
  }

  // MARK: Around the panels

  private mutating func drawTitle() {
    for (place, line) in layout.titleLines.enumerated() {
      write(line, 16, layout.titleBottom + Double(place) * SVGLayout.lineHeight, "title")
    }
  }

  private mutating func drawNotes() {
    for (place, line) in layout.noteLines.enumerated() {
      write(line, 16, layout.notesTop + 14 + Double(place) * 16, "note")
    }
  }

  private mutating func drawLegend() {
    guard let top = layout.legendTop else { return }
    switch figure.key {
    case .classes(let title, let labels, _)?:
      write(title, 16, top + 13, "key")
      for (place, entry) in layout.legendEntries.enumerated() {
        let y = top + Double(entry.row) * 20
        let shade = labels[place].hasPrefix("other") && place == labels.count - 1
          && usesOther ? Shade.other : .level(place)
        out.append(
          .rect(
            Shape.Rect(
              style: fill(shade), x: entry.x, y: y + 3, width: 11, height: 11, corner: 2)))
        write(entry.label, entry.x + 16, y + 13, "tick")
      }
    case .gradient(let title, let format, let lower, let upper, _)?:
      drawGradient(title, format, lower, upper, top)
    case nil: break
    }
  }

  private var usesOther: Bool {
    figure.panels.contains { panel in
      panel.marks.contains { $0.shade == .other }
    }
  }

  private mutating func drawGradient(
    _ title: String, _ format: NumberFormat, _ lower: Double, _ upper: Double, _ top: Double
  ) {
    var (low, high) = (lower, upper)
    if isDiverging {
      high = max(lower.magnitude, upper.magnitude)
      low = -high
    }
    let step = max((high - low) / 100, 1e-12)
    let lowText = Ticks.text(low, step: step, format).droppingZeros
    let highText = Ticks.text(high, step: step, format).droppingZeros
    write(title, 16, top + 13, "key")
    var x = 16 + SVGText.width(title, size: 12) + 14
    write(lowText, x, top + 13, "tick")
    x += SVGText.width(lowText, size: 12) + 6
    for index in 0..<Palette.stepCount {
      out.append(
        .rect(
          Shape.Rect(
            style: "k\(index)", x: x + Double(index) * 9, y: top + 3, width: 9.5, height: 11)))
    }
    write(highText, x + Double(Palette.stepCount) * 9 + 7, top + 13, "tick")
  }

  // MARK: A panel

  private mutating func draw(_ panel: Panel, _ place: SVGLayout.Place) {
    let x = Projection(panel.x.scale, start: place.left, end: place.left + place.width)
    let y = Projection(panel.y.scale, start: place.top + place.height, end: place.top)
    if let title = panel.title {
      write(
        SVGText.fit(title, width: place.width, size: 12), place.left, place.top - 6, "facet")
    }
    drawAxes(panel, place, x, y)
    for mark in panel.marks where !mark.isRule { draw(mark, x, y) }
    for mark in panel.marks where mark.isRule { draw(mark, x, y) }
    if layout.hasEndLabels { drawEndLabels(panel, place, y) }
  }

  private mutating func drawAxes(
    _ panel: Panel, _ place: SVGLayout.Place, _ x: Projection, _ y: Projection
  ) {
    let (bottom, right) = (place.top + place.height, place.left + place.width)
    for tick in place.xTicks where !x.isBand {
      line("grid", x(tick.value), place.top, x(tick.value), bottom)
    }
    for tick in place.yTicks where !y.isBand {
      line("grid", place.left, y(tick.value), right, y(tick.value))
    }
    line("axis", place.left, bottom, right, bottom)
    if y.isBand { line("axis", place.left, place.top, place.left, bottom) }
    if panel.hasBars {
      if x.crossesZero { line("axis", x(0), place.top, x(0), bottom) }
      if y.crossesZero { line("axis", place.left, y(0), right, y(0)) }
    }
    if place.showsX { drawXLabels(place, x, bottom) }
    if place.showsY { drawYLabels(place, y) }
    if let title = panel.x.title, place.showsX, isLastRow(place) {
      let middle = place.left + place.width / 2
      write(title, middle, bottom + layout.bandHeight + 15, "name mid")
    }
    if let title = panel.y.title, place.showsY, place.top == layout.places.first?.top {
      let above = place.top - (panel.title == nil ? 11 : 25)
      write(title, 16, above, "name")
    }
  }

  /// The axis is named once, below the first column that ends there, or below each where panels
  /// have axes of their own.
  private func isLastRow(_ place: SVGLayout.Place) -> Bool {
    !figure.isShared || figure.panels.count == 1 || layout.places.contains {
      $0.left == place.left && $0.showsX && $0.top == place.top
    }
  }

  private mutating func drawXLabels(
    _ place: SVGLayout.Place, _ x: Projection, _ bottom: Double
  ) {
    for tick in place.xTicks {
      let at = x(tick.value)
      if !x.isBand { line("axis", at, bottom, at, bottom + 4) }
      if layout.isSlanted, x.isBand {
        let shown = SVGText.fit(tick.text, width: 150, size: 12)
        out.append(
          .text(style: "tick end", x: at + 4, y: bottom + 13, text: shown, isSlanted: true))
      } else {
        write(tick.text, at, bottom + 16, "tick mid")
      }
      if let context = tick.context { write(context, at, bottom + 30, "note mid") }
    }
  }

  private mutating func drawYLabels(_ place: SVGLayout.Place, _ y: Projection) {
    for tick in place.yTicks {
      write(layout.yLabel(tick.text), place.left - 8, y(tick.value) + 4, "tick end")
      if let context = tick.context {
        write(context, place.left - 8, y(tick.value) + 16, "note end")
      }
    }
  }

  /// Names at the ends of lines, moved apart where they would touch.
  private mutating func drawEndLabels(
    _ panel: Panel, _ place: SVGLayout.Place, _ y: Projection
  ) {
    guard case .classes(_, let labels, _)? = figure.key else { return }
    var ends: [(label: String, shade: Shade, y: Double)] = []
    for case .line(let line) in panel.marks {
      guard let label = line.label, let last = line.y.last, case .level(let index) = line.shade
      else { continue }
      ends.append((labels.indices.contains(index) ? labels[index] : label, line.shade, y(last)))
    }
    ends.sort { $0.y < $1.y }
    for place in ends.indices.dropFirst() {
      ends[place].y = max(ends[place].y, ends[place - 1].y + 14)
    }
    // Back up what was pushed out at the bottom.
    var floor = place.top + place.height + 4
    for place in ends.indices.reversed() {
      ends[place].y = min(ends[place].y, floor)
      floor = ends[place].y - 14
    }
    for end in ends {
      let shown = SVGText.fit(end.label, width: 160, size: 12)
      write(shown, place.left + place.width + 7, end.y + 4, "tick " + fill(end.shade))
    }
  }

  // MARK: Pieces

  mutating func write(_ text: String, _ x: Double, _ y: Double, _ style: String) {
    out.append(.text(style: style, x: x, y: y, text: text, isSlanted: false))
  }

  mutating func line(
    _ style: String, _ x: Double, _ y: Double, _ toX: Double, _ toY: Double
  ) {
    out.append(.line(style: style, x: x, y: y, toX: toX, toY: toY))
  }

  func fill(_ shade: Shade) -> String { "f" + suffix(shade) }
  func stroke(_ shade: Shade) -> String { "l" + suffix(shade) }

  private func suffix(_ shade: Shade) -> String {
    switch shade {
    case .base: "0"
    case .level(let index): "\(index % Palette.classes.count)"
    case .other: "x"
    case .ink: "i"
    }
  }
}

extension Mark {
  var isRule: Bool {
    if case .rule = self { return true }
    return false
  }

  /// The colour; rules and cells have none of their own.
  var shade: Shade {
    switch self {
    case .points(let mark): mark.shade
    case .line(let mark): mark.shade
    case .bars(let mark): mark.shade
    case .boxes(let mark): mark.shade
    case .spans(let mark): mark.shade
    case .cells: .base
    case .rule: .ink
    }
  }
}
