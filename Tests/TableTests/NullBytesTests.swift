import QuernSystem
import QuernTable
import QuernTesting
import Testing

/// What lies in memory under a null reaches no result, digest or file.
@Suite struct NullBytesTests {
  /// A table and its twin with garbage under the nulls; the same plan over both.
  private func check(
    _ seed: Int, _ what: String, _ rows: [[Scalar]], _ random: inout RandomTables,
    schema: Schema = RandomTables.schema, _ plan: (Table) throws -> Table
  ) throws {
    let data = try TableData.build(schema, rows: rows, groupRows: random.pick([3, 64, 2048]))
    let twin = try data.poisoned(&random)
    #expect(data.contentDigest() == twin.contentDigest(), "seed \(seed)")
    let context = makeContext()
    let first = Result { try plan(Table(data: data)).collect(context) }
    let second = Result { try plan(Table(data: twin)).collect(context) }
    switch (first, second) {
    case (.success(let a), .success(let b)):
      let left = bits((0..<a.rowCount).map { a.row($0) })
      let right = bits((0..<b.rowCount).map { b.row($0) })
      #expect(left == right, "seed \(seed): \(what)")
      #expect(a.contentDigest() == b.contentDigest(), "seed \(seed): \(what)")
      // Files are synced, which takes its time: some of them stand for all.
      if random.chance(8) {
        #expect(try bytes(a) == bytes(b), "seed \(seed): \(what): the saved bytes differ")
      }
    case (.failure(let a), .failure(let b)):
      #expect("\(a)" == "\(b)", "seed \(seed): \(what)")
    case (.failure(let error), .success), (.success, .failure(let error)):
      Issue.record("seed \(seed): \(what): only one of them fails: \(error)")
    }
  }

  private func bytes(_ data: TableData) throws -> [UInt8] {
    let directory = TemporaryFolder()
    let path = directory.file("t.qtable")
    try TableFile.write(data, to: path)
    return try Disk.real.read(path)
  }

  @Test(arguments: 0..<8)
  func `expressions do not see what lies under a null`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed + 900))
    let rows = random.rows(random.pick([1, 9, 300]))
    for _ in 0..<12 {
      let expression = random.expression(random.pick([.int, .float, .bool, .string]), depth: 4)
      try check(seed, expression.text, rows, &random) { try $0.derive([("z", expression)]) }
      let condition = random.expression(.bool, depth: 3)
      try check(seed, condition.text, rows, &random) { try $0.filter(condition) }
    }
  }

  @Test(arguments: 0..<3)
  func `groups, sorting, joins and distinct do not either`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed + 950))
    let schema = GroupTests.schema
    let rows = GroupTests.rows(&random, random.pick([5, 80]))
    let definitions = GroupTests.aggregates.enumerated().map { place, aggregate in
      (name: "a\(place)", expression: ColumnExpression.aggregate(aggregate.0, .column(aggregate.1)))
    }
    for by in [["k"], ["f"], ["b"], ["c"], ["d", "b", "c"], []] {
      try check(seed, "by \(by)", rows, &random, schema: schema) {
        try $0.summarise(definitions, by: by)
      }
    }
    for name in schema.names {
      try check(seed, "sort \(name)", rows, &random, schema: schema) {
        try $0.sort([SortKey(expression: .column(name), descending: name == "x")])
      }
      try check(seed, "join \(name)", Array(rows.prefix(30)), &random, schema: schema) {
        let right = try $0.select([name, "v", "s"].reduce(into: []) { names, name in
          if !names.contains(name) { names.append(name) }
        })
        let renamed = try right.rename(
          right.schema.names.filter { $0 != name }.map { (new: "r_\($0)", old: $0) })
        return try $0.join(renamed, on: [(left: name, right: name)])
      }
      try check(seed, "distinct \(name)", rows, &random, schema: schema) {
        try $0.distinct(on: [name])
      }
    }
  }

  @Test(arguments: 0..<4)
  func `windows do not either`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed + 980))
    let rows = WindowTests.rows(&random, random.pick([5, 120]))
    for expression in WindowTests.expressions(&random) {
      try check(seed, expression.text, rows, &random, schema: WindowTests.schema) {
        try $0.derive([("z", expression)], by: ["g"])
      }
    }
  }

  /// One logical table, built in two ways: rows by rows, and as what a verb leaves of a larger one.
  @Test(arguments: 0..<6)
  func `the same rows are the same bytes however they came`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed + 990))
    let schema = Schema([
      ("i", .int), ("x", .float), ("s", .string), ("b", .bool), ("d", .date),
      ("o", .category(levels: ["low", "mid", "high", "é"])),
    ])
    let rows = random.rows(200, schema: schema)
    let wanted = (0..<200).filter { _ in random.chance(40) }
    let plain = try TableData.build(schema, rows: wanted.map { rows[$0] })
    let marked = rows.enumerated().map { place, row in row + [.bool(wanted.contains(place))] }
    let wide = Schema(fields: schema.fields + [Field(name: "keep", type: .bool)])
    let twin = try TableData.build(wide, rows: marked, groupRows: 64).poisoned(&random)
    let left = try Table(data: twin).filter(.column("keep")).drop(["keep"])
      .collect(makeContext())
    #expect(left.contentDigest() == plain.contentDigest(), "seed \(seed)")
    let whole = try TableData.build(schema, rows: (0..<left.rowCount).map { left.row($0) })
    #expect(try bytes(whole) == bytes(plain), "seed \(seed)")
  }
}
