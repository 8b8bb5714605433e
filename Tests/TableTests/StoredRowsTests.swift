import QuernSystem
import QuernTable
import QuernTesting
import QuernText
import Testing

/// Tables that come back from the store: what they are, and what need not be computed again.
@Suite struct StoredRowsTests {
  private let stream = RandomStream(seed: 7, word: "split", ordinal: 0)

  private func data(_ count: Int = 1000) throws -> TableData {
    let rows = (0..<count).map { number -> [Scalar] in
      let x: Scalar = number % 9 == 4 ? .null : .float(Double(number * 7919 % 1009))
      let text = number % 3 == 0 ? "short" : "a text of more than twelve bytes, number \(number)"
      return [.int(Int64(number)), x, .string(text)]
    }
    return try TableData.build(
      Schema([("n", .int), ("x", .float), ("s", .string)]), rows: rows, groupRows: 128)
  }

  /// The same source anew, as another worker opens it.
  private func source() throws -> TestSource { TestSource(try data(), appliesFilters: true) }

  private func parts(_ source: TestSource) throws -> [Table] {
    let known = try Table(source: source).dropNull(["x"])
      .derive([(name: "y", expression: .binary(.multiply, .column("x"), .literal(.int(3))))])
    return try known.split(SplitSpec(shares: [0.6, 0.2, 0.2], random: stream))
  }

  /// A table as it is read back, over a source of its own.
  private func readBack(_ table: Table, _ sharing: PlanSharing? = nil) throws -> Table {
    try Table.fromPlanJSON(table.planJSON(), sources: [.source(try source())], sharing: sharing)
  }

  @Test func `parts of a split make the same table together, read back one by one or not`() throws {
    let context = CSVMemory.context()
    let live = try parts(try source())
    let whole = try live[0].append(live[1])
    let back = try readBack(live[0]).append(try readBack(live[1]))
    #expect(try back.digest(context) == whole.digest(context))
    #expect(try back.allRows() == whole.allRows())
    let other = try readBack(live[0]).append(try readBack(live[2]))
    #expect(try other.digest(context) != whole.digest(context))
    let joined = try Table(source: try source()).append(Table(source: try source()))
    let once = Table(source: try source())
    #expect(try joined.digest(context) == once.append(once).digest(context))
  }

  @Test func `tables that are read back have in common what they had in common`() throws {
    let sharing = PlanSharing()
    let live = try parts(try source())
    let opened = try source()
    let back = try live.map {
      try Table.fromPlanJSON($0.planJSON(), sources: [.source(opened)], sharing: sharing)
    }
    guard case .part(let first, let dealt, _) = back[0].plan,
      case .part(let second, let dealtToo, _) = back[1].plan
    else {
      Issue.record("a part is no part any more")
      return
    }
    #expect(first === second)
    #expect(dealt === dealtToo)
    let (joined, whole) = (try back[0].append(back[1]), try live[0].append(live[1]))
    #expect(joined.planJSON().text() == whole.planJSON().text())
    #expect(try back[2].allRows() == live[2].allRows())
    let again = try Table.fromPlanJSON(
      live[0].planJSON(), sources: [.source(opened)], sharing: sharing)
    #expect(again === back[0])
    let elsewhere = try readBack(live[0], sharing)
    #expect(elsewhere !== back[0], "another source is another table")
  }

  @Test func `rows on disk are rows that are not computed`() throws {
    let directory = TemporaryFolder()
    let context = CSVMemory.context()
    let first = try source()
    let table = try parts(first)[0].sort([SortKey(expression: .column("x"), descending: true)])
    let expected = try table.allRows()
    _ = try table.collect(context)
    let nodes = table.computedNodes
    #expect(nodes.contains { $0.table === table })
    let digest = try table.digest(context)
    let path = directory.file("rows.qtable")
    try #require(nodes.first { $0.table === table }).write(to: path, as: digest)
    #expect(try table.attachRows(path, as: digest))
    #expect(!table.computedNodes.contains { $0.table === table }, "it is written once")

    let later = try source()
    let back = try Table.fromPlanJSON(table.planJSON(), sources: [.source(later)])
    back.attachRows { node in
      (try? node.digest(context)) == digest ? (path, digest) : nil
    }
    #expect(try back.rowCount(context) == expected.count)
    #expect(try back.head(3).allRows() == Array(expected.prefix(3)))
    let below = try back.filter(.binary(.less, .column("n"), .literal(.int(500))))
    let wanted = try table.filter(.binary(.less, .column("n"), .literal(.int(500))))
    #expect(try below.allRows() == wanted.allRows())
    #expect(try back.allRows() == expected)
    #expect(later.askedColumns.isEmpty, "nothing was computed")
    #expect(try back.digest(context) == digest)
  }

  @Test func `what verbs had to remark is told from disk too`() throws {
    let directory = TemporaryFolder()
    let table = try Table(source: try source()).dropNull(["x"])
    _ = try table.collect(CSVMemory.context())
    let context = CSVMemory.context()
    let digest = try table.digest(context)
    let path = directory.file("rows.qtable")
    try #require(table.computedNodes.first).write(to: path, as: digest)
    func told(_ attached: Bool) throws -> [Note] {
      let back = try readBack(table)
      if attached { #expect(try back.attachRows(path, as: digest)) }
      back.markOld()
      var context = CSVMemory.context()
      context.tellsOld = true
      _ = try back.collect(context)
      return context.notes.all
    }
    #expect(try told(true) == told(false))
    #expect(try told(true).count == 1)
  }

  @Test func `rows on disk whose bytes changed are computed, and their file goes`() throws {
    let directory = TemporaryFolder()
    let context = CSVMemory.context()
    let table = try parts(try source())[1]
    let expected = try table.allRows()
    _ = try table.collect(context)
    let digest = try table.digest(context)
    let path = directory.file("rows.qtable")
    for reads in [1, 2] {
      try #require(table.computedNodes.first { $0.table === table }).write(to: path, as: digest)
      var bytes = try Disk.real.read(path)
      bytes[80] ^= 1
      try Disk.real.writeAtomically(path, bytes)
      let back = try readBack(table)
      #expect(try back.attachRows(path, as: digest))
      let rows = reads == 1 ? try back.allRows() : try back.head(expected.count).allRows()
      #expect(rows == expected)
      #expect(!Disk.real.exists(path))
    }
    try Disk.real.writeAtomically(path, Array("no table".utf8))
    let back = try readBack(table)
    back.attachRows { _ in (path, digest) }
    #expect(try back.allRows() == expected)
  }

  @Test func `rows of another plan are not taken`() throws {
    let directory = TemporaryFolder()
    let context = CSVMemory.context()
    let table = try Table(source: try source()).dropNull(["x"])
    _ = try table.collect(context)
    let path = directory.file("rows.qtable")
    try #require(table.computedNodes.first).write(to: path, as: try table.digest(context))
    let other = try Table(source: try source()).dropNull(["s"])
    #expect(try !other.attachRows(path, as: other.digest(context)))
    #expect(try other.rowCount(context) == 1000)
  }
}
