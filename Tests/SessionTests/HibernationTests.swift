import Glibc
import QuernSystem
import QuernText
import QuernWire
import Synchronization
import Testing

@testable import QuernSession

@Suite("Hibernation", .serialized)
struct HibernationTests {
  private func cell(_ id: String) -> CellSubmission {
    CellSubmission(id: id, index: 1, source: "1")
  }

  @Test("a session that stands idle ends as hibernated, with its front ends there")
  func idleSessionsHibernate() {
    var state = SessionState()
    #expect(state.apply(.attached(1), at: 0) == [.armIdle])
    _ = state.apply(.submitted(cell("a"), by: 1), at: 0)
    #expect(state.apply(.idleElapsed, at: 1).isEmpty, "a cell runs")
    let report = CellReport(id: "a", index: 1, status: .ok, seconds: 0)
    #expect(state.apply(.ended(report), at: 2).last == .armIdle)
    let actions = state.apply(.idleElapsed, at: 3)
    #expect(actions.last == .end(reason: SessionEnd.hibernated))
    #expect(state.closedReason == SessionEnd.hibernated)
    #expect(state.apply(.submitted(cell("b"), by: 1), at: 4).isEmpty, "it is sent again")
  }

  @Test("a session with a running cell is not made to hibernate")
  func busySessionsRefuse() throws {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    _ = state.apply(.submitted(cell("a"), by: 1), at: 0)
    guard case .send(.refused(let code, let text), to: 1)? =
      state.apply(.hibernateAsked(by: 1), at: 1).first
    else { throw Unexpected() }
    #expect(code == "session-busy")
    #expect(text == "a is running. Hint: wait for its end, or interrupt it")
    #expect(!state.isEnding)
  }

  @Test("the next cell of any front end wakes it, under the same descriptor, with its names")
  func cellsWake() throws {
    let place = try WorkerPlace()
    let client = try place.start()
    try client.submit(place.cell("a", "define x"))
    _ = try client.events(untilEndOf: "a")
    let descriptor = client.descriptor
    try client.hibernate()
    place.join()
    #expect(client.isAsleep)
    #expect(!place.directory.isOwned)
    #expect(try client.nextEvent(timeoutSeconds: 0.01) == nil, "nothing wakes it by itself")

    try client.submit(place.cell("b", "show back"))
    #expect(try client.events(untilEndOf: "b").outputTexts == ["back"])
    #expect(client.descriptor == descriptor)
    #expect(client.hello.status.names.map(\.name) == ["x"])
    #expect(!client.isAsleep)
    try client.close()
    place.join()
  }

  @Test("what was sent into a session that was just hibernating is done once, by the next worker")
  func crossedMessagesAreSentAgain() throws {
    let place = try WorkerPlace()
    let client = try place.start()
    let other = try SessionClient.connected(
      UnixSocket.connect(place.directory.socketPath(runtime: place.runtime)), place.directory,
      place.clientOptions)
    try other.hibernate()
    place.join()
    // The first one has not read that the session hibernated.
    try client.describe([])
    try client.submit(place.cell("a", "show once"))
    var texts: [String] = [], wasDescribed = false
    while let message = try client.nextEvent(timeoutSeconds: 30) {
      if case .described = message { wasDescribed = true }
      guard case .event(let event) = message else { continue }
      texts += [event.body].outputTexts
      if event.body.report?.id == "a" { break }
    }
    #expect(texts == ["once"])
    #expect(wasDescribed)
    other.detach()
    try client.close()
    place.join()
    let restored = try Journal.look(folder: place.directory.journal, disk: .real)
    var state = SessionState()
    if let snapshot = restored.snapshot { state.restore(snapshot) }
    #expect(state.finished.keys.sorted() == ["a"])
  }

