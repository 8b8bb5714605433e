import QuernTable
import Testing

@Suite struct JoinTests {
  static let leftSchema = Schema([("k", .string), ("g", .int), ("v", .float), ("b", .bool)])
  static let rightSchema = Schema([("k", .string), ("h", .int), ("w", .string), ("b", .bool)])

  /// Nested loops.
  static func naive(
    _ left: [[Scalar]], _ right: [[Scalar]], _ on: [(Int, Int)], _ kind: JoinKind
  ) -> [[Scalar]] {
    func matches(_ l: [Scalar], _ r: [Scalar]) -> Bool {
      on.allSatisfy { !l[$0].isNull && NaiveOrder.compare(l[$0], r[$1]) == 0 }
    }
    let carried = (0..<4).filter { place in !on.contains { $0.1 == place } }
    var result: [[Scalar]] = []
    for l in left {
      let found = right.filter { matches(l, $0) }
      switch kind {
      case .semi: if !found.isEmpty { result.append(l) }
      case .anti: if found.isEmpty { result.append(l) }
      case .left, .inner, .right, .full:
        for r in found { result.append(l + carried.map { r[$0] }) }
        if found.isEmpty && (kind == .left || kind == .full) {
          result.append(l + carried.map { _ in .null })
        }
      }
    }
    if kind == .right || kind == .full {
      for r in right where !left.contains(where: { matches($0, r) }) {
        var l = [Scalar](repeating: .null, count: 4)
        for (a, b) in on { l[a] = r[b] }
        result.append(l + carried.map { r[$0] })
      }
    }
    return result
  }

  @Test(arguments: 0..<8)
  func `a join is nested loops in the order of the left`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed))
    let left = random.rows(random.pick([0, 1, 40, 150]), schema: JoinTests.leftSchema)
    let right = random.rows(random.pick([0, 1, 40, 90]), schema: JoinTests.rightSchema)
    let l = try random.table(left, schema: JoinTests.leftSchema)
    let r = try random.table(right, schema: JoinTests.rightSchema)
    let keys: [[(left: String, right: String)]] = [
      [("k", "k")], [("g", "h")], [("k", "k"), ("g", "h")], [("k", "w"), ("b", "b")], [("v", "h")],
    ]
    for kind in JoinKind.allCases {
      for on in keys {
        let joined = try l.join(r, on: on, kind: kind, suffix: "_r")
        let places = on.map {
          (
            JoinTests.leftSchema.index(of: $0.left) ?? 0,
            JoinTests.rightSchema.index(of: $0.right) ?? 0
          )
        }
        var expected = JoinTests.naive(left, right, places, kind)
        if on[0].left == "v" && (kind == .right || kind == .full) {
          // The key of both sides is a float.
          for row in expected.indices {
            if case .int(let whole) = expected[row][2] { expected[row][2] = .float(Double(whole)) }
          }
        }
        #expect(
          bits(try joined.allRows()) == bits(expected), "seed \(seed), \(kind.rawValue) on \(on)")
      }
    }
  }

  private func table(_ keys: [Scalar], _ name: String) throws -> Table {
    let schema = Schema([("k", .string), (name, .int)])
    let rows = keys.enumerated().map { [$1, .int(Int64($0))] }
    return Table(data: try TableData.build(schema, rows: rows, groupRows: 2))
  }

  @Test func `a broken match shows three keys`() throws {
    let left = try table(["a", "b", "c", "d"].map { .string($0) }, "x")
    let right = try table(["a", "b", "c", "d", "d", "c", "b", "a", "a"].map { .string($0) }, "y")
    let joined = try left.join(right, on: [("k", "k")], match: .manyToOne)
    let error = #expect(throws: TableError.self) { try joined.allRows() }
    #expect(error?.code == "join-match")
    #expect(
      error?.message
        == "match: many_to_one allows one row per key on the right, and 4 keys have more: "
        + ".k = \"a\" (3 rows); .k = \"b\" (2 rows); .k = \"c\" (2 rows), …")
    let back = try right.join(left, on: [("k", "k")], match: .oneToMany)
    #expect(throws: TableError.self) { try back.allRows() }
    let fine = try right.join(left, on: [("k", "k")], match: .manyToOne)
    #expect(try fine.allRows().count == 9)
  }

  @Test func `the footer counts keys that differ only by case or space`() throws {
    let left = try table(
      ["Oslo", "bergen ", "Rome", "Paris", "Paris"].map { .string($0) } + [.null], "x")
    let right = try table(["oslo", "Bergen", "Paris"].map { .string($0) }, "y")
    let context = makeContext()
    _ = try left.join(right, on: [("k", "k")]).collect(context)
    #expect(
      context.notes.all.map(\.text)
        == [
          "matched 2 of 6 rows; 3 keys of the left without a match, 2 of them differ only by case or space"
        ])
  }

  @Test func `clashing names and unlike keys are errors`() throws {
    let left = Table.placeholder(Schema([("k", .int), ("v", .int)]))
    let right = Table.placeholder(Schema([("k", .string), ("v", .int)]))
    let clash = #expect(throws: TableError.self) {
      try left.join(Table.placeholder(Schema([("k", .int), ("v", .int)])), on: [("k", "k")])
    }
    #expect(clash?.code == "clashing-columns")
    let unlike = #expect(throws: TableError.self) {
      try left.join(right, on: [("k", "k")], suffix: "_r")
    }
    #expect(unlike?.code == "join-key-types")
    #expect(unlike?.hints.first == "on the right: update(k = cast(.k, int))")
  }
}
