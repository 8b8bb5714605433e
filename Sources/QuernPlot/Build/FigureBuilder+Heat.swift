import Glibc
import QuernTable
import QuernText

extension FigureBuilder {
  /// Labels of one axis up to which each has a row of cells.
  private static let heatLabelCountMax = 60
  private static let heatBinCount = 40
  /// Whole numbers far apart up to which each has a row of cells.
  private static let numberLabelCountMax = 12
  private static let labelledCellCountMax = 150

  mutating func addHeat(_ resolved: Resolved, _ table: Table) throws(PlotError) {
    guard resolved.request.x != nil else { return try addCorrelations(table) }
    var request = resolved.request
    var aggregate = Aggregate.count
    var isOwnValue = false
    switch request.color {
    case nil: break
    case .aggregate(let own, let argument)?:
      aggregate = own
      request.color = argument
    case let color? where color.hasAggregate:
      throw .mistake(
        code: "plot-rows", message: "`color:` of a heat map is one aggregate, not a mixture",
        hints: ["compute the table first: summarise(t, v = …, by: [.x, .y])"],
        parameter: "color")
    case .some: isOwnValue = true
    }
    let given = try LayerRows.of(table, wanted(request, table), context)
    let (complete, missing) = given.complete()
    note(missing: missing, of: given.count, request)
    var rows = complete
    if let facet = rows.facet {
      guard let labels = facet.asLabels(limit: 1_000) else {
        throw .tooManyFacets(facet.title, count: 1_000, limit: Self.facetCountMax)
      }
      rows.facet = labels
    }
    guard let xs = rows.x, let ys = rows.y else { return }
    if request.kind == .point {
      notes.append("\(Numbers.grouped(Int64(rows.count))) rows, counted in cells")
    }
    let across = try HeatAxis(xs, name: "x", request.binCount, isLog: x.isLog)
    let up = try HeatAxis(ys, name: "y", request.binCount, isLog: y.isLog)
    try x.take(across.kind, title: xs.title)
    try y.take(up.kind, title: ys.title)
    var color = rows.color
    color?.title = resolved.request.color?.plotTitle ?? ""
    if let color, color.isLabel, aggregate != .count, aggregate != .nunique {
      throw .needsNumbers("color", kind: .heat, title: color.title, found: color.type)
    }
    let sums = try cells(rows, across, up, color, isOwnValue, request)
    try drawCells(sums, rows, across, up, aggregate, color, isOwnValue)
  }

  /// What the rows of each cell have: how many they are, and their colours' values.
  private struct HeatCells {
    let columnCount: Int
    let lineCount: Int
    var counts: [Int]
    /// Empty where rows are only counted.
    var values: [[Double]]

    init(panelCount: Int, columnCount: Int, lineCount: Int, hasValues: Bool) {
      self.columnCount = columnCount
      self.lineCount = lineCount
      let count = panelCount * columnCount * lineCount
      counts = [Int](repeating: 0, count: count)
      values = hasValues ? [[Double]](repeating: [], count: count) : []
    }

    func place(panel: Int, column: Int, line: Int) -> Int {
      (panel * columnCount + column) * lineCount + line
    }

    func parts(_ place: Int) -> (panel: Int, column: Int, line: Int) {
      (
        place / lineCount / columnCount, place / lineCount % columnCount, place % lineCount
      )
    }
  }

  private mutating func cells(
    _ rows: LayerRows, _ across: HeatAxis, _ up: HeatAxis, _ color: Channel?,
    _ isOwnValue: Bool, _ request: LayerRequest
  ) throws(PlotError) -> HeatCells {
    let panels = try self.panels(rows)
    var cells = HeatCells(
      panelCount: max(1, facets.count), columnCount: across.count, lineCount: up.count,
      hasValues: color != nil)
    guard let xs = rows.x?.values, let ys = rows.y?.values else { return cells }
    for row in 0..<rows.count {
      if row & 0xFFFF == 0 { try context.checkPlot() }
      guard let column = across.place(xs[row]), let line = up.place(ys[row]) else { continue }
      let panel = rows.facet.map { panels[Int($0.values[row])] } ?? 0
      let place = cells.place(panel: panel, column: column, line: line)
      cells.counts[place] += 1
      if let color { cells.values[place].append(color.values[row]) }
    }
    if isOwnValue, across.isExact, up.isExact,
      let crowded = cells.counts.firstIndex(where: { $0 > 1 })
    {
      let parts = cells.parts(crowded)
      throw .manyRows(
        kind: .heat,
        place:
          "\(rows.x?.title ?? "") = \(across.text(parts.column)) and "
          + "\(rows.y?.title ?? "") = \(up.text(parts.line))",
        count: cells.counts[crowded], expression: request.color?.text ?? "", parameter: "color")
    }
    return cells
  }

