import QuernSystem
import QuernTable
import QuernText
import QuernWire
import Testing

@testable import QuernSession

/// What sessions used, by their journals.
@Suite("The ledger")
struct LedgerTests {
  /// Writes a session's journal from moments and bodies.
  static func write(
    _ session: String, in home: String, _ events: [(seconds: Int64, body: SessionEvent.Body)]
  ) throws {
    let (journal, _) = try Journal.open(
      folder: "\(home)/sessions/\(session)/journal", disk: .real)
    for (place, event) in events.enumerated() {
      let event = SessionEvent(
        sequence: UInt64(place + 1), at: event.seconds * 1_000_000, body: event.body)
      try journal.append(event, frame: try event.frame.encoded())
    }
    try journal.sync()
  }

  static func opened(_ instance: String) -> SessionEvent.Body {
    .opened(SessionOpening(build: "b", instance: instance, bootId: "x", pid: 1))
  }

  @Test("each stretch with a worker is one use, killed ones to their last event")
  func stretches() throws {
    let scratch = Scratch()
    let settings = SessionSettings(folder: "/", notebook: "/n/a.md")
    let report = CellReport(id: "1", index: 1, status: .ok, seconds: 2)
    try Self.write(
      "s1", in: scratch.path,
      [
        (100, Self.opened("ml.m5.large")), (101, .configured(settings)), (130, .finished(report)),
        (3700, .closed(reason: "idle")), (9000, Self.opened("ml.t3.medium")),
        (9010, .finished(report)),
      ])
    try Self.write("s0", in: scratch.path, [(50, Self.opened("local")), (51, .closed(reason: "idle"))])
    let uses = try SessionUses(home: scratch.path).all()
    #expect(uses.map(\.session) == ["s0", "s1", "s1"])
    #expect(uses.map(\.seconds) == [1, 3600, 10])
    #expect(uses.map(\.cellCount) == [0, 1, 1])
    #expect(uses.map(\.isClosed) == [true, true, false])
    #expect(uses.map(\.sequence) == [1, 1, 5])
    #expect(uses[2].notebook == "/n/a.md")

    let table = try CostTable.table(home: scratch.path)
    let data = try #require(table.materialised)
    #expect(data.scalars(9) == [.float(0), .float(0), .float(0)], "it is free here")
    #expect(data.scalars(11) == [.null, .float(0.115), .float(0.05 * 10 / 3600)])
    #expect(data.scalars(8) == [.string("ended"), .string("ended"), .string("killed")])
  }

  private func used(_ home: String) throws -> [SessionUse] { try SessionUses(home: home).all() }

  @Test("idle seconds stand apart, days are split, and a killed worker counts until it was last seen")
  func idleAndDays() throws {
    let scratch = Scratch()
    let midnight: Int64 = 86_400 * 20_000
    let settings = SessionSettings(folder: "/", notebook: "/n/a.md")
    let report = CellReport(id: "1", index: 1, status: .ok, seconds: 2)
    let resumed = SessionEvent.Body.opened(
      SessionOpening(
        build: "b", instance: "ml.m5.large", bootId: "x", pid: 1,
        aliveAt: (midnight + 130) * 1_000_000))
    try Self.write(
      "s", in: scratch.path,
      [
        (midnight - 100, Self.opened("ml.m5.large")), (midnight - 100, .configured(settings)),
        (midnight - 50, .started(cell: "1")), (midnight + 50, .finished(report)),
        // Killed at 100, last seen at 130, taken up at 200.
        (midnight + 100, .started(cell: "2")), (midnight + 200, resumed),
        (midnight + 210, .closed(reason: "idle")),
      ])
    let uses = try used(scratch.path)
    #expect(uses.map(\.seconds) == [230, 10])
    #expect(uses.map(\.busySeconds) == [130, 0])
    let table = try CostTable.table(home: scratch.path, by: .day)
    let data = try #require(table.materialised)
    #expect(data.scalars(0) == [.date(19_999), .date(20_000)])
    #expect(data.scalars(1) == [.float(100), .float(140)])
    #expect(data.scalars(2) == [.float(50), .float(80)])
    #expect(data.scalars(3) == [.float(50), .float(60)])
    let whole = try CostTable.table(home: scratch.path, by: .notebook)
    let sums = try #require(whole.materialised)
    #expect(sums.scalars(0) == [.string("/n/a.md")])
    #expect(sums.scalars(1) == [.float(240)])
    #expect(sums.scalars(7) == [.float(0.115 * 240 / 3600)])
  }

  @Test("a journal that goes leaves its uses in the ledger, once, whatever tore the file")
  func journalsAreTakenUp() throws {
    let scratch = Scratch()
    try Self.write(
      "s", in: scratch.path,
      [(100, Self.opened("ml.m5.large")), (160, .closed(reason: "idle"))])
    let directory = SessionDirectory(path: "\(scratch.path)/sessions/s")
    let before = try used(scratch.path)
    try SessionLedger.takeUp(directory)
    try SessionLedger.takeUp(directory)
    #expect(try used(scratch.path) == before, "in both places, it counts once")
    try directory.remove()
    #expect(try used(scratch.path) == before)
    let ledger = "\(scratch.path)/ledger.jsonl"
    let file = try FileHandle.open(ledger, .append)
    try file.write(Array("{\"session\": \"half".utf8))
    file.close()
    try Self.write(
      "t", in: scratch.path,
      [(200, Self.opened("ml.t3.medium")), (205, .closed(reason: "idle"))])
    try SessionDirectory(path: "\(scratch.path)/sessions/t").remove()
    #expect(try used(scratch.path).map(\.seconds) == [60, 5])
  }

