import QuernSystem
import QuernTable
import QuernText
import Testing

/// Rows in memory behind the door of a source: notes what it is asked for.
final class TestSource: TableSource, @unchecked Sendable {
  let data: TableData
  let appliesFilters: Bool
  private let lock = Lock()
  private var asked: [[Int]] = []
  private var emitted = 0

  init(_ data: TableData, appliesFilters: Bool) {
    self.data = data
    self.appliesFilters = appliesFilters
  }

  var schema: Schema { data.schema }
  var identity: SourceIdentity {
    SourceIdentity(path: "test", device: 0, inode: 0, byteCount: 0, modifiedNs: 0)
  }
  var description: String { "test rows" }
  var rowCountIfKnown: Int? { nil }
  var askedColumns: [[Int]] { lock.withLock { asked } }
  var emittedGroups: Int { lock.withLock { emitted } }

  func contentDigest(_ context: TableContext) throws(TableError) -> Digest {
    try data.contentDigest(context)
  }

  func scan(
    columns: [Int], filter: ScanFilter?, context: TableContext,
    _ emit: @Sendable (Int, RowGroup) throws(TableError) -> ScanFlow
  ) throws(TableError) {
    lock.withLock { asked.append(columns) }
    for (index, group) in data.groups.enumerated() {
      try context.checkInterrupt()
      lock.withLock { emitted += 1 }
      var given = RowGroup(rowCount: group.rowCount, columns: columns.map { group.columns[$0] })
      if let filter {
        let read = RowGroup(
          rowCount: group.rowCount, columns: filter.columns.map { group.columns[$0] })
        let selection = try filter.keep(index, read)
        do throws(OutOfMemory) {
          given = try given.filtered(selection, arena: context.arena)
        } catch {
          throw .outOfMemory(error)
        }
      }
      if case .enough = try emit(index, given) { return }
    }
  }
}

@Suite struct SourceTests {
  private static let schema = Schema([("a", .int), ("b", .int), ("c", .string), ("d", .float)])

  private func data() throws -> TableData {
    let rows = (0..<100).map { number -> [Scalar] in
      let b: Scalar = number % 9 == 4 ? .null : .int(Int64(number % 7))
      return [.int(Int64(number)), b, .string("row \(number)"), .float(Double(number) / 8)]
    }
    return try TableData.build(SourceTests.schema, rows: rows, groupRows: 10)
  }

  private let isLarge = ColumnExpression.binary(.greater, .column("b"), .literal(.int(3)))

  @Test(arguments: [true, false])
  func `a source gives only the columns that are needed, filtered where it can`(
    appliesFilters: Bool
  ) throws {
    let source = TestSource(try data(), appliesFilters: appliesFilters)
    let table = try Table(source: source).filter(isLarge)
      .derive([("e", .binary(.multiply, .column("d"), .literal(.float(2))))]).select(["e"])
    let context = makeContext()
    let found = try table.collect(context)
    let plain = try Table(data: try data()).filter(isLarge)
      .derive([("e", .binary(.multiply, .column("d"), .literal(.float(2))))]).select(["e"])
    let other = makeContext()
    #expect(found.scalars(0) == (try plain.collect(other).scalars(0)))
    #expect(source.askedColumns == (appliesFilters ? [[3]] : [[3, 1]]))
    #expect(context.notes.all == other.notes.all)
    #expect(context.notes.all.map(\.text) == ["kept 37 of 100; 11 dropped: .b is null"])
  }

  @Test func `head reads a source no further than needed`() throws {
    let source = TestSource(try data(), appliesFilters: true)
    let found = try Table(source: source).filter(isLarge).select(["a"]).head(5).allRows()
    #expect(found.map { $0[0] } == [.int(5), .int(6), .int(11), .int(12), .int(18)])
    #expect(source.emittedGroups == 2)
    let few = TestSource(try data(), appliesFilters: false)
    #expect(try Table(source: few).head(3).allRows().count == 3)
    #expect(few.emittedGroups == 1)
  }

  @Test func `an error counts its row over the groups before, pushed down or not`() throws {
    for appliesFilters in [true, false] {
      let source = TestSource(try data(), appliesFilters: appliesFilters)
      let grows = ColumnExpression.binary(
        .equal, .binary(.multiply, .column("a"), .literal(.int(200_000_000_000_000_000))),
        .literal(.int(1)))
      let table = try Table(source: source).filter(grows)
      let error = #expect(throws: TableError.self) { try table.allRows() }
      #expect(
        error?.message
          == "47 * 200000000000000000 does not fit a 64-bit integer in row 48")
    }
  }

  @Test func `counting rows needs no column`() throws {
    let source = TestSource(try data(), appliesFilters: false)
    let table = Table(source: source)
    #expect(try table.rowCount(makeContext()) == 100)
    #expect(source.askedColumns == [[]])
    let counted = try table.summarise([("n", .aggregate(.count, nil))], by: [])
    #expect(try counted.allRows() == [[.int(100)]])
    #expect(table.materialised == nil)
  }

  @Test func `lists and structs go through every verb with their rows`() throws {
    let pair = DataType.structure([Field(name: "p", type: .int), Field(name: "q", type: .string)])
    let schema = Schema([("k", .int), ("l", .list(.float)), ("z", pair)])
    var random = RandomTables(seed: 31)
    let rows = (0..<90).map { number -> [Scalar] in
      [.int(Int64(number % 12)), random.scalar(.list(.float)), random.scalar(pair)]
    }
    let table = Table(data: try TableData.build(schema, rows: rows, groupRows: 8))
    let even = ColumnExpression.binary(
      .equal, .binary(.modulo, .column("k"), .literal(.int(2))), .literal(.int(0)))
    #expect(
      try table.filter(even).allRows() == rows.filter { Int($0[0].doubleValue ?? 1) % 2 == 0 })
    let sorted = rows.enumerated().sorted {
      ($0.element[0].doubleValue ?? 0, $0.offset) < ($1.element[0].doubleValue ?? 0, $1.offset)
    }.map(\.element)
    #expect(try table.sort([SortKey(expression: .column("k"))]).allRows() == sorted)
    let keys = try table.distinct(on: ["k"])
    #expect(try keys.allRows() == Array(rows.prefix(12)))
    let joined = try table.select(["k"]).join(keys, on: [("k", "k")])
    var expected: [[Scalar]] = []
    for row in rows { expected += rows.prefix(12).filter { $0[0] == row[0] } }
    #expect(try joined.allRows() == expected)
    let firsts = try table.summarise([("f", .aggregate(.first, .column("l")))], by: ["k"])
    #expect(try firsts.allRows().count == 12)
    let sizes = try table.derive([
      ("n", .function(.length, [.column("l")])), ("m", .isNull(.column("z"), negated: false)),
    ])
    for (row, found) in zip(rows, try sizes.allRows()) {
      if case .list(let elements) = row[1] {
        #expect(found[3] == .int(Int64(elements.count)))
      } else {
        #expect(found[3] == .null)
      }
      #expect(found[4] == .bool(row[2].isNull))
    }
  }
}
