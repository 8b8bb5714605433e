import Glibc
import QuernSystem
import QuernText
import QuernWire
import Testing

@testable import QuernSession

/// Sessions that nobody named go in time; nothing else of them does.
@Suite("Old sessions")
struct SessionCollectionTests {
  private static let run = "run-0123456789ab"
  private static let prompt = "repl-0123456789ab"

  /// A home with a session of each kind, each with a value of its own.
  private func home(_ names: [String]) throws -> (scratch: Scratch, blobs: [String: Digest]) {
    let scratch = Scratch()
    let store = ContentStore(folder: "\(scratch.path)/store")
    var blobs: [String: Digest] = [:]
    for (place, name) in names.enumerated() {
      let blob = try store.put(Array("the value of \(name)".utf8))
      blobs[name] = blob
      let definition = CellReport.Definition(
        name: "x", version: 1, digest: blob, blob: blob, type: "str")
      var report = CellReport(id: "1", index: 1, status: .ok, seconds: 1)
      report.defined = [definition]
      let start = Int64(1_000 * (place + 1))
      try LedgerTests.write(
        name, in: scratch.path,
        [
          (start, LedgerTests.opened("ml.m5.large")),
          (start + 1, .configured(SessionSettings(folder: "/", notebook: "/n/\(name).md"))),
          (start + 10, .finished(report)), (start + 60, .closed(reason: "asked")),
        ])
    }
    return (scratch, blobs)
  }

  private func clock(days: Double) -> Clock {
    Clock(
      now: { Clock.system.now() + Int64(days * 86_400e6) }, monotonicNs: Clock.system.monotonicNs)
  }

  private func names(_ home: String) throws -> [String] {
    try JournalDisk.real.list("\(home)/sessions")
  }

  private func collected(
    _ home: String, days: Double, limitBytes: Int = 20 << 30
  ) throws -> [String] {
    let collection = try StoreCollection(
      home: home, terms: .init(limitBytes: limitBytes), clock: clock(days: days))
    let expected = collection.retired.map(\.name)
    _ = try collection.sweep()
    return expected.sorted()
  }

