import Glibc
import QuernNotebook
import QuernText

/// Random notebooks, made of what Markdown, nbformat and their edges have.
struct ConvertRandom {
  private let stream: RandomStream
  private var index: UInt64 = 0

  init(seed: Int64) { stream = RandomStream(seed: seed, word: "convert", ordinal: 0) }

  /// A new seed for each run of the tests, or the one that `QUERN_TEST_SEED` repeats.
  static let seed: Int64 =
    getenv("QUERN_TEST_SEED").flatMap { Int64(String(cString: $0)) } ?? Int64(time(nil))

  private mutating func below(_ bound: Int) -> Int {
    index += 1
    return Int(stream.below(UInt64(bound), index))
  }

  private mutating func pick<Choice>(_ choices: [Choice]) -> Choice {
    choices[below(choices.count)]
  }

  private static let lines = [
    "", "", "", "text", "# Heading", "```quern", "```", "```", "````", "~~~", "~~~ quern",
    "  ```quern",
    "   ```", "```{quern}", "```quern id=\"a1\"", "```quern tags=[\"a\"] x=1",
    "```{code-cell} quern",
    ":tags: [a, b]", "```python", "#| label: fit", "#| label: two words", "let x = 1", "  x + 1",
    "---",
    "+++", "+++ {\"a\": 1}", "<!-- #md -->", "<!-- #endmd -->", "<!-- #region id=\"r\" -->",
    "<!-- #endregion -->", "<!-- #raw -->", "<!-- #endraw -->", "<!-- --> -->", "é e\u{301}",
    "a\u{0}b",
    "\t", " ", "x\r", "\u{2028}", "| a |", "`code` -- `", "seed: 3", "title: \"q\"",
  ]

  mutating func markdown() -> String {
    var lines: [String] = []
    if below(3) == 0 {
      lines.append("---")
      for _ in 0..<below(4) {
        lines.append(
          pick([
            "seed: 7", "title: A b", "title: \"A: b\"", "tags:", "  - x", "# c", "idle: 5min # d",
            "  format_name: myst", "x: [1, 2]", "y: {\"a\": \"b\"}", "z: 1.0", "w: 01", "v: null",
            "jupyter: {\"a\":1}", "notebook: {\"b\":2}", "quern: 3",
          ]))
      }
      lines.append("---")
    }
    for _ in 0..<below(14) { lines.append(pick(Self.lines)) }
    // Fences that close make notebooks; those that do not are refused mostly.
    if below(2) == 0 { lines += ["```quern", pick(Self.lines), "```"] }
    let end = pick(["\n", "\n", "\r\n"])
    return lines.joined(separator: end) + pick(["", end, end, end + end])
  }

  private mutating func text() -> String {
    (0..<below(5)).map { _ in pick(Self.lines) }.joined(separator: "\n") + pick(["", "", "\n"])
  }

  private mutating func json(depth: Int = 0) -> JSON {
    switch below(depth > 2 ? 5 : 7) {
    case 0: return .null
    case 1: return .bool(below(2) == 0)
    case 2: return .int(Int64(below(100)) - 50)
    case 3: return .number(Double(below(1000)) / 8)
    case 4: return .string(text())
    case 5: return .array((0..<below(3)).map { _ in json(depth: depth + 1) })
    default: return .object(object(depth: depth + 1))
    }
  }

  /// Members with different keys, in nbformat's order.
  private mutating func object(depth: Int = 0) -> JSONObject {
    var members: [String: JSON] = [:]
    for _ in 0..<below(4) {
      let key = pick(["tags", "a b", "x", "collapsed", "ä", "id", "scrolled", "-", "1", "", "--`"])
      members[key] = json(depth: depth)
    }
    return sorted(members.map { ($0.key, $0.value) })
  }

  private func withoutReturns(_ text: String) -> String {
    String(decoding: text.utf8.filter { $0 != 13 }, as: UTF8.self)
  }

  private func sorted(_ members: [(String, JSON)]) -> JSONObject {
    JSONObject(members.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) })
  }

  /// A notebook as nbformat writes it, without outputs.
  mutating func jupyter() -> String {
    let hasIds = below(4) > 0
    var cells: [JSON] = []
    var codes = 0
    for place in 0..<below(6) {
      let type = pick(["code", "code", "markdown", "markdown", "markdown", "raw"])
      if type == "code" { codes += 1 }
      var members: [(String, JSON)] = [
        ("cell_type", .string(type)),
        ("metadata", .object(below(3) == 0 ? object() : JSONObject())),
        // A carriage return in code is a line end, as Markdown's own.
        ("source", JupyterNotebook.lines(type == "code" ? withoutReturns(text()) : text())),
      ]
      if hasIds {
        let usual = type == "code" ? "cell-\(codes)" : "markdown-\(place)"
        members.append(("id", .string(pick([usual, "u\(place)", "u-\(place)_A"]))))
      }
      if type == "code" { members += [("execution_count", .null), ("outputs", .array([]))] }
      if type == "markdown", below(6) == 0 { members.append(("attachments", json())) }
      cells.append(.object(sorted(members)))
    }
    var metadata: [(String, JSON)] = DocumentHead.usualJupyter.members.map { ($0.key, $0.value) }
    if below(3) == 0 { metadata = [] }
    if below(3) == 0 { metadata.append(("authors", json())) }
    if below(3) == 0 { metadata.append(("quern", .members([("seed", 7), ("title", json())]))) }
    return JupyterNotebook.text(
      .members([
        ("cells", .array(cells)), ("metadata", .object(sorted(metadata))), ("nbformat", 4),
        ("nbformat_minor", hasIds ? 5 : 4),
      ]))
  }
}
