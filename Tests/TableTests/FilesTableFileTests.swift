import QuernSystem
import QuernTable
import QuernTesting
import Testing

@Suite struct FilesTableFileTests {
  private let schema = Schema([
    ("b", .bool), ("i", .int), ("f", .float), ("s", .string), ("d", .date),
    ("c", .category(levels: nil)), ("o", .category(levels: ["low", "high"])),
    ("l", .list(.string)), ("r", .structure([Field(name: "x", type: .int)])), ("z", .null),
  ])

  private func data(_ count: Int, groupRows: Int = 65_536) throws -> TableData {
    let rows = (0..<count).map { row -> [Scalar] in
      if row % 7 == 3 { return schema.fields.map { _ in .null } }
      return [
        .bool(row % 2 == 0), .int(Int64(row) << 33), .float(Double(row) / 3),
        .string(row % 3 == 0 ? "short" : "a text of more than twelve bytes: \(row)"),
        .date(Int64(row)), .string("label \(row % 5)"), .string(row % 2 == 0 ? "low" : "high"),
        .list((0..<(row % 4)).map { .string("element \($0) of row \(row)") }),
        .structure([("x", .int(Int64(row)))]), .null,
      ]
    }
    return try TableData.build(schema, rows: rows, groupRows: groupRows)
  }

  @Test func aTableReadsBackAsItWasWritten() throws {
    let directory = TemporaryFolder()
    for count in [0, 1, 9, 300] {
      let data = try data(count, groupRows: 128)
      let path = directory.file("t\(count).qtable")
      try TableFile.write(data, to: path)
      let source = try TableFile.open(path)
      #expect(source.schema == schema)
      #expect(source.rowCount == count)
      let back = try source.data()
      #expect(back.groups.map(\.rowCount) == data.groups.map(\.rowCount))
      for row in 0..<count { #expect(back.row(row) == data.row(row)) }
      let context = CSVMemory.context()
      #expect(try source.contentDigest(context) == data.contentDigest())
      #expect(back.contentDigest() == data.contentDigest())
    }
  }

  @Test func aScanGivesTheColumnsThatAreAskedFor() throws {
    let directory = TemporaryFolder()
    let path = directory.file("t.qtable")
    try TableFile.write(try data(50), to: path)
    let context = CSVMemory.context()
    let table = Table(source: try TableFile.open(path))
    let some = try table.select(["s", "i"]).head(3).collect(context)
    #expect(
      CSVMemory.describe(some).rows == [
        "short|0", "a text of more than twelve bytes: 1|8589934592",
        "a text of more than twelve bytes: 2|17179869184",
      ])
  }

  @Test func theSameRowsGiveTheSameFile() throws {
    let directory = TemporaryFolder()
    try TableFile.write(try data(100), to: directory.file("a"))
    try TableFile.write(try data(100), to: directory.file("b"))
    #expect(
      try Disk.real.read(directory.file("a")) == (try Disk.real.read(directory.file("b"))))
    let again = try TableFile.open(directory.file("a")).data()
    try TableFile.write(again, to: directory.file("c"))
    #expect(
      try Disk.real.read(directory.file("a")) == (try Disk.real.read(directory.file("c"))))
  }

  @Test func buffersLieOnTheirGridAndAreNotCopied() throws {
    let directory = TemporaryFolder()
    let path = directory.file("t.qtable")
    try TableFile.write(try data(100), to: path)
    let data = try TableFile.open(path).data()
    guard case .int64(let buffer) = data.groups[0].columns[1].storage else {
      Issue.record("the column has no integers")
      return
    }
    #expect(UInt(bitPattern: buffer.base) % 64 == 0)
  }

  @Test func damageIsAnErrorWhereverItIs() throws {
    let directory = TemporaryFolder()
    let path = directory.file("t.qtable")
    try TableFile.write(try data(40), to: path)
    let bytes = try Disk.real.read(path)
    let seed = CSVRandom.seed
    var random = CSVRandom(seed: seed)
    var unseen = 0
    for round in 0..<200 {
      var damaged = bytes
      if round % 4 == 0 {
        damaged.removeLast(1 + random.below(bytes.count - 1))
      } else {
        damaged[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
      }
      let copy = directory.file("d\(round)")
      try Disk.real.writeAtomically(copy, damaged)
      guard let error = damage(of: copy) else {
        // Only the padding between buffers is under no checksum.
        unseen += 1
        continue
      }
      #expect(error.code == "file-error", "seed \(seed), round \(round)")
      #expect(error.message.contains("is not what it should be"))
    }
    #expect(unseen < 100, "seed \(seed)")
  }

  /// The error that reading all of a file gives.
  private func damage(of path: String) -> TableError? {
    do throws(TableError) {
      _ = try TableFile.open(path).data()
      return nil
    } catch {
      return error
    }
  }

  @Test func anotherFileIsNoTableFile() throws {
    let directory = TemporaryFolder()
    for content in ["", "a,b\n1,2\n", String(repeating: "x", count: 500)] {
      try Disk.real.writeAtomically(directory.file("x"), text: content)
      let error = #expect(throws: TableError.self) { try TableFile.open(directory.file("x")) }
      #expect(
        error?.message.hasSuffix(
          "is not what it should be: it is no table file, or cut short") == true)
    }
  }
}
