import QuernTable
import QuernText

extension FigureBuilder {
  /// Adds a layer of a table; gives its kind, which the rows may decide.
  mutating func add(
    _ given: Resolved, _ table: Table, kind: PlotKind?
  ) throws(PlotError) -> PlotKind {
    let resolved = isFlipped ? given.flipped : given
    if resolved.isRule {
      try addRule(resolved)
      return .line
    }
    switch resolved.request.kind {
    case .point: try addPoints(resolved, table)
    case .line: try addLines(resolved, table)
    case .bar: try addBars(resolved, table)
    case .hist: try addHistogram(resolved, table)
    case .heat: try addHeat(resolved, table)
    case .residuals: try addResiduals(resolved, table)
    case .importance: try addImportance(resolved, table)
    case .box:
      // One row for each label: bars, unless boxes were asked for.
      if kind == nil, try hasOneRowEach(resolved, table) {
        try addBars(resolved, table)
        return .bar
      }
      try addBoxes(resolved, table)
    case .roc, .pr, .calibration:
      throw .lacking(resolved.request.kind, "a table has no curve", "plot an evaluation")
    }
    return resolved.request.kind
  }

  /// The expressions that a layer computes; the facet where the table has its columns.
  func wanted(
    _ request: LayerRequest, _ table: Table
  ) -> [(role: LayerRows.Role, expression: ColumnExpression)] {
    var wanted: [(role: LayerRows.Role, expression: ColumnExpression)] = []
    if let x = request.x { wanted.append((.x, x)) }
    if let y = request.y { wanted.append((.y, y)) }
    if let color = request.color { wanted.append((.color, color)) }
    if let facet = options.facet, facet.columns.allSatisfy({ table.schema[$0] != nil }) {
      wanted.append((.facet, facet))
    }
    return wanted
  }

  /// Colours as classes: numbers of few values count as such.
  func classColored(_ rows: LayerRows, _ kind: PlotKind) throws(PlotError) -> LayerRows {
    var copy = rows
    if let facet = rows.facet {
      guard let labels = facet.asLabels(limit: 10_000) else {
        throw .tooManyFacets(facet.title, count: 10_000, limit: Self.facetCountMax)
      }
      copy.facet = labels
    }
    guard let color = rows.color, kind != .point || !isGradient(color) else { return copy }
    guard let labels = color.asLabels(limit: 20) else {
      throw .mistake(
        code: "plot-type",
        message:
          "`\(kind.rawValue)` needs a few classes for `color:`, and \(color.title) is "
          + "\(color.type.name) of many values",
        hints: ["cut(…, 4) makes classes of it; `point` and `heat` take numbers as colours"],
        parameter: "color")
    }
    copy.color = labels
    return copy
  }

  /// Whether a colour goes from one end to the other without steps.
  func isGradient(_ color: Channel) -> Bool {
    guard !color.isLabel else { return false }
    return color.asLabels(limit: color.type == .int ? KeyDraft.classCountMax : 2) == nil
  }

  // MARK: Rules

  mutating func addRule(_ resolved: Resolved) throws(PlotError) {
    let request = resolved.request
    if let scalar = request.x?.literal {
      let value = try position(scalar, of: "x", &x)
      rules.append(.rule(Mark.Rule(place: .x(value))))
    } else if let scalar = request.y?.literal {
      let value = try position(scalar, of: "y", &y)
      rules.append(.rule(Mark.Rule(place: .y(value))))
    }
  }

  private func position(
    _ scalar: Scalar, of name: String, _ axis: inout AxisDraft
  ) throws(PlotError) -> Double {
    var value: Double?
    var kind = Channel.kind(of: scalar.type) ?? .label
    switch scalar {
    case .int(let number), .size(let number), .datetime(let number), .instant(let number),
      .time(let number):
      value = Double(number)
    case .float(let number): value = number
    case .date(let days): value = Double(days) * Channel.dayMicroseconds
    case .duration(let months, let microseconds): value = months == 0 ? Double(microseconds) : nil
    case .string, .bool:
      if axis.kind == .label, axis.labels.contains(scalar.text) { return axis.place(scalar.text) }
    case .null, .list, .structure: break
    }
    // A day on an axis of moments is its beginning.
    if case .moment(.date) = kind, case .moment(let other)? = axis.kind, other != .time {
      kind = .moment(other)
    }
    guard let value else {
      throw .mistake(
        code: "plot-axis", message: "\(scalar.literalText) has no place on the \(name) axis",
        hints: ["a rule stands at a number, a date, or a label of the axis"], parameter: name)
    }
    try axis.take(kind, title: nil)
    axis.include(value)
    return value
  }

  // MARK: Points

  /// Rows up to which every one is a point.
  static let pointCountMax = 4_000

  mutating func addPoints(_ resolved: Resolved, _ table: Table) throws(PlotError) {
    let request = resolved.request
    var rowCount = 0
    do throws(TableError) { rowCount = try table.rowCount(context) } catch { throw .table(error) }
    let isDense =
      rowCount > Self.pointCountMax && request.color == nil && resolved.x != .label
      && resolved.y != .label && request.x != nil
    if isDense { return try addHeat(resolved, table) }
    var rows = try LayerRows.of(
      table, wanted(request, table), sample: Self.pointCountMax, context)
    if rows.x == nil { rows.x = Channel(rowsOf: rows.count) }
    if let total = rows.sampledFrom {
      notes.append(
        "a sample of \(Numbers.grouped(Int64(rows.count))) of the "
          + "\(Numbers.grouped(Int64(total))) rows")
    }
    try drawPoints(rows, request)
  }

