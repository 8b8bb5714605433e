/// Where everything of a figure stands on its paper, in pixels.
struct SVGLayout {
  struct Place {
    var left: Double
    var top: Double
    var width: Double
    var height: Double
    var showsX: Bool
    var showsY: Bool
    var xTicks: [Tick]
    var yTicks: [Tick]
  }

  static let fontSize = 12.0
  static let titleSize = 15.0
  /// From one line of the title to the next.
  static let lineHeight = 19.0
  private static let smallSize = 11.0
  private static let labelWidthMax = 190.0

  let figure: Figure
  private(set) var width = 0.0
  private(set) var height = 0.0
  private(set) var places: [Place] = []
  /// Top of the legend; nil where there is none.
  private(set) var legendTop: Double?
  /// The title in lines, and where the first one stands.
  private(set) var titleLines: [String] = []
  private(set) var titleBottom = 0.0
  private(set) var noteLines: [String] = []
  private(set) var notesTop = 0.0
  /// Whether lines are labelled at their ends instead of by a legend.
  let hasEndLabels: Bool
  /// Labels below the axis stand at a slant.
  private(set) var isSlanted = false
  /// Height of the labels below the axis.
  private(set) var bandHeight = 18.0

  private(set) var columnCount = 1

  init(_ figure: Figure) {
    self.figure = figure
    hasEndLabels = Self.canLabelEnds(figure)
    layOut()
  }

  /// Lines that all reach the right side, in one panel.
  private static func canLabelEnds(_ figure: Figure) -> Bool {
    guard figure.panels.count == 1, case .classes(_, let labels, _)? = figure.key,
      !labels.isEmpty
    else { return false }
    let panel = figure.panels[0]
    let projection = Projection(panel.x.scale, start: 0, end: 1)
    var ends: [Shade: Double] = [:]
    for mark in panel.marks {
      switch mark {
      case .line(let line) where !line.isFilled:
        guard let last = line.x.last else { return false }
        if line.shade == .other { return false }
        ends[line.shade] = max(ends[line.shade] ?? 0, projection(last))
      case .rule: break
      case .line, .points, .bars, .boxes, .cells, .spans: return false
      }
    }
    return ends.count == labels.count && ends.values.allSatisfy { $0 > 0.85 }
  }

  private mutating func layOut() {
    let count = max(1, figure.panels.count)
    columnCount = Self.columnCount(count)
    width = Double(figure.width ?? (count == 1 ? (figure.isSquare ? 460 : 640) : 760))
    if figure.isSquare, hasEndLabels, figure.width == nil { width += endLabelWidth }
    var top = 14.0
    let room = width - 32
    if let title = figure.title {
      titleLines = SVGText.lines(title, width: room, size: Self.titleSize, countMax: 2)
      titleBottom = top + Self.titleSize - 2
      top += Double(titleLines.count) * Self.lineHeight + 2
    }
    if figure.key != nil, !hasEndLabels {
      legendTop = top
      top += legendHeight + 8
    }
    placePanels(top: top, count: count)
    notesTop = height
    noteLines = figure.notes.flatMap {
      SVGText.lines($0, width: room, size: Self.smallSize, countMax: 3)
    }
    height += Double(noteLines.count) * 16 + (noteLines.isEmpty ? 6 : 12)
  }

  static func columnCount(_ count: Int) -> Int {
    switch count {
    case ...3: count
    case 4: 2
    case 5...9: 3
    default: 4
    }
  }

  // MARK: Legend

  /// Entries of the legend: where each stands in its row.
  var legendEntries: [(label: String, x: Double, row: Int)] {
    guard case .classes(let title, let labels, _)? = figure.key else { return [] }
    var x = 16 + SVGText.width(title, size: Self.fontSize) + 14
    let start = x
    var row = 0
    var entries: [(label: String, x: Double, row: Int)] = []
    for label in labels {
      let shown = SVGText.fit(label, width: 220, size: Self.fontSize)
      let own = SVGText.width(shown, size: Self.fontSize) + 32
      if x + own > width, x > start {
        row += 1
        x = start
      }
      entries.append((shown, x, row))
      x += own
    }
    return entries
  }

