import QuernSystem
import QuernTable
import QuernText
import QuernValue
import Testing

@testable import QuernSession

/// Tables in the store: written once, opened without their rows.
@Suite("The archive of values")
struct ValueArchiveTests {
  /// What one worker has of a home.
  private struct Worker {
    let store: ContentStore
    let derived: DerivedRows
    let archive: ValueArchive
    let context: TableContext

    init(_ home: String, keptFileByteCountMax: Int = SessionLimits.keptFileByteCountMax) {
      store = ContentStore(folder: "\(home)/store")
      derived = DerivedRows(
        folder: "\(home)/cache/tables",
        rule: DerivedRows.Rule(secondsMin: 0, bytesPerSecond: .infinity))
      let workers = Workers(threadCount: 2)
      archive = ValueArchive(
        blobs: store, folder: "\(home)/tables", key: HomeKey(home: home),
        files: FileFacts(folder: "\(home)/cache/files", clock: .system), derived: derived,
        arena: .unlimited, workers: workers, keptFileByteCountMax: keptFileByteCountMax)
      context = TableContext(arena: .unlimited, workers: workers, interrupt: Interrupt())
    }

    func read(_ path: String) throws -> Table {
      let source = try TableFiles.open(path, options: CSVOptions(), context: context)
      archive.note(source, CSVOptions())
      return Table(source: source)
    }

    func table(_ blob: Digest) throws -> Table {
      guard case .table(let table) = try archive.value(blob) else {
        throw ArchiveError.unknownReference
      }
      return table
    }
  }

  private func csv(_ scratch: Scratch) throws -> String {
    let path = "\(scratch.path)/a.csv"
    try Disk.real.writeAtomically(
      path, text: "n,x\n" + (0..<5000).map { "\($0),\($0 * 7919 % 1009)\n" }.joined())
    return path
  }

  private func sorted(_ table: Table) throws -> Table {
    try table.sort([SortKey(expression: .column("x")), SortKey(expression: .column("n"))])
  }

  private func files(_ folder: String) throws -> [String: Int64] {
    var found: [String: Int64] = [:]
    guard Disk.real.isDirectory(folder) else { return found }
    for name in try Disk.real.list(folder) {
      let path = "\(folder)/\(name)"
      let status = try FileStatus.of(path)
      if status.isDirectory {
        found.merge(try files(path)) { $1 }
      } else {
        found[path] = status.size
      }
    }
    return found
  }

  @Test("rows that were dear are written once, and mapped by whoever comes after")
  func derivedRows() throws {
    let scratch = Scratch()
    let first = Worker(scratch.path)
    let table = try sorted(try first.read(try csv(scratch)))
    let expected = try table.collect(first.context)
    let kept = try first.archive.keep(.table(table), first.context)
    first.derived.keep([.list([.table(table)])], first.context)
    let written = try files(scratch.path)
    #expect(written.keys.filter { $0.contains("/cache/tables/") }.count == 1)
    first.derived.keep([.table(table), .table(table)], first.context)
    #expect(try files(scratch.path) == written, "written once")

    for _ in 0..<2 {
      let next = Worker(scratch.path)
      let back = try next.table(kept.blob)
      // What it would be computed from is damaged: it is not looked at.
      let data = try back.collect(next.context)
      #expect(data.contentDigest() == expected.contentDigest())
      #expect(try next.archive.keep(.table(back), next.context) == kept)
      next.derived.keep([.table(back)], next.context)
      #expect(try files(scratch.path) == written, "waking and computing write nothing")
      for path in try files("\(scratch.path)/tables").keys {
        var bytes = try Disk.real.read(path)
        for place in 64..<4096 { bytes[place] = 0xFF }
        try Disk.real.writeAtomically(path, bytes)
      }
    }
    try Disk.real.remove("\(scratch.path)/cache/tables")
    let last = Worker(scratch.path)
    let lost = try last.table(kept.blob)
    #expect(throws: TableError.self) { try lost.collect(last.context) }
  }

  @Test("what is computed fast, or is large for its time, is not written")
  func rule() throws {
    let scratch = Scratch()
    let worker = Worker(scratch.path)
    let table = try sorted(try worker.read(try csv(scratch)))
    _ = try table.collect(worker.context)
    for rule in [
      DerivedRows.Rule(secondsMin: 1e6, bytesPerSecond: .infinity),
      DerivedRows.Rule(secondsMin: 0, bytesPerSecond: 1e-3),
      DerivedRows.Rule(secondsMin: 0, bytesPerSecond: .infinity, byteCountMax: 1000),
      DerivedRows.Rule(secondsMin: 0, bytesPerSecond: .infinity, roomShare: 0),
    ] {
      let folder = "\(scratch.path)/other"
      DerivedRows(folder: folder, rule: rule).keep([.table(table)], worker.context)
      #expect(try files(folder).isEmpty)
    }
  }

  @Test("rows that were dear go when there is no room, and stay while there is some")
  func collected() throws {
    let scratch = Scratch()
    let worker = Worker(scratch.path)
    let table = try sorted(try worker.read(try csv(scratch)))
    _ = try table.collect(worker.context)
    worker.derived.keep([.table(table)], worker.context)
    let later = Clock(
      now: { Clock.system.now() + 86_400_000_000 }, monotonicNs: Clock.system.monotonicNs)
    let folder = "\(scratch.path)/cache/tables"
    let ample = try StoreCollection(home: scratch.path, clock: later)
    _ = try ample.sweep()
    #expect(try files(folder).count == 1)
    #expect(ample.shares.cached == Int(try files(folder).values.reduce(0, +)))
    #expect(try StoreCheck(home: scratch.path).damaged.isEmpty)
    let tight = try StoreCollection(
      home: scratch.path, terms: StoreCollection.Terms(limitBytes: 0), clock: later)
    #expect(try tight.sweep() > 0)
    #expect(try files(folder).isEmpty)
  }

  @Test("a table that many names start from is one table again")
  func sharing() throws {
    let scratch = Scratch()
    let first = Worker(scratch.path)
    let base = try sorted(try first.read(try csv(scratch)))
    let names = try [base, base.head(10), base.tail(10)].map {
      try first.archive.keep(.table($0), first.context).blob
    }
    let next = Worker(scratch.path)
    let back = try names.map { try next.table($0) }
    #expect(back[1].plan.inputs[0] === back[0])
    #expect(back[2].plan.inputs[0] === back[0])
  }

  @Test("a file that stays outside is opened as it was, and one that changed is told")
  func outside() throws {
    let scratch = Scratch()
    let path = try csv(scratch)
    let first = Worker(scratch.path, keptFileByteCountMax: 100)
    let table = try first.read(path)
    let kept = try first.archive.keep(.table(table), first.context)
    #expect(try files("\(scratch.path)/tables").isEmpty)
    let next = Worker(scratch.path, keptFileByteCountMax: 100)
    let back = try next.table(kept.blob)
    #expect(try back.digest(next.context) == table.digest(next.context))
    #expect(
      try back.collect(next.context).contentDigest()
        == table.collect(first.context).contentDigest())
    #expect(try next.archive.keep(.table(back), next.context).digest == kept.digest)

    var bytes = try Disk.real.read(path)
    bytes[bytes.count - 2] ^= 1
    try Disk.real.writeAtomically(path, bytes)
    let other = Worker(scratch.path, keptFileByteCountMax: 100)
    #expect(throws: TableError.self) { try other.table(kept.blob) }
    try Disk.real.remove(path)
    #expect(throws: TableError.self) { try other.table(kept.blob) }
  }
}
