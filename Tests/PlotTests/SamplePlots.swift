import QuernSystem
import QuernTable
import QuernText
import Testing

@testable import QuernPlot

/// Plots of every kind, over a table with nulls, dates and texts that XML must escape.
enum SamplePlots {
  static let context = TableContext(
    arena: .unlimited, workers: Workers.shared(2), interrupt: Interrupt())

  static func table(rowCount: Int = 60) throws -> Table {
    let schema = Schema([
      ("n", .int), ("v", .float), ("name", .string), ("day", .date), ("ok", .bool),
    ])
    let names = ["a<b>", "\"q\" & co", "日本", "plain"]
    var rows: [[Scalar]] = []
    for row in 0..<rowCount {
      let value = Scalar.float(Double(row * row % 97) / 3)
      let name = Scalar.string(names[row % 4])
      rows.append([
        .int(Int64(row * 7 % 11)), row % 9 == 0 ? Scalar.null : value,
        row % 13 == 0 ? Scalar.null : name, .date(15_000 + Int64(row)), .bool(row % 3 == 0),
      ])
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }

  static func plot(
    _ kind: PlotKind?, _ request: LayerRequest, _ options: PlotOptions = PlotOptions(),
    of table: Table? = nil
  ) throws -> Plot {
    try #require(
      try Plot.of(try table ?? self.table(), kind: kind, request, options, context))
  }

  static func all() throws -> [Plot] {
    let (n, v, name) = (
      ColumnExpression.column("n"), ColumnExpression.column("v"), ColumnExpression.column("name")
    )
    let (day, ok) = (ColumnExpression.column("day"), ColumnExpression.column("ok"))
    var faceted = PlotOptions()
    faceted.facet = name
    var logarithmic = PlotOptions()
    logarithmic.isYLog = true
    logarithmic.title = "Log"
    let filtered = try table().filter(.binary(.greater, v, .literal(.float(0))))
    return [
      try plot(.point, LayerRequest(kind: .point, x: n, y: v, color: ok), faceted),
      try plot(.point, LayerRequest(kind: .point, x: n, y: v, color: v)),
      try plot(nil, LayerRequest(kind: .point, x: day, y: v)),
      try plot(.line, LayerRequest(kind: .line, x: n, y: .aggregate(.mean, v), color: name)),
      try plot(.bar, LayerRequest(kind: .bar, x: name, color: ok)),
      try plot(.bar, LayerRequest(kind: .bar, x: n, y: .aggregate(.mean, v), color: ok)),
      try plot(
        .bar,
        LayerRequest(
          kind: .bar, x: n,
          y: .aggregate(.sum, .binary(.subtract, v, .literal(.float(12)))))),
      try plot(.hist, LayerRequest(kind: .hist, x: v)),
      try plot(.hist, LayerRequest(kind: .hist, x: day, color: ok), faceted),
      try plot(.box, LayerRequest(kind: .box, x: name, y: v, color: ok)),
      try plot(.heat, LayerRequest(kind: .heat, x: n, y: name)),
      try plot(.heat, LayerRequest(kind: .heat)),
      try plot(nil, LayerRequest(kind: .point)),
      try plot(
        .point, LayerRequest(kind: .point, x: n, y: v, color: name), logarithmic, of: filtered),
      try plot(.residuals, LayerRequest(kind: .residuals, x: n, y: v), faceted),
    ]
  }
}
