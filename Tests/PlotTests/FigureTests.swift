import QuernSystem
import QuernTable
import QuernText
import Testing

@testable import QuernPlot

/// Plots of every kind, over a table with nulls, dates and texts that XML must escape.
@Suite struct FigureTests {
  private let context = TableContext(
    arena: .unlimited, workers: Workers.shared(2), interrupt: Interrupt())

  private func table(rowCount: Int = 60) throws -> Table {
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

  private func column(_ name: String) -> ColumnExpression { .column(name) }

  private func plots() throws -> [Plot] {
    let (n, v, name, day, ok) = (
      column("n"), column("v"), column("name"), column("day"), column("ok")
    )
    var faceted = PlotOptions()
    faceted.facet = name
    let requests: [(PlotKind?, LayerRequest, PlotOptions)] = [
      (.point, LayerRequest(kind: .point, x: n, y: v, color: ok), faceted),
      (.point, LayerRequest(kind: .point, x: n, y: v, color: v), PlotOptions()),
      (nil, LayerRequest(kind: .point, x: day, y: v), PlotOptions()),
      (
        .line, LayerRequest(kind: .line, x: n, y: .aggregate(.mean, v), color: name), PlotOptions()
      ),
      (.bar, LayerRequest(kind: .bar, x: name, color: ok), PlotOptions()),
      (.bar, LayerRequest(kind: .bar, x: n, y: .aggregate(.mean, v), color: ok), PlotOptions()),
      (.hist, LayerRequest(kind: .hist, x: v), PlotOptions()),
      (.hist, LayerRequest(kind: .hist, x: day, color: ok), faceted),
      (.box, LayerRequest(kind: .box, x: name, y: v, color: ok), PlotOptions()),
      (.heat, LayerRequest(kind: .heat, x: n, y: name), PlotOptions()),
      (.heat, LayerRequest(kind: .heat), PlotOptions()),
      (nil, LayerRequest(kind: .point), PlotOptions()),
    ]
    return try requests.map { kind, request, options in
      try #require(try Plot.of(try table(), kind: kind, request, options, context))
    }
  }

  @Test func figuresReadBackAsTheyWereWritten() throws {
    for plot in try plots() {
      let json = try JSON.parse(plot.figure.json.text())
      #expect(Figure(json: json) == plot.figure, "\(plot.summary)")
      let again = Plot(json: try JSON.parse(plot.json.text()), tables: plot.tables)
      #expect(again?.json == plot.json, "\(plot.summary)")
      #expect(Plot(json: plot.json, tables: []) == nil)
    }
  }

  @Test func theSameFigureGivesTheSameBytes() throws {
    for (one, other) in zip(try plots(), try plots()) {
      #expect(one.figure.svg() == other.figure.svg(), "\(one.summary)")
      #expect(one.figure.vegaLite() == other.figure.vegaLite(), "\(one.summary)")
    }
  }

  @Test func everyElementOfAnSVGIsClosed() throws {
    for plot in try plots() {
      let svg = plot.figure.svg()
      var open: [Substring] = []
      for piece in svg.split(separator: "<").dropFirst(0) where !piece.hasPrefix("?") {
        if piece.hasPrefix("/") {
          let name = piece.dropFirst().prefix { $0 != ">" }
          #expect(open.popLast() == name, "\(plot.summary)")
        } else if let end = piece.firstIndex(of: ">"), piece[..<end].last != "/" {
          open.append(piece.prefix { $0 != " " && $0 != ">" })
        }
      }
      #expect(open.isEmpty, "\(plot.summary): \(open)")
      #expect(!svg.contains("nan") && !svg.contains("inf"), "\(plot.summary)")
      #expect(!svg.contains("a<b>"))
    }
  }

  @Test(arguments: [24, 40, 80, 200])
  func textStaysWithinItsWidth(width: Int) throws {
    for plot in try plots() {
      for line in plot.figure.text(width: width, isColored: false).split(separator: "\n") {
        #expect(TerminalText.width(String(line)) <= width, "\(plot.summary): \(line)")
      }
    }
  }

  @Test func manyRowsAreCountedInCellsAndSampled() throws {
    let large = try table(rowCount: 4_500)
    let dense = try #require(
      try Plot.of(
        large, kind: .point, LayerRequest(kind: .point, x: column("n"), y: column("v")),
        PlotOptions(), context))
    #expect(dense.figure.notes.contains("4 000 rows, counted in cells"))
    let sampled = try #require(
      try Plot.of(
        large, kind: .point,
        LayerRequest(kind: .point, x: column("n"), y: column("v"), color: column("ok")),
        PlotOptions(), context))
    #expect(sampled.figure.notes.contains("a sample of 4 000 of the 4 500 rows"))
  }
}