  private mutating func drawCells(
    _ cells: HeatCells, _ rows: LayerRows, _ across: HeatAxis, _ up: HeatAxis,
    _ aggregate: Aggregate, _ color: Channel?, _ isOwnValue: Bool
  ) throws(PlotError) {
    across.enter(&x)
    up.enter(&y)
    var byPanel: [Int: Mark.Cells] = [:]
    var (lower, upper) = (Double.infinity, -Double.infinity)
    for (place, count) in cells.counts.enumerated() where count > 0 {
      let values = cells.values.isEmpty ? [] : cells.values[place]
      let value: Double?
      if color == nil {
        value = Double(count)
      } else {
        value = isOwnValue ? values.first { !$0.isNaN } : Self.value(aggregate, values)
      }
      guard let value else { continue }
      let parts = cells.parts(place)
      let (fromX, toX) = across.span(parts.column, x)
      let (fromY, toY) = up.span(parts.line, y)
      let panel = rows.facet == nil ? -1 : parts.panel
      byPanel[panel, default: Mark.Cells.empty].add(fromX, toX, fromY, toY, value)
      lower = min(lower, value)
      upper = max(upper, value)
    }
    guard lower <= upper else { throw .nothingToDraw("every cell is empty") }
    let isCount = color == nil
    var format = NumberFormat.plain
    if let color, case .number(let own) = color.kind { format = own }
    key.gradient = .gradient(
      title: isCount ? "rows" : color?.title ?? "", format, lower: isCount ? 0 : lower,
      upper: upper, isDiverging: !isCount && lower < 0 && upper > 0)
    let isLabelled =
      across.isExact && up.isExact && across.count <= 12
      && across.count * up.count <= Self.labelledCellCountMax
    for (panel, mark) in byPanel.sorted(by: { $0.key < $1.key }) {
      var mark = mark
      if isLabelled { mark.labels = mark.values.map { CellLabel.text($0, format) } }
      add(.cells(mark), panel: panel)
    }
  }

  private static func value(_ aggregate: Aggregate, _ given: [Double]) -> Double? {
    let values = given.filter { !$0.isNaN }
    switch aggregate {
    case .count: return Double(values.count)
    case .nunique: return Double(Set(values).count)
    default: break
    }
    guard let first = values.first, let last = values.last else { return nil }
    let sum = values.reduce(0, +)
    let mean = sum / Double(values.count)
    switch aggregate {
    case .sum: return sum
    case .mean: return mean
    case .min: return values.min()
    case .max: return values.max()
    case .median: return Quantiles.of(values.sorted(), 0.5)
    case .quantile(let share): return Quantiles.of(values.sorted(), share)
    case .first: return first
    case .last: return last
    case .std, .variance:
      guard values.count > 1 else { return nil }
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let variance = squares / Double(values.count - 1)
      return aggregate == .std ? variance.squareRoot() : variance
    case .mode:
      var counts: [Double: Int] = [:]
      for value in values { counts[value, default: 0] += 1 }
      return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    case .count, .nunique: return nil
    }
  }

  /// How much any two numeric columns go together.
  private mutating func addCorrelations(_ table: Table) throws(PlotError) {
    let limit = 20
    let numeric = table.schema.fields.filter { $0.type.isNumeric || $0.type == .bool }.map(\.name)
    guard numeric.count >= 2 else {
      throw .lacking(
        .heat, "it shows correlations, and the table has no two columns of numbers",
        "write plot(t, heat, x: .a, y: .b)")
    }
    let names = Array(numeric.prefix(limit))
    if numeric.count > limit { notes.append("the first \(limit) of \(numeric.count) columns") }
    let data: TableData
    do throws(TableError) {
      data = try table.select(names).collect(context)
    } catch {
      throw .table(error)
    }
    let columns = names.indices.map { data.doubles($0) }
    try x.take(.label, title: nil)
    try y.take(.label, title: nil)
    for name in names { _ = x.place(name) }
    for name in names.reversed() { _ = y.place(name) }
    var cells = Mark.Cells.empty
    for (line, left) in columns.enumerated() {
      try context.checkPlot()
      for (column, right) in columns.enumerated() {
        guard let value = Self.correlation(left, right) else { continue }
        let up = Double(names.count - 1 - line)
        cells.add(
          Double(column) - 0.5, Double(column) + 0.5, up - 0.5, up + 0.5, value)
      }
    }
    if names.count <= 12 { cells.labels = cells.values.map { Ticks.text($0, step: 0.01, .plain) } }
    key.gradient = .gradient(
      title: "correlation", .plain, lower: -1, upper: 1, isDiverging: true)
    add(.cells(cells), panel: -1)
  }