  @Test("what the oldest segments tell is kept before they are removed, and counts once")
  func oldSegments() throws {
    let scratch = Scratch()
    let directory = SessionDirectory(path: "\(scratch.path)/sessions/s")
    let settings = SessionSettings(folder: "/", notebook: "/n/a.md")
    let report = CellReport(id: "1", index: 1, status: .ok, seconds: 2)
    var bodies: [(seconds: Int64, body: SessionEvent.Body)] = [
      (100, Self.opened("ml.m5.large")), (101, .configured(settings)),
      (110, .closed(reason: "idle")), (200, Self.opened("ml.t3.medium")),
    ]
    for cell in Int64(0)..<80 {
      bodies.append((300 + 10 * cell, .started(cell: "1")))
      bodies.append((304 + 10 * cell, .finished(report)))
    }
    let (journal, _) = try Journal.open(folder: directory.journal, disk: .real)
    var state = SessionState()
    for (place, moment) in bodies.enumerated() {
      let event = SessionEvent(
        sequence: UInt64(place + 1), at: moment.seconds * 1_000_000, body: moment.body)
      try journal.append(event, frame: try event.frame.encoded())
      state.restore(event)
      // A segment for each event or two, so that most of them go.
      guard place % 2 == 0 || place < 10 else { continue }
      let expiring = try journal.expiring()
      try SessionLedger.takeUp(directory, segments: expiring)
      // Killed between the two: nothing counts twice.
      if place == bodies.count - 20 { try SessionLedger.takeUp(directory, segments: expiring) }
      try journal.rotate(state.snapshot)
    }
    try journal.sync()
    #expect(try Journal.segmentNames(directory.journal, .real).count == Journal.segmentCountMax)
    let uses = try used(scratch.path)
    #expect(uses.map(\.instance) == ["ml.m5.large", "ml.t3.medium"])
    #expect(uses.map(\.seconds) == [10, 304 + 790 - 200])
    #expect(uses.map(\.cellCount) == [0, 80])
    #expect(uses.map(\.busySeconds) == [0, 320])
    #expect(uses.map(\.isClosed) == [true, false])
    try directory.remove()
    let after = try used(scratch.path)
    #expect(after.map(\.busySeconds) == [0, 320])
    #expect(after.map(\.isClosed) == [true, true])
  }

  @Test("a home without sessions has used nothing")
  func nothing() throws {
    #expect(try SessionUses(home: Scratch().path).all().isEmpty)
  }

  @Test("prices are data: the home's file replaces what came with Quern, a broken one does not")
  func prices() throws {
    let scratch = Scratch()
    let builtIn = InstancePrices.find(home: scratch.path)
    #expect(builtIn["ml.m5.large"]?.usdPerHour == 0.115)
    #expect(builtIn["ml.p5.48xlarge"] == nil, "a price on which nobody agrees is none")
    #expect(InstancePrices.parse(builtIn.text) == builtIn)
    try Disk.real.writeAtomically(
      InstancePrices.file(home: scratch.path),
      text: "type,usd_per_hour,as_of,source\nml.m5.large,0.2,2027-01-05,mine\n")
    let own = InstancePrices.find(home: scratch.path)
    #expect(own["ml.m5.large"]?.usdPerHour == 0.2)
    #expect(own["ml.m5.large"]?.day == DateParsing.date("2027-01-05")?.days)
    #expect(own["ml.t3.medium"] == nil)
    try Disk.real.writeAtomically(
      InstancePrices.file(home: scratch.path), text: "type,usd_per_hour,as_of\nx,dear,today\n")
    #expect(InstancePrices.find(home: scratch.path) == builtIn)
  }

  @Test("the catalogue says what fits, and what of the others is missing")
  func catalogue() throws {
    let host = HostCapacity(cpuCount: 2, memoryBytes: 8 << 30)
    let table = try InstanceTable.table(host: host, prices: .builtIn)
    let data = try #require(table.materialised)
    var reasons: [String: Scalar] = [:]
    for row in 0..<data.rowCount {
      guard case .string(let name) = data.scalar(row: row, column: 0) else { continue }
      #expect(data.scalar(row: row, column: 4) == .bool(data.scalar(row: row, column: 5) == .null))
      reasons[name] = data.scalar(row: row, column: 5)
    }
    #expect(reasons["ml.m5.large"] == .null)
    #expect(reasons["ml.m5.xlarge"] == .string("2 of 4 CPUs"))
    #expect(reasons["ml.r5.large"] == .string("8 GiB of 16 GiB"))
    #expect(reasons["ml.g5.xlarge"] == .string("no 1 × A10G here"))
  }
}