  mutating func drawPoints(_ given: LayerRows, _ request: LayerRequest) throws(PlotError) {
    let (complete, missing) = given.complete()
    note(missing: missing, of: given.count, request)
    let rows = try classColored(complete, .point)
    guard let xs = rows.x, let ys = rows.y else { return }
    try x.take(xs.kind, title: xs.title)
    try y.take(ys.kind, title: ys.title)
    let xPlaces = jittered(xs, &x)
    let yPlaces = jittered(ys, &y)
    x.margin = max(x.margin, 0.03)
    y.margin = max(y.margin, 0.04)
    if let color = rows.color, isGradient(color) {
      try drawGradientPoints(rows, xPlaces, yPlaces, color)
      return
    }
    for part in try parts(rows) {
      add(
        .points(
          Mark.Points(
            shade: part.shade, x: part.rows.map { xPlaces[$0] },
            y: part.rows.map { yPlaces[$0] })), panel: part.panel)
    }
  }

  private mutating func drawGradientPoints(
    _ rows: LayerRows, _ xs: [Double], _ ys: [Double], _ color: Channel
  ) throws(PlotError) {
    let known = color.values.filter { !$0.isNaN }
    guard let lower = known.min(), let upper = known.max() else { return }
    var format = NumberFormat.plain
    if case .number(let own) = color.kind { format = own }
    key.gradient = .gradient(
      title: color.title, format, lower: lower, upper: upper, isDiverging: false)
    var plain = rows
    plain.color = nil
    for part in try parts(plain) {
      let kept = part.rows.filter { !color.values[$0].isNaN }
      add(
        .points(
          Mark.Points(
            shade: .base, x: kept.map { xs[$0] }, y: kept.map { ys[$0] },
            values: kept.map { color.values[$0] })), panel: part.panel)
    }
  }

  /// Positions; points of one label are spread a little, always in the same way.
  private func jittered(_ channel: Channel, _ axis: inout AxisDraft) -> [Double] {
    guard channel.isLabel else {
      axis.include(channel.values)
      return channel.values
    }
    let places = axis.places(channel)
    let isCrowded = channel.values.count > channel.levels.count
    // Each axis has a step of its own, or points would lie on a slope.
    let step = axis.name == "x" ? 0.618_033_988_749_895 : 0.754_877_666_246_693
    return channel.values.enumerated().map { row, level in
      let golden = (Double(row) * step).truncatingRemainder(dividingBy: 1)
      return places[Int(level)] + (isCrowded ? (golden - 0.5) * 0.5 : 0)
    }
  }

  // MARK: Residuals and importance

  private mutating func addResiduals(_ resolved: Resolved, _ table: Table) throws(PlotError) {
    var request = resolved.request
    let predicted = request.x ?? .column("predicted")
    if let actual = request.y {
      request.x = predicted
      request.y = .binary(.subtract, actual, predicted)
    }
    request.kind = .point
    let points = try Resolved(.point, request, facet: options.facet, table.schema)
    try addPoints(points, table)
    y.include(0)
    rules.append(.rule(Mark.Rule(place: .y(0))))
    y.title = "actual − predicted"
    x.title = "predicted"
  }

  private mutating func addImportance(_ resolved: Resolved, _ table: Table) throws(PlotError) {
    let rows = try LayerRows.of(table, wanted(resolved.request, table), context)
    guard let names = rows.x, let values = rows.y else { return }
    let items = (0..<rows.count).map { row in
      (name: names.levels[Int(names.values[row])], value: values.values[row])
    }
    try addRanking(items.filter { !$0.value.isNaN }, title: values.title)
  }

  /// Bars of names, the greatest on top.
  mutating func addRanking(
    _ items: [(name: String, value: Double)], title: String
  ) throws(PlotError) {
    let limit = 30
    let ranked = items.enumerated().sorted {
      ($1.element.value.magnitude, $0.offset) < ($0.element.value.magnitude, $1.offset)
    }.map(\.element)
    let shown = ranked.prefix(limit)
    if ranked.count > limit {
      notes.append("the \(limit) greatest of \(ranked.count)")
    }
    try y.take(.label, title: nil)
    try x.take(.number(.plain), title: title)
    x.include(0)
    x.margin = 0.02
    var bars = Mark.Bars(shade: .base, from: [], to: [], base: [], value: [], isHorizontal: true)
    for item in shown.reversed() {
      let place = y.place(item.name)
      x.include(item.value)
      bars.add(place, 0.8, base: 0, value: item.value)
    }
    add(.bars(bars), panel: -1)
  }
}

extension Mark.Bars {
  mutating func add(_ place: Double, _ width: Double, base: Double, value: Double) {
    from.append(place - width / 2)
    to.append(place + width / 2)
    self.base.append(base)
    self.value.append(value)
  }
}