  @Test("what somebody named is no run's and no prompt's")
  func originsAreTold() throws {
    let scratch = Scratch()
    func origin(_ name: String) -> SessionOrigin {
      SessionOrigin(of: SessionDirectory(path: "\(scratch.path)/sessions/\(name)"))
    }
    for name in ["run-0123456789ab", "once-4711", "repl-4711"] { #expect(origin(name) == .run) }
    for name in ["repl-0123456789ab", "repl-0123456789ab-2", "jupyter-0123456789ab-12"] {
      #expect(origin(name) == .place)
    }
    for name in [
      "churn", "run-1", "run-0123456789ab-2", "run-weekly", "repl-abc", "repl-0123456789ab-x",
      "jupyter-0123456789a", "jupyter", "run-0123456789AB",
    ] { #expect(origin(name) == .named, "\(name)") }
    try InstanceRecord.update(SessionDirectory(path: "\(scratch.path)/sessions/\(Self.run)")) {
      $0.type = "ml.m5.large"
    }
    #expect(origin(Self.run) == .run, "its notebook asked for a type")
    try InstanceRecord.update(SessionDirectory(path: "\(scratch.path)/sessions/\(Self.run)")) {
      $0.isKept = true
    }
    #expect(origin(Self.run) == .named)
  }

  @Test("runs go after 30 days, prompts after 90, named ones never; what they used stays")
  func oldOnesGo() throws {
    let (scratch, blobs) = try home(["mine", Self.run, Self.prompt])
    let store = ContentStore(folder: "\(scratch.path)/store")
    let before = try SessionUses(home: scratch.path).all()
    #expect(before.count == 3)
    #expect(try collected(scratch.path, days: 29).isEmpty)
    #expect(try collected(scratch.path, days: 31) == [Self.run])
    #expect(try names(scratch.path) == ["mine", Self.prompt])
    #expect(try SessionUses(home: scratch.path).all() == before)
    #expect(!store.contains(try #require(blobs[Self.run])))
    #expect(store.contains(try #require(blobs[Self.prompt])))
    #expect(try collected(scratch.path, days: 91) == [Self.prompt])
    #expect(try collected(scratch.path, days: 4_000).isEmpty)
    #expect(try names(scratch.path) == ["mine"])
    #expect(store.contains(try #require(blobs["mine"])))
    #expect(try SessionUses(home: scratch.path).all() == before)
  }

  @Test("where there is no room the one used longest ago goes first, and none of the last day")
  func roomIsMade() throws {
    let names = (0..<4).map { "run-00000000000\($0)" }
    let (scratch, _) = try home(names)
    // The first was used last.
    for (place, name) in names.enumerated() {
      let journal = "\(scratch.path)/sessions/\(name)/journal"
      for file in try JournalDisk.real.list(journal) {
        let seconds = Int(Clock.system.now() / 1_000_000) - place * 3600
        let time = timespec(tv_sec: seconds, tv_nsec: 0)
        utimensat(AT_FDCWD, "\(journal)/\(file)", [time, time], 0)
      }
    }
    #expect(try collected(scratch.path, days: 0.5, limitBytes: 0).isEmpty)
    let sizes = try StoreCollection(home: scratch.path).shares
    let two = (sizes.kept + sizes.journals) / 2
    let gone = try collected(scratch.path, days: 2, limitBytes: two)
    #expect(gone == Array(names[2...]))
    #expect(try self.names(scratch.path) == Array(names[..<2]))
  }

  @Test("one that a worker has, a prompt sits before, or somebody used meanwhile stays with all")
  func usedOnesStay() throws {
    let (scratch, blobs) = try home([Self.run, Self.prompt])
    let store = ContentStore(folder: "\(scratch.path)/store")
    let run = SessionDirectory(path: "\(scratch.path)/sessions/\(Self.run)")
    let lock = try run.takeLock()
    try Disk.real.makeDirectory("\(scratch.path)/repl")
    let prompt = try FileHandle.open("\(scratch.path)/repl/\(Self.prompt).lock", .readWrite)
    #expect(try prompt.tryLock())
    #expect(try collected(scratch.path, days: 100).isEmpty)
    lock.close()
    // Taken between the look and the sweep.
    let collection = try StoreCollection(home: scratch.path, clock: clock(days: 100))
    #expect(collection.retired.map(\.name) == [Self.run])
    let again = try run.takeLock()
    _ = try collection.sweep()
    again.close()
    #expect(try names(scratch.path) == [Self.prompt, Self.run])
    for blob in blobs.values { #expect(store.contains(blob)) }
    prompt.close()
    #expect(try collected(scratch.path, days: 100) == [Self.prompt, Self.run].sorted())
    #expect(try names(scratch.path).isEmpty)
  }

  @Test("what a collection that was killed has left half removed goes with the next one")
  func leftoversGo() throws {
    let (scratch, _) = try home([Self.run])
    let before = try SessionUses(home: scratch.path).all()
    let run = SessionDirectory(path: "\(scratch.path)/sessions/\(Self.run)")
    // Killed between the ledger and the removal, and in the middle of it.
    try SessionLedger.takeUp(run)
    #expect(try SessionUses(home: scratch.path).all() == before)
    try Disk.real.makeDirectory("\(scratch.path)/removed")
    let child = try Spawn("/bin/true", ["true"]).spawn()
    _ = child.wait()
    try Disk.real.rename(run.path, "\(scratch.path)/removed/\(Self.run).\(child.pid)")
    #expect(try SessionListing(home: HomeDirectory(
      path: scratch.path, runtimeDirectory: scratch.path)).names().isEmpty)
    let collection = try StoreCollection(home: scratch.path, clock: clock(days: 1))
    #expect(collection.shares.removable > 0)
    _ = try collection.sweep()
    #expect(try JournalDisk.real.list("\(scratch.path)/removed").isEmpty)
    #expect(try SessionUses(home: scratch.path).all() == before)
  }

  @Test("a lock that was opened before its session was removed is no lock of the next one")
  func locksAreTheirSessions() throws {
    let (scratch, _) = try home([Self.run])
    let run = SessionDirectory(path: "\(scratch.path)/sessions/\(Self.run)")
    let first = try run.takeLock()
    try run.moveAway()
    let second = try run.takeLock()
    #expect(run.isOwned)
    first.close()
    #expect(run.isOwned)
    second.close()
    #expect(!run.isOwned)
  }

  @Test("a damaged record hides no later use from the ledger")
  func damageHidesNothing() throws {
    let scratch = Scratch()
    let report = CellReport(id: "1", index: 1, status: .ok, seconds: 2)
    try LedgerTests.write(
      "s", in: scratch.path,
      [
        (100, LedgerTests.opened("ml.m5.large")), (110, .finished(report)),
        (160, .closed(reason: "idle")), (200, LedgerTests.opened("ml.m5.large")),
        (260, .closed(reason: "idle")),
      ])
    let folder = "\(scratch.path)/sessions/s/journal"
    let name = try #require(try JournalDisk.real.list(folder).first)
    var bytes = try JournalDisk.real.read("\(folder)/\(name)")
    let mark = Array("finished".utf8)
    let place = try #require(
      bytes.indices.first { bytes[$0...].starts(with: mark) })
    bytes[place] ^= 1
    try JournalDisk.real.replace("\(folder)/\(name)", with: bytes, synced: false)
    #expect(try SessionUses(home: scratch.path).all().map(\.seconds) == [60, 60])
  }
}