  /// Pearson's, over rows where both are known; nil where one does not vary.
  private static func correlation(_ left: [Double], _ right: [Double]) -> Double? {
    var (count, sumX, sumY) = (0.0, 0.0, 0.0)
    for (a, b) in zip(left, right) where !a.isNaN && !b.isNaN {
      count += 1
      sumX += a
      sumY += b
    }
    guard count > 1 else { return nil }
    let (meanX, meanY) = (sumX / count, sumY / count)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(left, right) where !a.isNaN && !b.isNaN {
      xx += (a - meanX) * (a - meanX)
      yy += (b - meanY) * (b - meanY)
      xy += (a - meanX) * (b - meanY)
    }
    guard xx > 0, yy > 0 else { return nil }
    return max(-1, min(1, xy / (xx * yy).squareRoot()))
  }

  /// One axis of a heat map: labels, or intervals.
  private struct HeatAxis {
    private let channelKind: Channel.Kind
    private var isNamed = false
    let count: Int
    /// Whether each value has a cell of its own.
    let isExact: Bool
    private let labels: [String]
    private let bins: Bins?
    /// Of numbers that are labels: the place of each.
    private var places: [Double: Int] = [:]

    init(_ channel: Channel, name: String, _ wanted: Int?, isLog: Bool) throws(PlotError) {
      channelKind = channel.kind
      if channel.isLabel {
        guard channel.levels.count <= heatLabelCountMax else {
          throw .mistake(
            code: "plot-type",
            message: "\(channel.title) has \(channel.levels.count) values: too many rows of cells",
            hints: ["lump the rare ones: lump(…, 20)"], parameter: name)
        }
        labels = channel.levels
        bins = nil
        count = labels.count
        isExact = true
        return
      }
      let known = channel.values
      let width = (known.max() ?? 0) - (known.min() ?? 0)
      let isUnit = channel.type == .int && wanted == nil && width <= 60
      if channel.type == .int, wanted == nil, !isUnit,
        let few = channel.asLabels(limit: numberLabelCountMax)
      {
        for (value, place) in zip(known, few.values) { places[value] = Int(place) }
        labels = few.levels
        bins = nil
        count = labels.count
        isExact = true
        isNamed = true
        return
      }
      let bins =
        isUnit
        ? Bins(known, kind: channel.kind, isWhole: true, count: max(1, Int(width) + 1))
        : Bins(
          known, kind: channel.kind, isWhole: channel.type == .int,
          count: wanted ?? heatBinCount, isLog: isLog)
      labels = []
      self.bins = bins
      count = bins.count
      isExact = isUnit
    }

    /// Of the axis: labels also where the column has a few numbers.
    var kind: Channel.Kind { isNamed ? .label : channelKind }

    func place(_ value: Double) -> Int? {
      if isNamed { return places[value] }
      return bins.map { $0.place(value) } ?? Int(value)
    }

    func text(_ place: Int) -> String {
      guard let bins else { return labels[place] }
      return Numbers.shortest((bins.edges[place] + bins.edges[place + 1]) / 2)
    }

    func enter(_ axis: inout AxisDraft) {
      if let bins {
        axis.include(bins.edges)
      } else {
        // The first label stands on top of an axis that goes up; numbers go up with it.
        let isDown = axis.name == "y" && !isNamed
        for label in isDown ? labels.reversed() : labels { _ = axis.place(label) }
      }
    }

    func span(_ place: Int, _ axis: AxisDraft) -> (Double, Double) {
      if let bins { return (bins.edges[place], bins.edges[place + 1]) }
      let own = Double(axis.labels.firstIndex(of: labels[place]) ?? 0)
      return (own - 0.5, own + 0.5)
    }
  }
}

extension Mark.Cells {
  static let empty = Mark.Cells(xFrom: [], xTo: [], yFrom: [], yTo: [], values: [])

  mutating func add(
    _ xFrom: Double, _ xTo: Double, _ yFrom: Double, _ yTo: Double, _ value: Double
  ) {
    self.xFrom.append(xFrom)
    self.xTo.append(xTo)
    self.yFrom.append(yFrom)
    self.yTo.append(yTo)
    values.append(value)
  }
}

/// A number inside of a cell: as short as it can be.
enum CellLabel {
  static func text(_ value: Double, _ format: NumberFormat) -> String {
    switch format {
    case .plain, .whole:
      if value == value.rounded(), value.magnitude < 1e7 { return Numbers.grouped(Int64(value)) }
      return Ticks.text(value, step: value.magnitude / 100, .plain)
    case .share, .bytes, .duration: return Ticks.text(value, step: value.magnitude / 100, format)
    }
  }
}
