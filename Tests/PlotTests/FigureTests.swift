import QuernSystem
import QuernTable
import QuernText
import Testing

@testable import QuernPlot

/// The same figure in each of its forms.
@Suite struct FigureTests {
  @Test func figuresReadBackAsTheyWereWritten() throws {
    for plot in try SamplePlots.all() {
      let json = try JSON.parse(plot.figure.json.text())
      #expect(Figure(json: json) == plot.figure, "\(plot.summary)")
      let again = Plot(json: try JSON.parse(plot.json.text()), tables: plot.tables)
      #expect(again?.json == plot.json, "\(plot.summary)")
      #expect(Plot(json: plot.json, tables: []) == nil)
    }
  }

  @Test func theSameFigureGivesTheSameBytes() throws {
    for (one, other) in zip(try SamplePlots.all(), try SamplePlots.all()) {
      #expect(one.figure.svg() == other.figure.svg(), "\(one.summary)")
      #expect(one.figure.vegaLite() == other.figure.vegaLite(), "\(one.summary)")
    }
  }

  @Test func everyElementOfAnSVGIsClosed() throws {
    for plot in try SamplePlots.all() {
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
    for plot in try SamplePlots.all() {
      for line in plot.figure.text(width: width, isColored: false).split(separator: "\n") {
        #expect(TerminalText.width(String(line)) <= width, "\(plot.summary): \(line)")
      }
    }
  }

  @Test func manyRowsAreCountedInCellsAndSampled() throws {
    let large = try SamplePlots.table(rowCount: 4_500)
    let request = LayerRequest(kind: .point, x: .column("n"), y: .column("v"))
    let dense = try SamplePlots.plot(.point, request, of: large)
    #expect(dense.figure.notes.contains("4 000 rows, counted in cells"))
    var colored = request
    colored.color = .column("ok")
    let sampled = try SamplePlots.plot(.point, colored, of: large)
    #expect(sampled.figure.notes.contains("a sample of 4 000 of the 4 500 rows"))
  }

  @Test func aSmallPictureIsWrittenAsItAlwaysWas() throws {
    let rows: [[Scalar]] = [[.string("a"), .int(3)], [.string("b"), .int(-1)]]
    let data = try TableData.build(Schema([("k", .string), ("n", .int)]), rows: rows)
    let plot = try SamplePlots.plot(
      .bar, LayerRequest(kind: .bar, x: .column("k"), y: .column("n")), of: Table(data: data))
    let body = plot.figure.svg().split(separator: "\n").filter {
      $0.hasPrefix("<rect") || $0.hasPrefix("<text") || $0.hasPrefix("<line")
    }
    #expect(
      body.joined(separator: "\n") == """
        <rect class="paper" width="640" height="404"/>
        <line class="grid" x1="33.4" y1="349.8" x2="616" y2="349.8"/>
        <line class="grid" x1="33.4" y1="272.9" x2="616" y2="272.9"/>
        <line class="grid" x1="33.4" y1="196" x2="616" y2="196"/>
        <line class="grid" x1="33.4" y1="119.1" x2="616" y2="119.1"/>
        <line class="grid" x1="33.4" y1="42.2" x2="616" y2="42.2"/>
        <line class="axis" x1="33.4" y1="356" x2="616" y2="356"/>
        <line class="axis" x1="33.4" y1="272.9" x2="616" y2="272.9"/>
        <text class="tick mid" x="179" y="372">a</text>
        <text class="tick mid" x="470.3" y="372">b</text>
        <text class="tick end" x="25.4" y="353.8">−1</text>
        <text class="tick end" x="25.4" y="276.9">0</text>
        <text class="tick end" x="25.4" y="200">1</text>
        <text class="tick end" x="25.4" y="123.1">2</text>
        <text class="tick end" x="25.4" y="46.2">3</text>
        <text class="name mid" x="324.7" y="389">k</text>
        <text class="name" x="16" y="25">n</text>
        <rect class="f0" x="62.5" y="42.2" width="233.1" height="230.8"><title>a: 3</title></rect>
        <rect class="f0" x="353.8" y="272.9" width="233.1" height="76.9"><title>b: −1</title></rect>
        """)
  }

  @Test func aFigureOfOneRowOrEqualValuesIsDrawn() throws {
    let (schema, request) = (
      Schema([("a", .float), ("b", .float)]),
      LayerRequest(kind: .point, x: .column("a"), y: .column("b"))
    )
    let samples: [[Double]] = [[1e-300], [1e300, 1e300], [0, 0], [-5], [1e15, 1e15 + 1]]
    for values in samples {
      let rows = values.map { [Scalar.float($0), .float($0)] }
      let table = Table(data: try TableData.build(schema, rows: rows))
      for kind in [PlotKind.point, .hist, .box] {
        var own = request
        if kind == .hist { own.y = nil }
        if kind == .box { own.x = nil }
        let plot = try SamplePlots.plot(kind, own, of: table)
        let figure = plot.figure
        let svg = figure.svg()
        #expect(!svg.contains("nan") && !svg.contains("inf"), "\(values) \(kind)")
        #expect(figure.png().count > 100)
        #expect(!figure.text(width: 60, isColored: true).isEmpty)
      }
    }
  }

  @Test func aTableWithoutRowsSaysSo() throws {
    let empty = try SamplePlots.table().head(0)
    for kind in [PlotKind.point, .hist, .box, .bar, .line] {
      let request = LayerRequest(
        kind: kind, x: .column(kind == .bar ? "name" : "n"),
        y: kind == .hist || kind == .bar ? nil : .column("v"))
      #expect(throws: PlotError.self, "\(kind)") {
        _ = try Plot.of(empty, kind: kind, request, PlotOptions(), SamplePlots.context)
      }
    }
  }
}
