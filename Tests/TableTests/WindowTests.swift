import QuernTable
import QuernText
import Testing

@Suite struct WindowTests {
  static let schema = Schema([
    ("k", .string), ("g", .int), ("v", .int), ("x", .float), ("s", .string), ("b", .bool),
    ("c", .category(levels: nil)), ("d", .date), ("w", .datetime), ("o", .int),
  ])

  /// Few keys, days and values, so that groups, ties and rows of one time occur.
  static func rows(_ random: inout RandomTables, _ count: Int) -> [[Scalar]] {
    (0..<count).map { _ in
      var row = schema.fields.map { random.scalar($0.type) }
      row[0] = random.chance(15) ? .null : .string(random.pick(["a", "b", "ü"]))
      row[1] = random.chance(15) ? .null : .int(Int64(random.below(3)))
      row[2] = random.chance(25) ? .null : .int(Int64(random.below(9)) - 4)
      row[3] = random.chance(25) ? .null : .float(Double(random.below(7)) * 0.25 - 0.5)
      row[7] = random.chance(15) ? .null : .date(19_700 + Int64(random.below(40)))
      row[8] =
        random.chance(15) ? .null : .datetime(Int64(random.below(60)) * CivilTime.perHour * 6)
      row[9] = random.chance(15) ? .null : .int(Int64(random.below(12)))
      return row
    }
  }

  /// Windows without and with an order of their own.
  static func expressions(_ random: inout RandomTables) -> [ColumnExpression] {
    let day = TimeSpan(microseconds: CivilTime.perDay)
    let week = TimeSpan(microseconds: 7 * CivilTime.perDay)
    let month = TimeSpan(months: 1)
    func column(_ name: String) -> ColumnExpression { .column(name) }
    let order: ColumnExpression? = random.pick([
      nil, column("o"), .function(.descending, [column("o")]), column("s"), column("d"),
    ])
    let time = column(random.pick(["d", "w"]))
    var list: [ColumnExpression] = [.windowed(.rowNumber, nil, over: order)]
    for name in ["v", "x", "s", "b", "c", "d"] {
      list.append(.windowed(.shift(random.below(7) - 3), column(name), over: order))
      list.append(
        .windowed(
          .shiftTime(
            random.pick([day, week, month, .zero]), tolerance: random.pick([.zero, day, week]),
            isLead: random.chance(50)),
          column(name), over: time))
      for ties in RankTies.allCases {
        list.append(
          .windowed(.rank(ties, descending: random.chance(50)), column(name), over: nil))
      }
      list.append(
        .windowed(
          .ntile(1 + random.below(5), descending: random.chance(50)), column(name), over: nil))
      list.append(.windowed(.cumulate(.min), column(name), over: order))
      list.append(.windowed(.cumulate(.max), column(name), over: order))
    }
    for name in ["v", "x", "b"] {
      list.append(.windowed(.cumulate(.sum), column(name), over: order))
      list.append(.windowed(.cumulate(.product), column(name), over: order))
    }
    for (aggregate, name) in GroupTests.aggregates where schema[name] != nil {
      let (rows, least) = (1 + random.below(6), random.below(3))
      list.append(
        .windowed(.rolling(aggregate, rows: rows, least: least), column(name), over: order))
      list.append(
        .windowed(
          .rollingTime(aggregate, random.pick([day, week, month]), least: least), column(name),
          over: time))
    }
    return list
  }

  @Test(arguments: 0..<8)
  func `each window is what its rows say`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed))
    let rows = WindowTests.rows(&random, random.pick([0, 1, 2, 30, 70]))
    let table = try random.table(rows, schema: WindowTests.schema)
    for by in [["k"], ["g", "k"], []] {
      let expressions = WindowTests.expressions(&random).filter {
        if case .window(let window, _) = $0, case .cumulate(.product) = window.function {
          return rows.count < 20
        }
        return true
      }
      let definitions = expressions.enumerated().map { (name: "w\($0)", expression: $1) }
      let found = try table.derive(definitions, by: by).fresh().allRows()
      let naive = NaiveWindows(
        schema: table.schema, rows: rows,
        groups: by.isEmpty
          ? [Array(rows.indices)]
          : NaiveGroups.group(rows, by.compactMap { table.schema.index(of: $0) }).map(\.rows))
      for (place, expression) in expressions.enumerated() {
        guard case .window(let window, let parts) = expression else { continue }
        let expected = naive.values(window, parts)
        for row in rows.indices {
          #expect(
            NaiveGroups.agree(found[row][table.schema.count + place], expected[row]),
            "seed \(seed), by \(by), row \(row): \(expression.text)")
        }
      }
    }
  }

  @Test func `threads do not change a digit`() throws {
    var random = RandomTables(seed: 99)
    let rows = WindowTests.rows(&random, 1500)
    let table = try random.table(rows, schema: WindowTests.schema)
    let definitions: [(name: String, expression: ColumnExpression)] = [
      ("a", .windowed(.rolling(.mean, rows: 50, least: 1), .column("x"), over: .column("o"))),
      ("n", .windowed(.cumulate(.sum), .column("x"), over: .column("d"))),
      ("m", .windowed(.rolling(.std, rows: 9, least: 2), .column("x"), over: nil)),
    ]
    let derived = try table.derive(definitions, by: ["k"])
    let one = bits(try derived.fresh().allRows(threads: 1))
    #expect(one == bits(try derived.fresh().allRows(threads: 3)))
  }

  @Test func `what has left a window leaves no trace in its sum`() throws {
    let values = [1e300, 1e-3, 2e-3, 3e-3, 4e-3, 5e-3]
    let table = Table(
      data: try TableData.build(Schema([("x", .float)]), rows: values.map { [.float($0)] }))
    let found = try table.derive([
      (
        name: "s",
        expression: .windowed(.rolling(.sum, rows: 2, least: 2), .column("x"), over: nil)
      )
    ]).allRows()
    #expect(found[3][1] == .float(2e-3 + 3e-3))
    #expect(found[5][1] == .float(4e-3 + 5e-3))
  }
}
