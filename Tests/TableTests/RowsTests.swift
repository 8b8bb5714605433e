import QuernTable
import QuernText
import Testing

@Suite struct RowsTests {
  @Test(arguments: 0..<5)
  func `head, tail, select, rename, drop and append are what they say`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed))
    let rows = random.rows(random.pick([0, 5, 130]))
    let table = try random.table(rows)
    for count in [0, 1, 4, 64, 1000] {
      #expect(bits(try table.head(count).allRows()) == bits(Array(rows.prefix(count))))
      #expect(bits(try table.tail(count).allRows()) == bits(Array(rows.suffix(count))))
    }
    #expect(bits(try table.select(["s", "i"]).allRows()) == bits(rows.map { [$0[4], $0[0]] }))
    #expect(bits(try table.drop(["i", "c", "w"]).allRows()) == bits(rows.map { Array($0[1...7]) }))
    let renamed = try table.rename([(new: "j", old: "i"), (new: "i", old: "j")])
    #expect(renamed.schema.names.prefix(2) == ["j", "i"])
    #expect(bits(try renamed.select(["i"]).allRows()) == bits(rows.map { [$0[1]] }))
    let other = try random.table(random.rows(9)).select(table.schema.names.reversed())
    let second = try other.select(table.schema.names).allRows()
    #expect(bits(try table.append(other).allRows()) == bits(rows + second))
  }

  @Test func `append widens ints to floats and names what differs`() throws {
    let a = Table(data: try TableData.build(Schema([("v", .int)]), rows: [[.int(1)]]))
    let b = Table(data: try TableData.build(Schema([("v", .float)]), rows: [[.float(0.5)]]))
    #expect(try a.append(b).allRows() == [[.float(1)], [.float(0.5)]])
    let error = #expect(throws: TableError.self) {
      try a.append(.placeholder(Schema([("v", .string), ("w", .int)])))
    }
    #expect(
      error?.message == "the tables do not have the same columns: "
        + ".v is int on the left, str on the right; .w is missing on the left")
  }

  @Test func `dropnull counts what it drops, fill puts values in`() throws {
    let data = try TableData.build(
      Schema([("a", .int), ("b", .string)]),
      rows: [[.int(1), .null], [.null, .string("x")], [.int(2), .string("y")]], groupRows: 2)
    let context = makeContext()
    let found = try Table(data: data).dropNull([]).collect(context)
    #expect(found.scalars(0) == [.int(2)])
    #expect(context.notes.all.map(\.text) == ["kept 1 of 3; dropped for null: .a (1), .b (1)"])
    let filled = try Table(data: data).fill([("a", .int(0)), ("b", .string("?"))])
    #expect(
      try filled.allRows()
        == [[.int(1), .string("?")], [.int(0), .string("x")], [.int(2), .string("y")]])
  }

  @Test func `a filter says what it kept and why it dropped`() throws {
    let data = try TableData.build(
      Schema([("tenure", .int)]), rows: [[.int(1)], [.null], [.int(0)], [.null], [.int(5)]],
      groupRows: 2)
    let context = makeContext()
    let condition = ColumnExpression.binary(.greater, .column("tenure"), .literal(.int(0)))
    let table = try Table(data: data).filter(condition)
    _ = try table.collect(context)
    #expect(context.notes.all.map(\.text) == ["kept 2 of 5; 2 dropped: .tenure is null"])
    let again = makeContext()
    _ = try table.collect(again)
    #expect(again.notes.all == context.notes.all)
  }

  @Test func `a sample has that many different rows in their order`() throws {
    let rows = (0..<500).map { [Scalar.int(Int64($0))] }
    let table = Table(data: try TableData.build(Schema([("n", .int)]), rows: rows, groupRows: 64))
    let stream = RandomStream(seed: 5, word: "sample", ordinal: 0)
    for size in [SampleSize.count(0), .count(17), .count(500), .count(900), .fraction(0.25)] {
      let found = try table.sample(size, stream).allRows().map { $0[0].doubleValue ?? -1 }
      switch size {
      case .count(let count): #expect(found.count == min(count, 500))
      case .fraction: #expect(found.count == 125)
      }
      #expect(found == found.sorted() && Set(found).count == found.count)
    }
    let first = try table.sample(.count(17), stream).allRows()
    #expect(try table.sample(.count(17), stream).allRows() == first)
    let other = RandomStream(seed: 6, word: "sample", ordinal: 0)
    #expect(try table.sample(.count(17), other).allRows() != first)
  }

  @Test func `verbs check names and types before anything runs`() throws {
    let table = Table.placeholder(Schema([("tenure", .int), ("name", .string)]))
    let unknown = #expect(throws: TableError.self) {
      try table.filter(.binary(.greater, .column("tenur"), .literal(.int(0))))
    }
    #expect(unknown?.message(table: "held") == "there is no column .tenur in `held`")
    #expect(unknown?.hints == ["did you mean .tenure (int)?"])
    #expect(unknown?.notes == ["has: tenure, name"])
    let mixed = #expect(throws: TableError.self) {
      try table.derive([("x", .binary(.add, .column("name"), .column("tenure")))])
    }
    #expect(mixed?.code == "type-mismatch")
    #expect(
      mixed?.hints == [
        "text is put together with braces: \"{.name} {.tenure}\"",
        "or cast(.name, int) reads the text as int",
      ])
    #expect(
      #expect(throws: TableError.self) { try table.derive([("name", .literal(.int(1)))]) }?.code
        == "column-exists")
    #expect(
      #expect(throws: TableError.self) { try table.update([("nam", .literal(.int(1)))]) }?.code
        == "unknown-column")
    #expect(
      #expect(throws: TableError.self) { try table.select(["name", "name"]) }?.code
        == "duplicate-column")
    #expect(
      #expect(throws: TableError.self) { try table.filter(.column("tenure")) }?.code
        == "type-mismatch")
  }

  @Test func `a definition sees those before it`() throws {
    let data = try TableData.build(Schema([("a", .int)]), rows: [[.int(2)]])
    let table = try Table(data: data)
      .derive([
        ("b", .binary(.add, .column("a"), .literal(.int(1)))),
        ("c", .binary(.multiply, .column("b"), .column("b"))),
      ])
      .update([("a", .column("c")), ("b", .column("a"))])
    #expect(try table.allRows() == [[.int(9), .int(9), .int(9)]])
  }
}
