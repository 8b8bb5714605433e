import QuernSystem
import QuernTable
import QuernText
import Testing

@Suite struct ExpressionTests {
  @Test(arguments: 0..<12)
  func `an expression over columns is the same expression over each row`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed))
    let rows = random.rows(random.pick([0, 1, 5, 200, 3000]))
    let table = try random.table(rows)
    let naive = NaiveExpression(schema: table.schema)
    for _ in 0..<30 {
      let type: DataType = random.pick([.int, .float, .bool, .string])
      let expression = random.expression(type, depth: 4)
      let expected = Result { try rows.map { try naive.value(expression, $0) } }
      let derived = try table.derive([("result", expression)]).select(["result"])
      let found = Result { try derived.allRows().map { $0[0] } }
      switch (expected, found) {
      case (.success(let a), .success(let b)):
        #expect(bits([a]) == bits([b]), "seed \(seed): \(expression.text)")
      case (.failure, .failure): break
      case (.failure(let error), .success), (.success, .failure(let error)):
        Issue.record("seed \(seed): \(expression.text): only one side fails: \(error)")
      }
    }
  }

  @Test(arguments: 0..<6)
  func `a condition keeps the rows at which it is true`(seed: Int) throws {
    var random = RandomTables(seed: Int64(seed + 100))
    let rows = random.rows(random.pick([1, 90, 2500]))
    let table = try random.table(rows)
    let naive = NaiveExpression(schema: table.schema)
    for _ in 0..<15 {
      let condition = random.expression(.bool, depth: 3)
      guard let expected = try? rows.filter({ try naive.value(condition, $0) == .bool(true) })
      else { continue }
      let found = try table.filter(condition).allRows()
      #expect(bits(found) == bits(expected), "seed \(seed): \(condition.text)")
    }
  }

  @Test func `an expression reads back from its JSON`() throws {
    var random = RandomTables(seed: 7)
    for _ in 0..<200 {
      let type: DataType = random.pick([.int, .float, .bool, .string])
      let expression = random.expression(type, depth: 5)
      let text = expression.json().text()
      #expect(ColumnExpression(json: try JSON.parse(text)) == expression, "\(text)")
    }
  }

  @Test func `an overflow names its row over all row groups`() throws {
    var rows = (0..<10).map { [Scalar.int(Int64($0))] }
    rows[7] = [.int(.max)]
    let data = try TableData.build(Schema([("a", .int)]), rows: rows, groupRows: 3)
    let table = try Table(data: data)
      .filter(.binary(.notEqual, .column("a"), .literal(.int(2))))
      .derive([("b", .binary(.multiply, .column("a"), .literal(.int(2))))])
    let error = #expect(throws: TableError.self) { try table.allRows() }
    #expect(error?.code == "integer-overflow")
    #expect(
      error?.message.hasSuffix("9223372036854775807 * 2 does not fit a 64-bit integer in row 7")
        == true, "\(error?.message ?? "")")
  }

  @Test func `a division by zero is null and counted`() throws {
    let data = try TableData.build(
      Schema([("a", .int), ("b", .int)]),
      rows: [[.int(1), .int(0)], [.int(4), .int(2)], [.null, .int(0)]])
    let context = makeContext()
    let table = try Table(data: data)
      .derive([("q", .binary(.divide, .column("a"), .column("b")))])
    let found = try table.collect(context)
    #expect(found.scalars(2) == [.null, .float(2), .null])
    #expect(
      context.notes.all.map(\.text) == [
        "1 value became null: .a / .b is no number or divides by zero"
      ])
  }

  @Test func `what is not taken does not fail`() throws {
    let data = try TableData.build(
      Schema([("s", .string), ("a", .int)]),
      rows: [[.string("x"), .int(.max)], [.string("5"), .int(1)]])
    let guarded = ColumnExpression.conditional(
      .binary(.equal, .column("s"), .literal(.string("x"))), .literal(.int(0)),
      .function(.cast(.int), [.column("s")]))
    let table = try Table(data: data).derive([("n", guarded)])
    #expect(try table.allRows().map { $0[2] } == [.int(0), .int(5)])
    let both = ColumnExpression.binary(
      .and, .binary(.less, .column("a"), .literal(.int(5))),
      .binary(.equal, .binary(.add, .column("a"), .literal(.int(1))), .literal(.int(2))))
    #expect(try Table(data: data).filter(both).allRows().count == 1)
  }

  @Test func `a failed cast names value and row`() throws {
    let data = try TableData.build(
      Schema([("s", .string)]), rows: [[.string("1")], [.string("two")]])
    let table = try Table(data: data).derive([("n", .function(.cast(.int), [.column("s")]))])
    let error = #expect(throws: TableError.self) { try table.allRows() }
    #expect(error?.message == "\"two\" cannot be read as int in row 2")
  }

  @Test func `a month added to the 31st ends on the last day`() throws {
    let days = CivilDate(year: 2024, month: 1, day: 31)?.days ?? 0
    let data = try TableData.build(Schema([("d", .date)]), rows: [[.date(days)]])
    let table = try Table(data: data).derive([
      ("m", .binary(.add, .column("d"), .literal(.duration(months: 1, microseconds: 0))))
    ])
    #expect(table.schema["m"]?.type == .date)
    #expect(try table.allRows()[0][1].text == "2024-02-29")
  }

  @Test func `canonical text has the parentheses it needs`() {
    let sum = ColumnExpression.binary(.add, .column("a"), .column("b c"))
    #expect(ColumnExpression.binary(.multiply, sum, .literal(.int(2))).text == "(.a + .`b c`) * 2")
    #expect(
      ColumnExpression.unary(
        .not, .binary(.and, .column("p"), .isNull(.column("q"), negated: true))
      )
      .text == "not (.p and .q is not null)")
    #expect(
      ColumnExpression.binary(
        .subtract, .column("a"), .binary(.subtract, .column("b"), .column("c"))
      )
      .text == ".a - (.b - .c)")
  }
}
