import QuernTable
import QuernText
import Testing

@Suite struct ThreadTests {
  /// One table through every verb, over many row groups.
  static func plans(seed: Int64) throws -> [(name: String, table: Table)] {
    var random = RandomTables(seed: seed)
    let schema = Schema([("k", .int), ("s", .string), ("x", .float), ("v", .int), ("b", .bool)])
    let rows = (0..<4000).map { _ -> [Scalar] in
      let v: Scalar = random.chance(10) ? .null : .int(Int64(random.below(1000)))
      let x = Double(random.below(1_000_000)) / 7
      return [
        .int(Int64(random.below(300))), random.scalar(.string), .float(x), v, random.scalar(.bool),
      ]
    }
    let base = Table(data: try TableData.build(schema, rows: rows, groupRows: 150))
    let other = try base.head(500).distinct(on: ["k"]).select(["k", "x"]).rename([
      (new: "z", old: "x")
    ])
    let stream = RandomStream(seed: seed, word: "threads", ordinal: 0)
    let mean = ColumnExpression.aggregate(.mean, .column("x"))
    let sum = ColumnExpression.aggregate(.sum, .column("x"))
    let std = ColumnExpression.aggregate(.std, .column("x"))
    let more = try reshaped(base, other)
    return [
      ("filter", try base.filter(.binary(.less, .column("x"), .literal(.float(90_000))))),
      ("sum", try base.summarise([("m", mean), ("s", sum), ("d", std)], by: [])),
      ("group", try base.summarise([("m", mean), ("s", sum), ("d", std)], by: ["k"])),
      ("group by text", try base.summarise([("m", mean), ("total", sum)], by: ["s", "b"])),
      ("after filter", try base.filter(.column("b")).summarise([("s", sum)], by: ["k"])),
      ("window", try base.derive([("c", .binary(.subtract, .column("x"), mean))], by: ["s"])),
      (
        "sort",
        try base.sort([SortKey(expression: .column("s")), SortKey(expression: .column("x"))])
      ),
      ("join", try base.join(other, on: [("k", "k")], kind: .full)),
      (
        "joined sums",
        try base.join(other, on: [("k", "k")]).summarise(
          [("s", .aggregate(.sum, .column("z")))], by: ["b"])
      ),
      ("distinct", try base.distinct(on: ["s", "k"])),
      ("sample", try base.sample(.count(700), stream)),
      ("split", try base.split(SplitSpec(shares: [0.7, 0.3], random: stream, stratify: "b"))[0]),
      (
        "grouped split",
        try base.split(SplitSpec(shares: [0.7, 0.3], random: stream, group: "s"))[1]
      ),
      (
        "median",
        try base.summarise(
          [
            ("m", .aggregate(.median, .column("x"))), ("u", .aggregate(.nunique, .column("s"))),
            ("o", .aggregate(.mode, .column("s"))),
          ], by: ["k"])
      ),
    ] + more
  }

  private static func reshaped(
    _ base: Table, _ other: Table
  ) throws -> [(name: String, table: Table)] {
    let sum = ColumnExpression.aggregate(.sum, .column("x"))
    return [
      ("distinct last", try base.distinct(on: ["s", "b"], keep: .last)),
      (
        "pivot",
        try base.summarise([("t", sum)], by: ["k", "b"]).pivot(
          PivotSpec(
            by: ["k"], names: "b", labels: [.bool(true), .bool(false), .null], values: ["t"],
            fill: .float(0)))
      ),
      (
        "unpivot",
        try base.unpivot(
          UnpivotSpec(columns: ["x", "v"], namesTo: "n", valuesTo: "y", dropsNull: true))
      ),
      ("lump", try base.lump(LumpSpec(column: "s", countMax: 2, shareMin: nil, other: "?"))),
      (
        "asof join",
        try base.asofJoin(
          other, AsofSpec(on: ("x", "z"), by: [], direction: .nearest, suffix: "_r"))
      ),
    ]
  }

  @Test func `results are the same bits for 1, 2 and 4 threads`() throws {
    for (name, table) in try ThreadTests.plans(seed: 11) {
      let one = bits(try table.fresh().allRows(threads: 1))
      for threads in [2, 4] {
        #expect(
          bits(try table.fresh().allRows(threads: threads)) == one, "\(name), \(threads) threads")
      }
    }
  }

  @Test func `rows kept of an inner table change no bit`() throws {
    for (name, table) in try ThreadTests.plans(seed: 12) {
      let plain = bits(try table.fresh().allRows())
      let copy = try table.fresh()
      for input in copy.plan.inputs { _ = try input.collect(makeContext()) }
      #expect(bits(try copy.allRows()) == plain, "\(name)")
    }
  }

  @Test func `a plan reads back from its JSON with the same rows and digest`() throws {
    for (name, table) in try ThreadTests.plans(seed: 13) {
      let text = table.planJSON().text()
      let back = try Table.fromPlanJSON(try JSON.parse(text), sources: table.leaves)
      #expect(back.planJSON().text() == text, "\(name)")
      #expect(bits(try back.allRows()) == bits(try table.allRows()), "\(name)")
      #expect(try back.digest(makeContext()) == table.digest(makeContext()), "\(name)")
    }
  }

  @Test func `the content digest is of the rows, not of their layout`() throws {
    var random = RandomTables(seed: 4)
    let rows = random.rows(200)
    let digests = try [3, 64, 65_536].map {
      try TableData.build(RandomTables.schema, rows: rows, groupRows: $0).contentDigest()
    }
    #expect(Set(digests).count == 1)
    var other = rows
    other[150][0] = .int(77)
    let changed = try TableData.build(RandomTables.schema, rows: other).contentDigest()
    #expect(changed != digests[0])
  }

  @Test func `explain shows columns read and rows counted`() throws {
    let data = try TableData.build(
      Schema([("a", .int), ("b", .int), ("c", .int)]),
      rows: [[.int(1), .int(2), .int(3)], [.int(4), .int(5), .int(6)]])
    let table = try Table(data: data).filter(.binary(.greater, .column("b"), .literal(.int(2))))
      .select(["a"])
    #expect(
      try table.explain(actual: true, makeContext())
        == """
        select(.a)  — about 1 row; 1 row counted
          filter(.b > 2)  — about 1 row; 1 row counted
            rows in memory  — about 2 rows; 2 rows counted; reads 2 of 3 columns: a, b
        """)
  }
}
