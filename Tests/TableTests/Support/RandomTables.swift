import QuernSystem
import QuernTable
import QuernText

/// Random tables with nulls, ties, unicode and extreme numbers, told by a seed.
struct RandomTables {
  let stream: RandomStream
  private var next: UInt64 = 0

  init(seed: Int64) { stream = RandomStream(seed: seed, word: "table tests", ordinal: 0) }

  mutating func below(_ bound: Int) -> Int {
    next += 1
    return Int(stream.below(UInt64(bound), next))
  }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }

  static let texts = [
    "", "a", "b", "A", " a", "ab", "abc", "é", "e\u{301}", "日本語", "🙂", "a\0", "zebra",
    "exactly twelv", "exactly-twelve-bytes-and-more", "exactly-twelve-bytes-and-less",
    "long text number one, longer than a view", "long text number two, longer than a view",
    "Straße", "ÅNGSTRÖM",
  ]

  mutating func scalar(_ type: DataType, nullPercent: Int = 20) -> Scalar {
    if chance(nullPercent) { return .null }
    switch type {
    case .bool: return .bool(chance(50))
    case .int:
      if chance(4) { return .int(pick([.min, .max, .max - 1, .min + 1])) }
      return .int(Int64(below(11)) - 4)
    case .float:
      if chance(6) { return .float(pick([1e308, -1e308, 0x1p-1070, .infinity, -.infinity, -0.0])) }
      return .float(Double(below(13)) * 0.37 - 2)
    case .string: return .string(pick(RandomTables.texts))
    case .category: return .string(pick(["low", "mid", "high", "é"]))
    case .date: return .date(Int64(below(40_000)) - 5_000)
    case .time: return .time(Int64(below(86_400)) * 1_000_000)
    case .datetime: return .datetime(Int64(below(2_000_000_000)) * 1_000_003 - 500_000_000_000_000)
    case .instant: return .instant(Int64(below(2_000_000_000)) * 1_000_000)
    case .duration: return .duration(months: 0, microseconds: Int64(below(1_000)) * 3_600_000_000)
    case .size: return .size(Int64(below(5)) << 20)
    case .null: return .null
    case .list(let element): return .list((0..<below(4)).map { _ in scalar(element) })
    case .structure(let fields): return .structure(fields.map { ($0.name, scalar($0.type)) })
    }
  }

  static let schema = Schema([
    ("i", .int), ("j", .int), ("x", .float), ("y", .float), ("s", .string), ("t", .string),
    ("b", .bool), ("d", .date), ("c", .category(levels: nil)), ("w", .datetime),
  ])

  /// Rows of `schema`; small domains, so that groups, ties and matches occur.
  mutating func rows(_ count: Int, schema: Schema = RandomTables.schema) -> [[Scalar]] {
    (0..<count).map { _ in schema.fields.map { scalar($0.type) } }
  }

  /// The same rows as a table, in row groups of a random small size.
  mutating func table(_ rows: [[Scalar]], schema: Schema = RandomTables.schema) throws -> Table {
    let size = pick([1, 3, 7, 64, 2048])
    return Table(data: try TableData.build(schema, rows: rows, groupRows: size))
  }
}

/// A context with its own arena, threads and notes.
func makeContext(threads: Int = 2, limitBytes: Int = .max) -> TableContext {
  TableContext(
    arena: Arena(limitBytes: limitBytes), workers: Workers.shared(threads), interrupt: Interrupt())
}

extension Table {
  /// All rows, computed.
  func allRows(threads: Int = 2) throws -> [[Scalar]] {
    let data = try collect(makeContext(threads: threads))
    return (0..<data.rowCount).map { data.row($0) }
  }

  /// The same plan without what was kept of it.
  func fresh() throws -> Table { try Table.fromPlanJSON(planJSON(), sources: leaves) }
}

/// Rows as bits: floats by their pattern, so that -0 and 0 differ.
func bits(_ rows: [[Scalar]]) -> [[String]] {
  rows.map { row in
    row.map { value in
      if case .float(let number) = value { return "float \(String(number.bitPattern, radix: 16))" }
      return "\(value.type.name) \(value.text)"
    }
  }
}