  private var legendHeight: Double {
    switch figure.key {
    case .classes?: Double((legendEntries.last?.row ?? 0) + 1) * 20
    case .gradient?: 22
    case nil: 0
    }
  }

  // MARK: Panels

  private mutating func placePanels(top: Double, count: Int) {
    let rowCount = (count + columnCount - 1) / columnCount
    let isFaceted = count > 1
    let gapX = figure.isShared ? 14.0 : 22.0
    var right = hasEndLabels ? endLabelWidth + 14 : 24
    let hasYTitle = figure.panels.contains { $0.y.title?.isEmpty == false }
    // Twice: the width of a panel decides its ticks, and their texts its margin.
    var left = 60.0
    var inner = 0.0
    let height = panelHeight(count)
    for _ in 0..<2 {
      let lefts = figure.isShared ? left : left * Double(columnCount)
      inner = (width - lefts - right - gapX * Double(columnCount - 1)) / Double(columnCount)
      inner = max(60, inner)
      right = max(right, overhang(inner) + 4)
      left = figure.panels.map { leftMargin($0, height: height) }.max() ?? 60
    }
    setBand(inner)
    if isSlanted, figure.isShared, slantedReach(inner) > left {
      left = slantedReach(inner)
      inner = max(
        60, (width - left - right - gapX * Double(columnCount - 1)) / Double(columnCount))
    }
    let hasXTitle = figure.panels.contains { $0.x.title?.isEmpty == false }
    let own = isFaceted ? 20.0 : 0
    let between = figure.isShared ? 16.0 : bandHeight + 10
    let plotHeight = figure.isSquare ? inner : height
    var y = top + (hasYTitle ? 22 : 4)
    for row in 0..<rowCount {
      y += own
      for column in 0..<columnCount where row * columnCount + column < count {
        let panel = row * columnCount + column
        let isBottom = !figure.isShared || panel + columnCount >= count
        let isLeft = !figure.isShared || column == 0
        let step = inner + gapX + (figure.isShared ? 0 : left)
        places.append(
          Place(
            left: left + Double(column) * step, top: y, width: inner, height: plotHeight,
            showsX: isBottom, showsY: isLeft,
            xTicks: xTicks(figure.panels[panel].x.scale, width: inner),
            yTicks: yTicks(figure.panels[panel].y.scale, height: plotHeight)))
      }
      y += plotHeight + (row == rowCount - 1 ? bandHeight + 6 : between)
    }
    self.height = y + (hasXTitle ? 18 : 0)
  }

  /// How far the last label below an axis goes beyond it, to the right.
  private func overhang(_ inner: Double) -> Double {
    figure.panels.map { panel in
      // Labels of a band have its width, or stand at a slant.
      if case .band = panel.x.scale { return 0 }
      guard let last = xTicks(panel.x.scale, width: inner).last else { return 0 }
      let projection = Projection(panel.x.scale, start: 0, end: inner)
      return projection(last.value) + SVGText.width(last.text, size: Self.fontSize) / 2 - inner
    }.max() ?? 0
  }

  /// How far the first slanted label goes to the left of its panel.
  private func slantedReach(_ inner: Double) -> Double {
    guard case .band(let labels)? = figure.panels.first?.x.scale, let first = labels.first else {
      return 0
    }
    let shown = SVGText.fit(first, width: 150, size: Self.fontSize)
    return SVGText.width(shown, size: Self.fontSize) * 0.79 + 2
      - inner / Double(labels.count) / 2
  }

  private func panelHeight(_ count: Int) -> Double {
    let bandCount =
      figure.panels.compactMap { panel -> Int? in
        if case .band(let labels) = panel.y.scale { return labels.count }
        return nil
      }.max() ?? 0
    if count == 1 { return bandCount > 0 ? max(60, min(900, Double(bandCount) * 26)) : 320 }
    let rows = (count + columnCount - 1) / columnCount
    let usual = rows == 1 ? 230.0 : rows == 2 ? 180 : 130
    return bandCount > 0 ? max(usual, min(600, Double(bandCount) * 17)) : usual
  }

  private var endLabelWidth: Double {
    guard case .classes(_, let labels, _)? = figure.key else { return 0 }
    return min(160, labels.map { SVGText.width($0, size: Self.fontSize) }.max() ?? 0)
  }

