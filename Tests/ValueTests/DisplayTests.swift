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
    #expect(bundle.entries.contains { $0.type == "application/json" })
    #expect(bundle.json["application/json"]?["a"] == .int(1))
  }
}
