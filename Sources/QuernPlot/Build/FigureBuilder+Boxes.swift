import QuernTable
import QuernText

extension FigureBuilder {
  /// Numbers up to which each is a group of its own.
  private static let boxCountMax = 50
  private static let outlierCountMax = 100

  mutating func addBoxes(_ resolved: Resolved, _ table: Table) throws(PlotError) {
    var request = resolved.request
    // The groups are `x` from here on.
    let isHorizontal = request.y == nil || resolved.y == .label
    if isHorizontal { swap(&request.x, &request.y) }
    let given = try LayerRows.of(table, wanted(request, table), context)
    guard let values = given.y else { return }
    let kept = (0..<given.count).filter { !values.values[$0].isNaN }
    note(missing: given.count - kept.count, of: given.count, LayerRequest(kind: .box, y: request.y))
    var rows = try classColored(given.picking(kept), .box)
    guard !kept.isEmpty else { throw .nothingToDraw("every \(values.title) is missing") }
    let groups = try boxGroups(rows, request)
    rows.x = groups
    let isBetter =
      !isHorizontal && canFlip && Self.isBetterHorizontal(groups.levels, groups)
    if isBetter { flip() }
    let isFlipped = isHorizontal || isBetter
    let parts = try self.parts(rows)
    let order = isFlipped ? Array(groups.levels.indices.reversed()) : Array(groups.levels.indices)
    let places = isFlipped ? y.places(groups, order: order) : x.places(groups, order: order)
    let title = request.x == nil ? nil : groups.title
    if isFlipped {
      try y.take(.label, title: title)
      try x.take(values.kind, title: values.title)
      x.margin = max(x.margin, 0.04)
    } else {
      try x.take(.label, title: title)
      try y.take(values.kind, title: values.title)
      y.margin = max(y.margin, 0.04)
    }
    try drawBoxes(rows, parts, places, isFlipped, request)
  }

  private func boxGroups(_ rows: LayerRows, _ request: LayerRequest) throws(PlotError) -> Channel {
    guard let groups = rows.x else {
      var one = Channel(rowsOf: rows.count)
      one.kind = .label
      one.values = [Double](repeating: 0, count: rows.count)
      one.levels = [""]
      return one
    }
    guard let labels = groups.asLabels(limit: Self.boxCountMax),
      labels.levels.count <= Self.boxCountMax
    else {
      throw .mistake(
        code: "plot-type",
        message: "\(groups.title) has too many values for a box each",
        hints: ["cut(\(request.x?.text ?? ""), 10) makes ten groups; `point` shows every row"],
        parameter: "x")
    }
    return labels
  }

  private mutating func drawBoxes(
    _ rows: LayerRows, _ parts: [Part], _ places: [Double], _ isFlipped: Bool,
    _ request: LayerRequest
  ) throws(PlotError) {
    guard let groups = rows.x, let values = rows.y else { return }
    let levels = Self.shadeOrder(parts)
    let isDodged = levels.count > 1 && request.color != request.x
    let width = isDodged ? 0.76 / Double(levels.count) : 0.62
    for part in parts {
      try context.checkPlot()
      var members = [[Double]](repeating: [], count: groups.levels.count)
      for row in part.rows { members[Int(groups.values[row])].append(values.values[row]) }
      var boxes = Mark.Boxes(shade: part.shade, items: [], isHorizontal: isFlipped)
      for (level, numbers) in members.enumerated() where !numbers.isEmpty {
        let slot = Double(levels.firstIndex(of: part.label) ?? 0)
        let side = isFlipped ? Double(levels.count) - 1 - slot : slot
        let center = isDodged ? places[level] - 0.38 + width * (side + 0.5) : places[level]
        let half = width * (isDodged ? 0.43 : 0.5)
        boxes.items.append(box(numbers.sorted(), from: center - half, to: center + half))
        if isFlipped {
          x.include(numbers.min() ?? 0)
          x.include(numbers.max() ?? 0)
        } else {
          y.include(numbers.min() ?? 0)
          y.include(numbers.max() ?? 0)
        }
      }
      add(.boxes(boxes), panel: part.panel)
    }
  }

  /// Tukey's: whiskers end at the last value within one and a half times the quartiles' distance.
  private mutating func box(_ sorted: [Double], from: Double, to: Double) -> Box {
    let (first, third) = (Quantiles.of(sorted, 0.25), Quantiles.of(sorted, 0.75))
    let reach = 1.5 * (third - first)
    let low = sorted.first { $0 >= first - reach } ?? first
    let high = sorted.last { $0 <= third + reach } ?? third
    var outside =
      sorted.count < Box.countMin ? sorted : sorted.filter { $0 < low || $0 > high }
    if outside.count > Self.outlierCountMax {
      notes.append("of many outliers \(Self.outlierCountMax) a box are drawn, ends included")
      let count = Self.outlierCountMax
      outside = (0..<count).map { outside[$0 * (outside.count - 1) / (count - 1)] }
    }
    return Box(
      from: from, to: to, low: min(low, first), first: first,
      median: Quantiles.of(sorted, 0.5), third: third, high: max(high, third),
      outliers: outside, count: sorted.count)
  }
}