  private func leftMargin(_ panel: Panel, height: Double) -> Double {
    let texts = yTicks(panel.y.scale, height: height).map { ($0.text, $0.context) }
    let widest =
      texts.map { text, context in
        max(
          SVGText.width(text, size: Self.fontSize),
          context.map { SVGText.width($0, size: Self.fontSize) } ?? 0)
      }.max() ?? 0
    return min(Self.labelWidthMax, widest) + 18
  }

  /// Labels of y, cut to the margin.
  func yLabel(_ text: String) -> String {
    SVGText.fit(text, width: Self.labelWidthMax - 4, size: Self.fontSize)
  }

  private func yTicks(_ scale: Scale, height: Double) -> [Tick] {
    if case .band(let labels) = scale {
      let room = height / Double(max(1, labels.count))
      let every = max(1, Int((13 / max(room, 0.1)).rounded(.up)))
      return Ticks.of(scale, count: 0).filter {
        (labels.count - 1 - Int($0.value)) % every == 0
      }
    }
    let count = max(2, Int(height / (height < 200 ? 36 : 48)))
    let ticks = Ticks.of(scale, count: count)
    guard ticks.count < 2 else { return ticks }
    // One place on an axis says little.
    let projection = Projection(scale, start: height, end: 0)
    for more in count + 1...count + 4 {
      let finer = Ticks.of(scale, count: more)
      let apart = zip(finer, finer.dropFirst()).allSatisfy {
        projection($0.value) - projection($1.value) >= 14
      }
      if finer.count > 1, apart { return finer }
    }
    return ticks
  }

  /// As many ticks as have room beside each other.
  private func xTicks(_ scale: Scale, width: Double) -> [Tick] {
    if case .band(let labels) = scale {
      guard !isSlanted else { return Ticks.of(scale, count: 0) }
      let room = width / Double(max(1, labels.count))
      let widest = labels.map { SVGText.width($0, size: Self.fontSize) }.max() ?? 0
      let every = max(1, Int(((widest + 4) / max(room, 0.1)).rounded(.up)))
      return Ticks.of(scale, count: 0).filter { Int($0.value) % every == 0 }
    }
    var count = max(2, Int(width / 70))
    while true {
      let ticks = Ticks.of(scale, count: count)
      if count <= 2 || fits(ticks, scale, width) {
        return ticks.count < 2 ? finer(scale, width) ?? ticks : ticks
      }
      count -= 1
    }
  }

  /// At least two ticks, where a coarse step gives one: some of a finer step's.
  private func finer(_ scale: Scale, _ width: Double) -> [Tick]? {
    for count in 3...8 {
      let ticks = Ticks.of(scale, count: count)
      for every in 1...3 {
        let kept = ticks.enumerated().filter { $0.offset % every == 0 }.map(\.element)
        if kept.count > 1, fits(kept, scale, width) { return kept }
      }
    }
    return nil
  }

  private func fits(_ ticks: [Tick], _ scale: Scale, _ width: Double) -> Bool {
    let projection = Projection(scale, start: 0, end: width)
    var end = -Double.infinity
    for tick in ticks {
      let own = max(
        SVGText.width(tick.text, size: Self.fontSize),
        tick.context.map { SVGText.width($0, size: Self.fontSize) } ?? 0)
      let center = projection(tick.value)
      if center - own / 2 < end + 8 { return false }
      end = center + own / 2
    }
    return true
  }

  /// Whether the labels below need a slant, and how high they are.
  private mutating func setBand(_ inner: Double) {
    var height = 18.0
    for panel in figure.panels {
      switch panel.x.scale {
      case .band(let labels):
        let room = inner / Double(max(1, labels.count))
        let widths = labels.map { SVGText.width($0, size: Self.fontSize) }
        let widest = widths.max() ?? 0
        // Numbers stay level: every other one is enough of them.
        let isText = labels.contains { Int($0) == nil }
        if isText, widest + 6 > room, room >= 11 {
          isSlanted = true
          height = max(height, min(120, widest * 0.62) + 16)
        }
      case .moment:
        if xTicks(panel.x.scale, width: inner).contains(where: { $0.context != nil }) {
          height = max(height, 33)
        }
      case .number: break
      }
    }
    bandHeight = height
  }
}
