import QuernTable
import QuernText

extension FigureBuilder {
  /// Bars up to which each keeps its own; what is beyond is summed up or left out.
  static let barCountMax = 40
  /// Numbers up to which each is a label of its own.
  private static let numberLabelCountMax = 30

  mutating func addBars(_ resolved: Resolved, _ table: Table) throws(PlotError) {
    var request = resolved.request
    // Whichever axis has the labels has the bars' places.
    let swaps = request.x == nil || resolved.y == .label && resolved.x != .label
    if swaps { swap(&request.x, &request.y) }
    let isCounting = request.y == nil
    if isCounting { request.y = .aggregate(.count, nil) }
    var wanted = wanted(request, table)
    // A colour that is the place again does not part the bars.
    let isColoredByPlace = request.color != nil && request.color == request.x
    if isColoredByPlace { wanted.removeAll { $0.role == .color } }
    var rows = try LayerRows.of(table, wanted, context)
    if isColoredByPlace { rows.color = rows.x }
    guard let positions = rows.x, let values = rows.y else { return }
    guard !values.isLabel else {
      throw .needsNumbers(
        swaps ? "x" : "y", kind: .bar, title: values.title, found: values.type)
    }
    if request.y?.hasAggregate == false {
      let missing = values.values.count { $0.isNaN }
      note(missing: missing, of: rows.count, LayerRequest(kind: .bar, y: request.y))
    }
    rows = try classColored(rows, .bar)
    if let labels = positions.asLabels(limit: Self.numberLabelCountMax) {
      rows.x = labels
      try checkOneEach(rows, labels, request, swaps)
      try drawBars(rows, labels, values, isCounting: isCounting, request, swaps: swaps)
    } else {
      try drawColumns(rows, positions, values, swaps: swaps)
    }
  }

  /// For `box` without a kind: whether each label has one row.
  func hasOneRowEach(_ resolved: Resolved, _ table: Table) throws(PlotError) -> Bool {
    let request = resolved.request
    var keys: [ColumnExpression] = []
    for (expression, kind) in [(request.x, resolved.x), (request.y, resolved.y)]
    where kind == .label {
      if let expression { keys.append(expression) }
    }
    if let color = request.color { keys.append(color) }
    if let facet = options.facet { keys.append(facet) }
    let named = keys.enumerated().map { (name: "\u{2}\($0)", expression: $1) }
    do throws(TableError) {
      let rowCount = try table.rowCount(context)
      guard rowCount <= 200 else { return false }
      let groups = try table.derive(named)
        .summarise([(name: "\u{2}rows", expression: .aggregate(.count, nil))], by: named.map(\.name))
      return try groups.rowCount(context) == rowCount
    } catch {
      throw .table(error)
    }
  }

  private func checkOneEach(
    _ rows: LayerRows, _ labels: Channel, _ request: LayerRequest, _ swaps: Bool
  ) throws(PlotError) {
    guard let y = request.y, !y.hasAggregate else { return }
    var counts: [[Int]: Int] = [:]
    for row in 0..<rows.count {
      let key = [
        Int(labels.values[row]), Int(rows.color?.values[row] ?? 0),
        Int(rows.facet?.values[row] ?? 0),
      ]
      counts[key, default: 0] += 1
    }
    let crowded = counts.filter { $0.value > 1 }
    guard let worst = crowded.min(by: { $0.key.lexicographicallyPrecedes($1.key) }) else { return }
    throw .manyRows(
      kind: .bar, place: "\(labels.title) = \(labels.levels[worst.key[0]])",
      count: worst.value, expression: y.text, parameter: swaps ? "x" : "y")
  }

  private mutating func drawBars(
    _ rows: LayerRows, _ labels: Channel, _ values: Channel, isCounting: Bool,
    _ request: LayerRequest, swaps: Bool
  ) throws(PlotError) {
    var order = barOrder(labels, values, request)
    if order.count > Self.barCountMax {
      notes.append("the first \(Self.barCountMax) of \(order.count) values of \(labels.title)")
      order = Array(order.prefix(Self.barCountMax))
    }
    let isBetter =
      !swaps && canFlip && Self.isBetterHorizontal(order.map { labels.levels[$0] }, labels)
    if isBetter { flip() }
    let isHorizontal = swaps || isBetter
    let shown = Set(order)
    let kept = (0..<rows.count).filter {
      shown.contains(Int(labels.values[$0])) && !values.values[$0].isNaN
    }
    let parts = try self.parts(rows.picking(kept))
    var places = [Double](repeating: 0, count: labels.levels.count)
    let placing = isHorizontal ? Array(order.reversed()) : order
    for level in placing {
      places[level] = isHorizontal ? y.place(labels.levels[level]) : x.place(labels.levels[level])
    }
    try takeBarAxes(labels, values, isHorizontal)
    let levels = Self.shadeOrder(parts)
    let sums = isCounting || Self.isSum(request.y)
    let isStacked =
      sums && levels.count > 1 && request.color != request.x
      && kept.allSatisfy { values.values[$0] >= 0 }
    let isDodged = levels.count > 1 && !isStacked && request.color != request.x
    var stacks: [[Double]: Double] = [:]
    for part in parts {
      var bars = Mark.Bars(
        shade: part.shade, from: [], to: [], base: [], value: [], isHorizontal: isHorizontal)
      for row in part.rows {
        let own = kept[row]
        let place = places[Int(labels.values[own])]
        let value = values.values[own]
        if isStacked {
          let key = [Double(part.panel), place]
          let base = stacks[key, default: 0]
          stacks[key] = base + value
          bars.add(place, 0.8, base: base, value: base + value)
          include(base + value, isHorizontal)
        } else if isDodged {
          let slot = Double(levels.firstIndex(of: part.label) ?? 0)
          let width = 0.8 / Double(levels.count)
          let side = isHorizontal ? Double(levels.count) - 1 - slot : slot
          bars.add(place - 0.4 + width * (side + 0.5), width * 0.94, base: 0, value: value)
          include(value, isHorizontal)
        } else {
          bars.add(place, 0.8, base: 0, value: value)
          include(value, isHorizontal)
        }
      }
      add(.bars(bars), panel: part.panel)
    }
  }

