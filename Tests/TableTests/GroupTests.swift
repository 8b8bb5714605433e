import QuernTable
import QuernText
import Testing

@Suite struct GroupTests {
  static let schema = Schema([
    ("k", .string), ("g", .int), ("f", .float), ("b", .bool), ("c", .category(levels: nil)),
    ("v", .int), ("x", .float), ("s", .string), ("d", .date),
  ])

  /// Rows with small values: sums and squares stay exact enough to compare.
  static func rows(_ random: inout RandomTables, _ count: Int) -> [[Scalar]] {
    (0..<count).map { _ in
      var row = schema.fields.map { random.scalar($0.type) }
      for place in [1, 5] {
        row[place] = random.chance(20) ? .null : .int(Int64(random.below(9)) - 4)
      }
      for place in [2, 6] {
        row[place] = random.chance(20) ? .null : .float(Double(random.below(7)) * 0.25 - 0.5)
      }
      return row
    }
  }

  static let aggregates: [(Aggregate, String)] = [
    (.count, "v"), (.sum, "v"), (.sum, "x"), (.sum, "b"), (.mean, "v"), (.mean, "x"),
    (.median, "x"), (.median, "v"), (.min, "v"), (.max, "x"), (.min, "s"), (.max, "s"),
    (.min, "d"), (.max, "b"), (.min, "c"), (.std, "x"), (.variance, "v"), (.first, "s"),
    (.last, "x"), (.nunique, "s"), (.nunique, "f"), (.mode, "v"), (.mode, "s"),
    (.quantile(0.9), "x"), (.quantile(0), "v"),
  ]

