import Glibc
import QuernSystem
import QuernText
import QuernValue
import QuernWire
import Testing

@testable import QuernSession

@Suite("The session's processes", .serialized)
struct ProcessTests {
  @Test("kill -9 of the worker at random points loses nothing that was finished", arguments: 1...3)
  func killsLoseNothing(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let place = try ProcessPlace()
    let sources = ["let x1 = 1"] + (2...10).map { "let x\($0) = x\($0 - 1) + 1\nx\($0)" }
    var finished: Set<String> = []
    var killCount = 0
    while finished.count < sources.count {
      let client = try place.open()
      #expect(
        Set(client.hello.status.finished).isSuperset(of: finished),
        "seed \(seed): what was told as finished is there after the kill")
      finished = Set(client.hello.status.finished)
      for (place, source) in sources.enumerated() where !finished.contains("\(place + 1)") {
        try client.submit(
          CellSubmission(id: "\(place + 1)", index: place + 1, source: source, reuse: .never))
      }
      let limit = killCount < 6 ? Int(random.next() % 14) : 1_000
      let wasKilled = try watch(client, killAfter: limit, &finished)
      if try wasKilled || !closes(client) { killCount += 1 }
    }
    #expect(killCount > 0, "seed \(seed)")
    let client = try place.open()
    try client.submit(CellSubmission(id: "last", index: 99, source: "x10 * 100", reuse: .never))
    #expect(try client.events(untilEndOf: "last").resultTexts == ["1000"], "seed \(seed)")
    try client.close()
  }

  /// Ends a session in order; false where the kill came between its last event and this.
  private func closes(_ client: SessionClient) throws -> Bool {
    do throws(SessionError) {
      try client.close()
      return true
    } catch {
      guard case .workerDied = error else { throw error }
      return false
    }
  }

  /// Hears events until all cells have ended; true when the worker was killed before.
  private func watch(
    _ client: SessionClient, killAfter limit: Int, _ finished: inout Set<String>
  ) throws -> Bool {
    var count = 0
    do throws(SessionError) {
      while true {
        if count == limit { kill(pid_t(client.hello.pid), SIGKILL) }
        guard let message = try client.nextEvent(timeoutSeconds: 60) else { return false }
        count += 1
        guard case .event(let event) = message, case .finished(let report) = event.body else {
          continue
        }
        if report.isGood { finished.insert(report.id) }
        if report.id == "10" { return false }
      }
    } catch {
      guard case .workerDied = error else { throw error }
      return true
    }
  }

  @Test("the cell that was running is named when the worker dies, and by the next worker")
  func lostCellsAreNamed() throws {
    let place = try ProcessPlace()
    let client = try place.open()
    try client.submit(CellSubmission(id: "long", index: 1, source: Self.endless))
    try client.awaitStart(of: "long")
    kill(pid_t(client.hello.pid), SIGKILL)
    do throws(SessionError) {
      while try client.nextEvent(timeoutSeconds: 60) != nil {}
      Issue.record("the worker lives on")
    } catch {
      guard case .workerDied(let running, let exit) = error else {
        Issue.record("\(error.message)")
        return
      }
      #expect(running == "long")
      #expect(exit?.reason == .killed && exit?.status == 9)
    }
    let next = try place.open()
    #expect(next.hello.status.lost == "long")
    try next.close()
  }

  @Test("an interrupt ends an endless cell, and the session goes on")
  func interruptsEndCells() throws {
    let place = try ProcessPlace()
    let client = try place.open()
    try client.submit(CellSubmission(id: "long", index: 1, source: Self.endless))
    try client.awaitStart(of: "long")
    try client.interrupt()
    #expect(try client.events(untilEndOf: "long").last?.report?.status == .interrupted)
    try client.submit(CellSubmission(id: "next", index: 2, source: "1 + 1"))
    #expect(try client.events(untilEndOf: "next").resultTexts == ["2"])
    try client.close()
  }

  @Test("a time limit ends a cell as interrupted, with the code that says so")
  func timeLimitsEndCells() throws {
    let place = try ProcessPlace()
    let client = try place.open()
    try client.submit(
      CellSubmission(id: "long", index: 1, source: Self.endless, timeoutSeconds: 0.05))
    let report = try client.events(untilEndOf: "long").last?.report
    #expect(report?.status == .interrupted)
    #expect(report?.errorCode == "timed-out")
    try client.close()
  }

  @Test("what is written is packed and separated as its name says; an error names that name")
  func writesFollowTheirNames() throws {
    let place = try ProcessPlace()
    let client = try place.open()
    let source = """
      let t = table({a: [1, 2], b: ["x", "y"]})
      write(t, "t.csv.gz")
      write(t, "t.tsv")
      write(t, "absent/t.csv")
      """
    try client.submit(CellSubmission(id: "a", index: 1, source: source))
    let report = try client.events(untilEndOf: "a").last?.report
    #expect(report?.errorCode == "file-error")
    let folder = place.scratch.path
    #expect(try Disk.real.read("\(folder)/t.csv.gz").prefix(2) == [0x1F, 0x8B])
    #expect(try Disk.real.readText("\(folder)/t.tsv") == "a\tb\n1\tx\n2\ty\n")
    try client.close()
  }

  @Test("an unchanged cell is answered from the cache, an edited file makes it run again")
  func cacheFollowsFiles() throws {
    let place = try ProcessPlace()
    let csv = "\(place.scratch.path)/t.csv"
    try Disk.real.writeAtomically(csv, text: "a,b\n1,x\n2,y\n")
    let source = "let t = read(\"t.csv\")\ncount_rows(t)"
    func run(_ start: SessionOptions.Start) throws -> [String] {
      let client = try place.open(start, startsClean: true)
      try client.submit(CellSubmission(id: "a", index: 1, source: source))
      let events = try client.events(untilEndOf: "a")
      try client.submit(CellSubmission(id: "b", index: 2, source: "count_rows(t) + 1"))
      let more = try client.events(untilEndOf: "b")
      try client.close()
      let status = events.last?.report?.status.rawValue ?? "none"
      return [status] + events.resultTexts + more.resultTexts
    }
    #expect(try run(.fresh) == ["ok", "2", "3"])
    #expect(try run(.fresh) == ["cached", "2", "3"])
    try Disk.real.writeAtomically(csv, text: "a,b\n1,x\n2,y\n3,z\n")
    #expect(try run(.fresh) == ["ok", "3", "4"])
    // The table was kept with its columns: the file may go.
    let client = try place.open(.resumed)
    try Disk.real.remove(csv)
    try client.submit(CellSubmission(id: "c", index: 3, source: "count_rows(t)", reuse: .never))
    #expect(try client.events(untilEndOf: "c").resultTexts == ["3"])
    try client.close()
  }

  @Test("a cell that wants more memory than its instance has is an error, and the session goes on")
  func memoryIsLimited() throws {
    let place = try ProcessPlace(memoryByteCount: 1 << 30)
    let client = try place.open()
    let source = """
      let t = table({a: for i in 1..30000: 1})
      t |> join(t, on: .a, suffix: "_r") |> sort(.a)
      """
    try client.submit(CellSubmission(id: "big", index: 1, source: source, reuse: .never))
    let report = try client.events(untilEndOf: "big").last?.report
    #expect(report?.status == .error)
    #expect(report?.errorCode == "out-of-memory")
    try client.submit(CellSubmission(id: "small", index: 2, source: "1 + 1"))
    #expect(try client.events(untilEndOf: "small").resultTexts == ["2"])
    try client.close()
  }

  private static let endless =
    "fn f(n) = len(for i in 1..1000000: i * n)\nlen(for i in 1..10000000: f(i))"
}

extension SessionClient {
  func awaitStart(of cell: String) throws {
    while let message = try nextEvent(timeoutSeconds: 60) {
      if case .event(let event) = message, event.body == .started(cell: cell) { return }
    }
  }
}

extension [SessionEvent.Body] {
  /// Plain texts of the results.
  var resultTexts: [String] {
    compactMap { body in
      guard case .output(_, let json) = body else { return nil }
      do {
        guard case .result(let bundle)? = try Output(json: JSON.parse(json)) else { return nil }
        return bundle.plain
      } catch {
        return nil
      }
    }
  }
}