  @Test("the time is the session's own: 15 minutes, from the last thing that a front end asked")
  func timeIsCounted() throws {
    let clock = ManualClock()
    let place = try WorkerPlace(clock: clock.clock)
    let client = try place.start()
    clock.advance(seconds: 800)
    try client.askStatus()
    #expect(try client.hears { if case .state = $0 { true } else { false } })
    clock.advance(seconds: 800)
    try client.askStatus()
    #expect(try client.hears { if case .state = $0 { true } else { false } })
    clock.advance(seconds: 901)
    try client.askStatus()
    #expect(try client.hears { $0 == .closing(reason: SessionEnd.hibernated) })
    // The question that crossed its end is answered by the worker that it woke.
    #expect(try client.hears { if case .state = $0 { true } else { false } })
    try client.close()
    place.join()
  }

  @Test("a hibernated session is listed so, has no process, and its values come back")
  func processesGo() throws {
    let place = try ProcessPlace()
    let client = try place.open()
    try client.submit(CellSubmission(id: "a", index: 1, source: "let t = table({x: [1, 2, 3]})"))
    _ = try client.events(untilEndOf: "a")
    let pid = client.hello.pid
    try client.hibernate()
    let summary = try SessionListing(home: place.home).session("s")
    #expect(summary?.state == .hibernated)
    #expect(summary?.residentByteCount == nil)
    #expect(summary?.nameCount == 1)
    try client.submit(CellSubmission(id: "b", index: 2, source: "sum(t.x)", reuse: .never))
    #expect(try client.events(untilEndOf: "b").resultTexts == ["6"])
    #expect(client.hello.pid != pid)
    try client.close()
  }

  @Test("what is computed after a wake has the digests that it would have had without")
  func digestsStay() throws {
    func run(hibernates: Bool) throws -> [Digest] {
      let place = try ProcessPlace()
      try Disk.real.writeAtomically("\(place.scratch.path)/t.csv", text: "a,b\n1,x\n2,y\n")
      let client = try place.open()
      try client.submit(CellSubmission(id: "a", index: 1, source: "let t = read(\"t.csv\")"))
      _ = try client.events(untilEndOf: "a")
      if hibernates { try client.hibernate() }
      let source = "let u = t |> derive(c = .a + 1)"
      try client.submit(CellSubmission(id: "b", index: 2, source: source))
      let report = try client.events(untilEndOf: "b").last?.report
      try client.close()
      return (report?.defined.map(\.digest) ?? []) + [report?.key].compactMap { $0 }
    }
    let whole = try run(hibernates: false)
    #expect(whole.count == 2)
    #expect(try run(hibernates: true) == whole)
  }

  @Test("`idle:` is when it hibernates by itself")
  func idleSeconds() throws {
    let place = try ProcessPlace()
    let client = try place.open(idleSeconds: 0.05)
    try client.submit(CellSubmission(id: "a", index: 1, source: "let x = 41"))
    _ = try client.events(untilEndOf: "a")
    #expect(try client.hears { $0 == .closing(reason: SessionEnd.hibernated) })
    try client.submit(CellSubmission(id: "b", index: 2, source: "x + 1", reuse: .never))
    #expect(try client.events(untilEndOf: "b").resultTexts == ["42"])
    try client.close()
  }
}

struct Unexpected: Error {}

/// A clock that stands still until it is told to go on.
final class ManualClock: Sendable {
  private let ns = Atomic<Int64>(1_000_000_000)

  func advance(seconds: Int64) { ns.add(seconds * 1_000_000_000, ordering: .relaxed) }

  var clock: Clock {
    Clock(
      now: { self.ns.load(ordering: .relaxed) / 1000 },
      monotonicNs: { self.ns.load(ordering: .relaxed) })
  }
}

extension SessionClient {
  /// Whether a message comes, within half a minute.
  func hears(_ isWanted: (WorkerMessage) -> Bool) throws -> Bool {
    while let message = try nextEvent(timeoutSeconds: 30) {
      if isWanted(message) { return true }
    }
    return false
  }
}