  private mutating func include(_ value: Double, _ isHorizontal: Bool) {
    if isHorizontal { x.include(value) } else { y.include(value) }
  }

  private mutating func takeBarAxes(
    _ labels: Channel, _ values: Channel, _ isHorizontal: Bool
  ) throws(PlotError) {
    if isHorizontal {
      try y.take(.label, title: labels.title)
      try x.take(values.kind, title: values.title)
      if !x.isLog { x.include(0) }
      x.margin = max(x.margin, 0.02)
    } else {
      try x.take(.label, title: labels.title)
      try y.take(values.kind, title: values.title)
      if !y.isLog { y.include(0) }
      y.margin = max(y.margin, 0.02)
    }
  }

  /// Labels with an order of their own keep it; rows that are one a label keep theirs; else the
  /// greatest comes first, and what is missing last.
  private func barOrder(
    _ labels: Channel, _ values: Channel, _ request: LayerRequest
  ) -> [Int] {
    if labels.isOrdered { return Array(labels.levels.indices) }
    var first = [Int](repeating: .max, count: labels.levels.count)
    var total = [Double](repeating: 0, count: labels.levels.count)
    for (row, level) in labels.values.enumerated() {
      first[Int(level)] = min(first[Int(level)], row)
      if values.values[row].isFinite { total[Int(level)] += values.values[row] }
    }
    func isMissing(_ level: Int) -> Bool { labels.levels[level] == Channel.missingLabel }
    if request.y?.hasAggregate == true {
      return labels.levels.indices.sorted {
        let (one, other) = (isMissing($0) ? 1 : 0, isMissing($1) ? 1 : 0)
        return (one, total[$1], first[$0]) < (other, total[$0], first[$1])
      }
    }
    return labels.levels.indices.sorted { first[$0] < first[$1] }
  }

  static func isBetterHorizontal(_ labels: [String], _ channel: Channel) -> Bool {
    guard !channel.isOrdered || channel.type.isText else { return false }
    let widths = labels.map { TerminalText.width($0) }
    return labels.count > 12 || (widths.max() ?? 0) > 14
      || widths.reduce(0, +) + 2 * widths.count > 84
  }

  private static func isSum(_ expression: ColumnExpression?) -> Bool {
    switch expression {
    case .aggregate(.count, _)?, .aggregate(.sum, _)?: true
    default: false
    }
  }

  /// The colour's levels in the key's order.
  static func shadeOrder(_ parts: [Part]) -> [String?] {
    var seen: [(shade: Shade, label: String?)] = []
    for part in parts where !seen.contains(where: { $0.label == part.label }) {
      seen.append((part.shade, part.label))
    }
    let ranked = seen.enumerated().sorted {
      ($0.element.shade.rank, $0.offset) < ($1.element.shade.rank, $1.offset)
    }
    return ranked.map(\.element.label)
  }

  /// Bars at numbers or moments, as wide as the least distance between them.
  private mutating func drawColumns(
    _ rows: LayerRows, _ positions: Channel, _ values: Channel, swaps: Bool
  ) throws(PlotError) {
    let kept = (0..<rows.count).filter {
      !positions.values[$0].isNaN && !values.values[$0].isNaN
    }
    let sorted = Set(kept.map { positions.values[$0] }).sorted()
    var step = Double.infinity
    for (left, right) in zip(sorted, sorted.dropFirst()) { step = min(step, right - left) }
    if !step.isFinite { step = 1 }
    try (swaps ? y.take(positions.kind, title: positions.title)
      : x.take(positions.kind, title: positions.title))
    try (swaps ? x.take(values.kind, title: values.title)
      : y.take(values.kind, title: values.title))
    include(0, swaps)
    var stacks: [[Double]: Double] = [:]
    for part in try parts(rows.picking(kept)) {
      var bars = Mark.Bars(
        shade: part.shade, from: [], to: [], base: [], value: [], isHorizontal: swaps)
      for row in part.rows {
        let place = positions.values[kept[row]]
        let key = [Double(part.panel), place]
        let base = stacks[key, default: 0]
        stacks[key] = base + values.values[kept[row]]
        bars.add(place, step * 0.86, base: base, value: base + values.values[kept[row]])
        include(base + values.values[kept[row]], swaps)
        include(place - step / 2, !swaps)
        include(place + step / 2, !swaps)
      }
      add(.bars(bars), panel: part.panel)
    }
  }
}

extension Shade {
  /// The order of the key.
  var rank: Int {
    switch self {
    case .base: -1
    case .level(let index): index
    case .other: 1_000
    case .ink: 1_001
    }
  }
}
