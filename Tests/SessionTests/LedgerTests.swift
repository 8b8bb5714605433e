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
  private func write(
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

  private func opened(_ instance: String) -> SessionEvent.Body {
    .opened(SessionOpening(build: "b", instance: instance, bootId: "x", pid: 1))
  }

  @Test("each stretch with a worker is one use, killed ones to their last event")
  func stretches() throws {
    let scratch = try Scratch()
    let settings = SessionSettings(folder: "/", notebook: "/n/a.md")
    let report = CellReport(id: "1", index: 1, status: .ok, seconds: 2)
    try write(
      "s1", in: scratch.path,
      [
        (100, opened("ml.m5.large")), (101, .configured(settings)), (130, .finished(report)),
        (3700, .closed(reason: "idle")), (9000, opened("ml.t3.medium")),
        (9010, .finished(report)),
      ])
    try write("s0", in: scratch.path, [(50, opened("local")), (51, .closed(reason: "idle"))])
    let uses = try SessionUses(home: scratch.path).all()
    #expect(uses.map(\.session) == ["s0", "s1", "s1"])
    #expect(uses.map(\.seconds) == [1, 3600, 10])
    #expect(uses.map(\.cellCount) == [0, 1, 1])
    #expect(uses.map(\.isClosed) == [true, true, false])
    #expect(uses.map(\.sequence) == [1, 1, 5])
    #expect(uses[2].notebook == "/n/a.md")

    let table = try CostTable.table(home: scratch.path)
    let data = try #require(table.materialised)
    #expect(data.scalars(7) == [.float(0), .float(0), .float(0)], "it is free here")
    #expect(data.scalars(9) == [.null, .float(0.115), .float(0.05 * 10 / 3600)])
    #expect(data.scalars(6) == [.string("ended"), .string("ended"), .string("killed")])
  }

  @Test("a home without sessions has used nothing")
  func nothing() throws {
    #expect(try SessionUses(home: try Scratch().path).all().isEmpty)
  }

  @Test("prices are data: the home's file replaces what came with Quern, a broken one does not")
  func prices() throws {
    let scratch = try Scratch()
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
