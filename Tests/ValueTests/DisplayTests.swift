import QuernPlot
import QuernSystem
import QuernTable
import QuernText
import QuernValue
import Testing

@Suite struct DisplayTests {
  private func context(width: Int = 100, isColored: Bool = false) -> DisplayContext {
    DisplayContext(
      table: TableContext(arena: .unlimited, workers: .shared(2), interrupt: Interrupt()),
      width: width, isColored: isColored)
  }

  private func table(_ pairs: [(String, DataType)], _ rows: [[Scalar]]) throws -> Value {
    .table(Table(data: try TableData.build(Schema(pairs), rows: rows)))
  }

  @Test func noLineIsWiderThanAsked() throws {
    let names = (1...30).map { "column_\($0)" }
    let value = try table(names.map { ($0, .int) }, [(1...30).map { .int(Int64($0)) }])
    for width in [20, 40, 80] {
      let lines = try value.display(context(width: width)).plain.split(separator: "\n")
      for line in lines where !line.hasPrefix("…") {
        #expect(TerminalText.width(String(line)) <= width)
      }
    }
  }

  @Test func wideCharactersTakeTwoCells() throws {
    let value = try table([("a", .string), ("b", .int)], [[.string("東京"), .int(1)]])
    let lines = try value.display(context()).plain.split(separator: "\n")
    let bars = lines.dropFirst(3).map { line in
      TerminalText.width(String(line.prefix { $0 != "│" }))
    }
    #expect(bars == [TerminalText.width(String(lines[0].prefix { $0 != "│" }))])
  }

  @Test func colourIsThereOnlyWhenAskedFor() throws {
    let value = try table([("a", .int)], [[.null]])
    #expect(try !value.display(context()).plain.contains("\u{1B}"))
    #expect(try value.display(context(isColored: true)).plain.contains("\u{1B}[2m"))
  }

  @Test func textOfATableCannotSteerTheTerminal() throws {
    let value = try table([("a", .string)], [[.string("x\u{1B}[2Jy\u{07}")]])
    let plain = try value.display(context()).plain
    #expect(!plain.contains("\u{1B}"))
    #expect(!plain.contains("\u{07}"))
  }

  @Test func htmlIsEscaped() throws {
    let value = try table([("<a>", .string)], [[.string("\"<script>&")]])
    let html = try #require(try value.display(context()).html)
    #expect(html.contains("&quot;&lt;script&gt;&amp;"))
    #expect(!html.contains("<script>"))
    #expect(html.contains("&lt;a&gt;"))
  }

  @Test func aSecretIsNeverShown() throws {
    let value = Value.list([.secret("s3cr3t"), .record([("key", .secret("s3cr3t"))])])
    #expect(try !value.display(context()).plain.contains("s3cr3t"))
    #expect(Value.secret("s3cr3t").interpolated == nil)
  }

  @Test func aRecordOfCellsIsAlsoJSON() throws {
    let bundle = try Value.record([("a", .int(1)), ("b", .null)]).display(context())
    #expect(bundle.json[MIMEBundle.valueType]?["a"] == .int(1))
    #expect(bundle.json["application/json"] == nil)
  }

  private func plot() throws -> Plot {
    let data = try TableData.build(
      Schema([("a", .int), ("b", .int)]), rows: [[.int(1), .int(2)], [.int(3), .int(5)]])
    let request = LayerRequest(kind: .point, x: .column("a"), y: .column("b"))
    return try #require(
      try Plot.of(
        Table(data: data), kind: .point, request, PlotOptions(), context().table))
  }

  @Test func aPlotHasAFormForEveryReader() throws {
    let bundle = try Value.plot(try plot()).display(context())
    #expect(
      bundle.entries.map(\.type) == [
        "text/plain", "text/vnd.quern.terminal", "image/svg+xml",
        "application/vnd.vegalite.v5+json", "image/png",
      ])
    #expect(bundle.saved.text(MIMEBundle.terminalType) == nil)
    #expect(bundle.text(MIMEBundle.terminalType)?.contains("\u{1B}[38;5;32m") == true)
    #expect(!bundle.plain.contains("\u{1B}"))
    let png = try #require(bundle.text("image/png").flatMap { Base64.decode($0) })
    #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    // Twice as fine as it is shown.
    #expect(bundle.metadata["image/png"]?["width"] == .int(640))
    #expect(MIMEBundle(json: bundle.wholeJSON) == bundle)
    #expect(MIMEBundle(json: bundle.json) == bundle.saved)
    #expect(MIMEBundle(plain: "x").metadata == .object(JSONObject()))
    let foreign = MIMEBundle([MIMEBundle.Entry("image/png", .text("AA=="))])
    #expect(foreign.metadata == .object(JSONObject()))
  }

  @Test func aSavedPlotIsShownWithoutItsTable() throws {
    let store = MemoryValueStore()
    let bytes = try ValueCodec.encode(.plot(try plot()), into: store)
    let again = try ValueCodec.decode(bytes, from: store)
    #expect(try again.display(context()) == Value.plot(try plot()).display(context()))
  }

  @Test func aTableSaysWhatIsMissingAndWhatIsNotShown() throws {
    let rows: [[Scalar]] = (0..<30).map { [.int(Int64($0)), $0 % 3 == 0 ? .null : .string("x")] }
    let html = try #require(
      try table([("n", .int), ("s", .string)], rows).display(context()).html)
    #expect(html.contains(">int</span>") && html.contains(">str · 10 missing</span>"))
    #expect(html.contains("… 20 more rows</p>"))
    #expect(html.contains("text-align:right"))
    for word in ["<script", "<style", "class="] { #expect(!html.contains(word)) }
    let wide = (1...70).map { ("c\($0)", DataType.int) }
    let cells: [[Scalar]] = [wide.indices.map { .int(Int64($0)) }]
    let shown = try #require(try table(wide, cells).display(context()).html)
    #expect(shown.contains("… 10 more columns: c61, c62") && !shown.contains(">c61<"))
    let none = try #require(try table([("n", .int)], []).display(context()).html)
    #expect(none.contains("no rows"))
  }

  @Test func whatIsMoreThanAWordHasHTML() throws {
    for value in [
      Value.record([("a", .int(1)), ("<b>", .string("&"))]), .list([.int(1), .string("<")]),
      .endpoint(EndpointHandle(name: "e<1>", arn: "arn")),
    ] {
      let bundle = try value.display(context())
      let html = try #require(bundle.html)
      #expect(!html.contains("<b>") && !html.contains("<1>") && !html.contains("\"<\""))
      #expect(bundle.entries.first?.type == "text/plain")
    }
  }
}
