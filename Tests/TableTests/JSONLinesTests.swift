import QuernSystem
import QuernTable
import QuernText
import Testing

/// Files of JSON records, in memory.
@Suite struct JSONLinesTests {
  private func read(
    _ text: String, _ options: CSVOptions = CSVOptions(), threads: Int = 1, block: Int? = nil,
    name: String = "t.jsonl"
  ) throws -> CSVRead {
    var options = options
    if let block { options.blockBytes = block }
    let context = CSVMemory.context(threads: threads)
    let source = try JSONSource.open(
      name, options: options, context: context, opener: CSVMemory.opener(Array(text.utf8)))
    let data = try Table(source: source).collect(context)
    #expect(source.rowCountIfKnown == data.rowCount)
    var described = CSVMemory.describe(data, context.notes.all)
    described.notes = context.notes.all.map { String($0.code.dropFirst(5)) }
    return described
  }

  /// Lines with blank ones, long ones, and fields that come and go.
  private func lines(seed: Int64, count: Int) -> String {
    var random = RandomTables(seed: seed)
    var text = ""
    for row in 0..<count {
      if random.chance(10) { text += " \r\n" }
      let pad = String(repeating: "x", count: random.chance(20) ? 3000 : random.below(20))
      var line = "{\"id\": \(row), \"t\": \"\(pad)\\u00e9\\n\""
      if random.chance(2) { line += ", \"x\": \(random.below(100)).5" }
      if random.chance(3) { line += ", \"l\": [1, null, {\"a\": \"\(random.below(9))\"}]" }
      text += line + "}" + (row == count - 1 ? "" : "\n")
    }
    return text
  }

  @Test func `rows do not depend on threads or on the size of pieces`() throws {
    for seed: Int64 in 1...3 {
      let text = lines(seed: seed, count: 300)
      let whole = try read(text)
      #expect(whole.rows.count == 300)
      for (threads, block) in [(1, 1), (2, 3), (4, 17), (2, 1000)] {
        #expect(try read(text, threads: threads, block: block) == whole, "seed \(seed), \(block)")
      }
    }
  }

  @Test func `an array holds the same rows as lines`() throws {
    let text = lines(seed: 4, count: 50)
    let parts = text.split(whereSeparator: \.isNewline).filter { $0.contains("{") }
    let array = "\u{FEFF} [\n" + parts.joined(separator: "\n ,") + "]\n"
    #expect(try read(array, name: "t.json") == read(text))
  }

  @Test func `a line of a few megabytes is one row`() throws {
    let long = String(repeating: "0123456789abcdef", count: 200_000)
    let found = try read("{\"a\": \"\(long)\"}\n{\"a\": \"b\"}", threads: 2, block: 4096)
    #expect(found.rows.count == 2)
    #expect(found.rows[0].utf8.count == long.utf8.count)
  }

  @Test func `types are those of all values`() throws {
    let found = try read(
      """
      {"i": 1, "f": 1, "b": true, "d": "2024-02-29", "n": null, "m": 1, "t": "2024-01-01T10:00:00Z"}
      {"i": -9223372036854775808, "f": 2.5, "b": null, "d": null, "m": "a", "e": {}, "l": []}
      {"i": null, "f": NaN, "d": "1999-12-31", "l": [1, 2.5], "m": [1]}
      """)
    #expect(
      found.schema
        == "i int, f float, b bool, d date, n null, m str, t instant, e str, l list[float]")
    #expect(
      found.rows == [
        "1|1.0|true|2024-02-29|~|1|2024-01-01T10:00:00Z|~|~",
        "-9223372036854775808|2.5|~|~|~|a|~|{}|[]", "~|~|~|1999-12-31|~|[1]|~|~|[1.0, 2.5]",
      ])
    #expect(found.notes == ["no-number", "mixed"])
  }

  @Test func `what is no record is an error with its line`() throws {
    for (text, message) in [
      ("{\"a\": 1}\n\n{\"a\": 01}", "t.jsonl, line 3: this is no value"),
      ("{\"a\": 1} {\"a\": 2}", "t.jsonl, line 1: something follows the value"),
      ("{\"a\" 1}", "t.jsonl, line 1: `:` is missing"),
      ("{\"a\": \"x}", "t.jsonl, line 1: a text does not end"),
      ("7", "t.jsonl, line 1: a record is an object, {…}, and this is none"),
      (
        String(repeating: "{\"a\":", count: 70) + "1" + String(repeating: "}", count: 70),
        "t.jsonl, line 1: more than 64 levels deep"
      ),
    ] {
      #expect(throws: TableError.self) {
        do { _ = try read(text) } catch let error as TableError {
          #expect(error.message == message)
          throw error
        }
      }
    }
  }

  @Test func `any bytes are rows or an error`() throws {
    var random = RandomTables(seed: 9)
    let pieces = ["{", "}", "[", "]", ",", ":", "\"", "\\", "1", "-", "e", ".", "n", "true", "\n"]
    for _ in 0..<2000 {
      let text = (0..<random.below(30)).map { _ in pieces[random.below(pieces.count)] }.joined()
      for name in ["t.jsonl", "t.json"] {
        do { _ = try read(text, block: 1, name: name) } catch is TableError {}
      }
    }
  }
}
