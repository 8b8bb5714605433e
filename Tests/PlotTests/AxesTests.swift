import QuernTable
import QuernText
import Testing

@testable import QuernPlot

/// Axes that the rows decide: which way bars lie, what numbers are labels.
@Suite struct AxesTests {
  private let names = [
    "Household goods and cleaning products", "Fresh fruit and vegetables", "Books",
  ]

  private func goods() throws -> Table {
    let rows: [[Scalar]] = (0..<30).map { row in
      [.string(names[row % 3]), .float(Double(row + 1)), .int(Int64([200, 404, 500][row % 3]))]
    }
    return Table(
      data: try TableData.build(
        Schema([("name", .string), ("v", .float), ("code", .int)]), rows: rows))
  }

  private func isLog(_ axis: Axis) -> Bool {
    if case .number(_, _, _, let isLog) = axis.scale { return isLog }
    return false
  }

  @Test(arguments: [PlotKind.bar, .box])
  func barsThatLieDownTakeTheirScaleAndNamesWithThem(kind: PlotKind) throws {
    var options = PlotOptions()
    options.isYLog = true
    options.yLabel = "value"
    options.xLabel = "kind of goods"
    let value: ColumnExpression =
      kind == .bar ? .aggregate(.mean, .column("v")) : .column("v")
    let plot = try SamplePlots.plot(
      kind, LayerRequest(kind: kind, x: .column("name"), y: value), options, of: try goods())
    let panel = plot.figure.panels[0]
    #expect(isLog(panel.x) && panel.x.title == "value")
    #expect(panel.y.title == "kind of goods")
    guard case .band = panel.y.scale else {
      Issue.record("the names stand at the left")
      return
    }
  }

  @Test func aRuleFollowsBarsThatLieDown() throws {
    let bars = try SamplePlots.plot(
      .bar,
      LayerRequest(kind: .bar, x: .column("name"), y: .aggregate(.mean, .column("v"))),
      of: try goods())
    let rule = Plot(
      layers: [
        Plot.Layer(
          request: LayerRequest(kind: .line, y: .literal(.float(9))), table: nil)
      ], options: PlotOptions(), drawn: nil)
    let both = try bars.adding(rule, SamplePlots.context)
    var places: [Mark.Rule.Place] = []
    for case .rule(let rule) in both.figure.panels[0].marks { places.append(rule.place) }
    #expect(places == [.x(9)])
  }

  @Test func aFewNumbersFarApartAreLabelsOfAHeatMap() throws {
    let plot = try SamplePlots.plot(
      .heat, LayerRequest(kind: .heat, x: .column("name"), y: .column("code")), of: try goods())
    #expect(plot.figure.panels[0].y.scale == .band(["200", "404", "500"]))
    guard case .cells(let cells) = plot.figure.panels[0].marks[0] else {
      Issue.record("no cells")
      return
    }
    #expect(cells.values == [10, 10, 10])
  }

  @Test func spreadPointsOfTwoLabelsLieInNoLine() throws {
    let plot = try SamplePlots.plot(
      .point, LayerRequest(kind: .point, x: .column("name"), y: .column("ok")))
    guard case .points(let points) = plot.figure.panels[0].marks[0] else {
      Issue.record("no points")
      return
    }
    let offsets = points.x.indices.map {
      (points.x[$0] - points.x[$0].rounded()) - (points.y[$0] - points.y[$0].rounded())
    }
    #expect(Set(offsets.map { ($0 * 1_000).rounded() }).count > points.x.count / 2)
  }

  @Test func otherClassesOfAHistogramAreOneBehind() throws {
    let rows: [[Scalar]] = (0..<120).map { [.string("c\($0 % 12)"), .int(Int64($0 % 10))] }
    let table = Table(
      data: try TableData.build(Schema([("c", .string), ("n", .int)]), rows: rows))
    let plot = try SamplePlots.plot(
      .hist, LayerRequest(kind: .hist, x: .column("n"), color: .column("c")), of: table)
    let marks = plot.figure.panels[0].marks
    #expect(marks.count == 7 && marks[0].shade == .other)
  }

  @Test func longTitlesTakeTwoLines() throws {
    var options = PlotOptions()
    options.title = String(repeating: "word ", count: 30)
    let plot = try SamplePlots.plot(.hist, LayerRequest(kind: .hist, x: .column("v")), options)
    let layout = SVGLayout(plot.figure)
    #expect(layout.titleLines.count == 2 && layout.titleLines[1].hasSuffix("…"))
    let titles = plot.figure.svg().split(separator: "\n").filter { $0.contains("\"title\"") }
    #expect(titles.count == 2)
  }

  @Test func theLastLabelOfAnAxisIsWhole() throws {
    let axis = Axis(title: "a", scale: .number(.plain, lower: 0, upper: 1e8, isLog: false))
    var figure = Figure(panels: [
      Panel(title: nil, x: axis, y: axis, marks: [.rule(Mark.Rule(place: .y(1)))])
    ])
    figure.width = 300
    for shape in SVGDrawing(figure).shapes {
      guard case .text("tick mid", let x, _, let text, _) = shape else { continue }
      #expect(x + SVGText.width(text, size: 12) / 2 <= 300, "\(text)")
    }
  }
}