  @Test(arguments: 0..<10)
  func `summarise is one row per key in order of first appearance`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed))
    let rows = GroupTests.rows(&random, random.pick([0, 1, 30, 400]))
    let table = try random.table(rows, schema: GroupTests.schema)
    for by in [
      ["k"], ["g"], ["f"], ["b"], ["c"], ["k", "g"], ["d", "b", "c"], ["g", "f", "k", "b"], [],
    ] {
      let definitions =
        GroupTests.aggregates.enumerated().map { place, entry in
          (name: "a\(place)", expression: ColumnExpression.aggregate(entry.0, .column(entry.1)))
        } + [(name: "n", expression: .aggregate(.count, nil))]
      let found = try table.summarise(definitions, by: by).allRows()
      let keys = by.compactMap { table.schema.index(of: $0) }
      var groups = NaiveGroups.group(rows, keys)
      if by.isEmpty { groups = [([], Array(rows.indices))] }
      #expect(found.count == groups.count)
      for (row, group) in zip(found, groups) {
        #expect(bits([Array(row.prefix(by.count))]) == bits([group.key]), "seed \(seed), by \(by)")
        for (place, entry) in GroupTests.aggregates.enumerated() {
          let column = table.schema.index(of: entry.1) ?? 0
          let expected = NaiveGroups.aggregate(
            entry.0, group.rows.map { rows[$0][column] }, table.schema.fields[column].type)
          #expect(
            NaiveGroups.agree(row[by.count + place], expected),
            "seed \(seed), by \(by): \(entry.0.name)(.\(entry.1)) is \(row[by.count + place]), not \(expected)"
          )
        }
        #expect(row[row.count - 1] == .int(Int64(group.rows.count)))
      }
    }
  }

  @Test func `aggregates combine in one expression, and keys stand beside them`() throws {
    let data = try TableData.build(
      Schema([("k", .string), ("v", .int)]),
      rows: [[.string("a"), .int(1)], [.string("b"), .int(5)], [.string("a"), .int(4)]],
      groupRows: 2)
    let spread = ColumnExpression.binary(
      .subtract, .aggregate(.max, .column("v")), .aggregate(.min, .column("v")))
    let named = ColumnExpression.binary(.add, .column("k"), .literal(.string("!")))
    let found = try Table(data: data).summarise([("spread", spread), ("named", named)], by: ["k"])
    #expect(
      try found.allRows() == [
        [.string("a"), .int(3), .string("a!")], [.string("b"), .int(0), .string("b!")],
      ])
  }

  @Test func `an aggregate in derive is over the table, or over by`() throws {
    let data = try TableData.build(
      Schema([("k", .string), ("v", .int)]),
      rows: [
        [.string("a"), .int(1)], [.string("b"), .int(5)], [.string("a"), .int(3)],
        [.null, .int(7)],
      ],
      groupRows: 2)
    let share = ColumnExpression.binary(.divide, .column("v"), .aggregate(.sum, .column("v")))
    let whole = try Table(data: data).derive([("p", share)]).allRows().map { $0[2] }
    let sixteenths: [Scalar] = [.float(0.0625), .float(0.3125), .float(0.1875), .float(0.4375)]
    #expect(whole == sixteenths)
    let parts = try Table(data: data).derive([("p", share)], by: ["k"]).allRows().map { $0[2] }
    #expect(parts == [.float(0.25), .float(1), .float(0.75), .float(1)])
  }

  @Test func `an aggregate of a difference from an aggregate uses the same groups`() throws {
    let data = try TableData.build(
      Schema([("k", .int), ("v", .float)]),
      rows: [
        [.int(1), .float(1)], [.int(2), .float(5)], [.int(1), .float(3)], [.int(2), .float(9)],
      ])
    let centred = ColumnExpression.binary(.subtract, .column("v"), .aggregate(.mean, .column("v")))
    let distance = ColumnExpression.aggregate(.sum, .function(.abs, [centred]))
    let found = try Table(data: data).summarise([("d", distance)], by: ["k"]).allRows()
    #expect(found == [[.int(1), .float(2)], [.int(2), .float(4)]])
  }

  @Test func `a later definition sees an earlier aggregate`() throws {
    let data = try TableData.build(Schema([("v", .int)]), rows: [[.int(1)], [.int(2)], [.int(6)]])
    let table = try Table(data: data).derive([
      ("m", .aggregate(.mean, .column("v"))),
      ("high", .binary(.greater, .column("v"), .column("m"))),
      ("n", .aggregate(.sum, .column("high"))),
    ])
    #expect(try table.allRows().map { $0[3] } == [.int(1), .int(1), .int(1)])
  }

  @Test func `a filter may compare with an aggregate`() throws {
    let data = try TableData.build(Schema([("v", .int)]), rows: [[.int(1)], [.null], [.int(6)]])
    let condition = ColumnExpression.binary(.greater, .column("v"), .aggregate(.mean, .column("v")))
    #expect(try Table(data: data).filter(condition).allRows() == [[.int(6)]])
  }

  @Test func `a sum that leaves 64 bits is an error, a mean is not`() throws {
    let data = try TableData.build(
      Schema([("v", .int)]), rows: [[.int(.max)], [.int(.max)], [.int(-4)]], groupRows: 1)
    let sum = try Table(data: data).summarise([("s", .aggregate(.sum, .column("v")))], by: [])
    let error = #expect(throws: TableError.self) { try sum.allRows() }
    #expect(error?.code == "integer-overflow")
    let mean = try Table(data: data).summarise([("m", .aggregate(.mean, .column("v")))], by: [])
    #expect(try mean.allRows() == [[.float(0x1.5555555555555p62)]])
    let cancelled = try TableData.build(
      Schema([("v", .int)]), rows: [[.int(.max)], [.int(.max)], [.int(-.max)]])
    let back = try Table(data: cancelled).summarise([("s", .aggregate(.sum, .column("v")))], by: [])
    #expect(try back.allRows() == [[.int(.max)]])
  }

  @Test func `more keys than a direct table holds are grouped by hash`() throws {
    var rows: [[Scalar]] = []
    for number in 0..<5000 {
      rows.append([.int(Int64(number % 2500) &* 0x1_0000_0001_0001), .int(1)])
    }
    let data = try TableData.build(Schema([("k", .int), ("v", .int)]), rows: rows, groupRows: 700)
    let found = try Table(data: data).summarise([("n", .aggregate(.sum, .column("v")))], by: ["k"])
      .allRows()
    #expect(found.count == 2500)
    #expect(found.allSatisfy { $0[1] == .int(2) })
    #expect(found.enumerated().allSatisfy { $1[0] == .int(Int64($0) &* 0x1_0000_0001_0001) })
  }

  @Test(arguments: 0..<4)
  func `distinct keeps the first row of each key`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed))
    let rows = GroupTests.rows(&random, 300)
    let table = try random.table(rows, schema: GroupTests.schema)
    for on in [["k"], ["g", "b"], ["d"], ["f", "c"]] {
      let keys = on.compactMap { table.schema.index(of: $0) }
      let expected = NaiveGroups.group(rows, keys).map { rows[$0.rows[0]] }
      #expect(
        bits(try table.distinct(on: on).allRows()) == bits(expected), "seed \(seed), on \(on)")
    }
  }

  @Test func `in summarise a column must be aggregated`() throws {
    let table = Table.placeholder(GroupTests.schema)
    let error = #expect(throws: TableError.self) {
      try table.summarise([("n", .column("v"))], by: ["k"])
    }
    #expect(error?.code == "not-aggregated")
    #expect(error?.hints == ["take one value with first(.v), or add it to by:"])
  }
}
