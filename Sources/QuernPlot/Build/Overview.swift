import QuernTable
import QuernText

/// A table at a glance: a small plot for each column, with axes of its own.
struct Overview {
  static let columnCountMax = 16
  private static let barCountMax = 8

  let table: Table
  let options: PlotOptions
  let context: TableContext

  func figure(_ request: LayerRequest) throws(PlotError) -> Figure {
    var panels: [Panel] = []
    var notes: [String] = []
    var skipped: [String] = []
    let fields = table.schema.fields.filter { Channel.kind(of: $0.type) != nil }
    for field in fields.prefix(Self.columnCountMax) {
      try context.checkPlot()
      let column = ColumnExpression.column(field.name)
      if Channel.kind(of: field.type) == .label {
        if let panel = try bars(field) { panels.append(panel) } else { skipped.append(field.name) }
      } else {
        var builder = FigureBuilder(PlotOptions(), context)
        let own = LayerRequest(kind: .hist, x: column, binCount: request.binCount)
        let resolved = try Resolved(.hist, own, facet: nil, table.schema)
        do {
          try builder.addHistogram(resolved, table)
          var panel = try builder.figure().panels[0]
          panel.title = field.name
          panel.x.title = nil
          panel.y.title = nil
          panels.append(panel)
        } catch PlotError.mistake(code: "plot-empty", _, _, _) {
          skipped.append(field.name)
        }
      }
    }
    if fields.count > Self.columnCountMax {
      notes.append("the first \(Self.columnCountMax) of \(fields.count) columns")
    }
    if !skipped.isEmpty {
      notes.append(
        "without a picture: \(skipped.joined(separator: ", ")) (all different, or all missing)")
    }
    guard !panels.isEmpty else { throw .nothingToDraw("the table has no column to look at") }
    var figure = Figure(panels: panels)
    figure.isShared = false
    figure.title = options.title ?? "rows by value"
    figure.notes = notes
    figure.width = options.width
    return figure
  }

  /// The most frequent values; nil where every row has its own.
  private func bars(_ field: Field) throws(PlotError) -> Panel? {
    let column = ColumnExpression.column(field.name)
    let rows = try LayerRows.of(
      table, [(.x, column), (.y, .aggregate(.count, nil))], context)
    guard let labels = rows.x, let counts = rows.y else { return nil }
    let total = counts.values.reduce(0, +)
    let isRepeated = Double(labels.levels.count) < total * 0.9 || total < 12
    guard total > 0, labels.levels.count == 1 || isRepeated else { return nil }
    if labels.levels == [Channel.missingLabel] { return nil }
    var items = (0..<rows.count).map { (labels.levels[Int(labels.values[$0])], counts.values[$0]) }
    if labels.isOrdered {
      items = labels.levels.compactMap { level in items.first { $0.0 == level } }
    } else {
      items = items.enumerated().sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }
        .map(\.element)
    }
    if items.count > Self.barCountMax {
      let rest = items[(Self.barCountMax - 1)...]
      items = items.prefix(Self.barCountMax - 1)
        + [("other (\(rest.count))", rest.reduce(0) { $0 + $1.1 })]
    }
    var mark = Mark.Bars(
      shade: .base, from: [], to: [], base: [], value: [], isHorizontal: true)
    var across = AxisDraft("x")
    try across.take(.number(.whole), title: nil)
    across.include(0)
    across.margin = 0.03
    for (place, item) in items.reversed().enumerated() {
      mark.add(Double(place), 0.8, base: 0, value: item.1)
      across.include(item.1)
    }
    return Panel(
      title: field.name, x: try across.axis(title: nil),
      y: Axis(title: nil, scale: .band(items.reversed().map(\.0))), marks: [.bars(mark)])
  }
}
