import QuernTable
import Testing

@Suite struct SortTests {
  @Test(arguments: 0..<8)
  func `sort is stable, by bytes, with nulls last`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed))
    let rows = random.rows(random.pick([0, 1, 2, 50, 700]))
    let table = try random.table(rows)
    for _ in 0..<12 {
      let names = (0...random.below(3)).map { _ in random.pick(table.schema.names) }
      let keys = names.map { SortKey(expression: .column($0), descending: random.chance(40)) }
      let places = names.compactMap { table.schema.index(of: $0) }
      let expected = rows.enumerated().sorted { a, b in
        for (place, key) in zip(places, keys) {
          let order = NaiveOrder.precedes(
            a.element[place], b.element[place], descending: key.descending)
          if order != 0 { return order < 0 }
        }
        return a.offset < b.offset
      }.map(\.element)
      let found = try table.sort(keys).allRows()
      #expect(bits(found) == bits(expected), "seed \(seed), by \(names), \(keys.map(\.descending))")
    }
  }

  @Test func `a sort of many rows is the sort of few`() throws {
    var random = RandomTables(seed: 3)
    let schema = Schema([("k", .int), ("x", .float), ("n", .int)])
    let rows = (0..<150_000).map { number -> [Scalar] in
      [.int(Int64(random.below(700))), .float(Double(random.below(90_000))), .int(Int64(number))]
    }
    let table = Table(data: try TableData.build(schema, rows: rows))
    let keys = [
      SortKey(expression: .column("k")), SortKey(expression: .column("x"), descending: true),
    ]
    let data = try table.sort(keys).collect(makeContext())
    let k = data.doubles(0)
    let x = data.doubles(1)
    let n = data.doubles(2)
    var inOrder = true
    for row in 1..<data.rowCount {
      let isAfter =
        k[row - 1] < k[row]
        || k[row - 1] == k[row]
          && (x[row - 1] > x[row] || x[row - 1] == x[row] && n[row - 1] < n[row])
      inOrder = inOrder && isAfter
    }
    #expect(inOrder)
    #expect(data.rowCount == rows.count)
    #expect(Set(n).count == rows.count)
  }

  @Test func `an expression is a key`() throws {
    let data = try TableData.build(Schema([("v", .int)]), rows: [[.int(-3)], [.int(1)], [.int(2)]])
    let sorted = try Table(data: data).sort([SortKey(expression: .function(.abs, [.column("v")]))])
    #expect(try sorted.allRows() == [[.int(1)], [.int(2)], [.int(-3)]])
    #expect(sorted.schema == data.schema)
  }
}
