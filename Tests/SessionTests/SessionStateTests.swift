import QuernText
import QuernWire
import Testing

@testable import QuernSession

@Suite("The session's state machine")
struct SessionStateTests {
  private func cell(_ id: String) -> CellSubmission {
    CellSubmission(id: id, index: 1, source: "1")
  }

  @Test("a submitted cell is accepted, started and run, in this order")
  func cellsRunInOrder() {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    let first = state.apply(.submitted(cell("a"), by: 1), at: 1)
    #expect(
      first == [
        .record(SessionEvent(sequence: 1, at: 1, body: .accepted(cell("a")))),
        .record(SessionEvent(sequence: 2, at: 1, body: .started(cell: "a"))),
        .run(cell("a")),
      ])
    let second = state.apply(.submitted(cell("b"), by: 1), at: 2)
    #expect(second == [.record(SessionEvent(sequence: 3, at: 2, body: .accepted(cell("b"))))])
    let report = CellReport(id: "a", index: 1, status: .error, seconds: 0)
    let third = state.apply(.ended(report), at: 3)
    #expect(third.last == .run(cell("b")))
  }

  @Test("more waiting cells or questions than a session holds are refused by a code")
  func fullQueuesRefuse() {
    func codes(_ actions: [SessionAction]) -> [String] {
      actions.compactMap { action in
        if case .send(.refused(let code, _), to: _) = action { return code }
        return nil
      }
    }
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    var refused: [String] = []
    for number in 0..<100_000 where refused.isEmpty {
      refused = codes(state.apply(.submitted(cell("c\(number)"), by: 1), at: 0))
    }
    #expect(refused == ["queue-full"])
    refused = []
    for number in 0..<100_000 where refused.isEmpty {
      refused = codes(state.apply(.describeAsked(names: ["n\(number)"], by: 1), at: 0))
    }
    #expect(refused == ["too-many-questions"])
  }

  @Test("an interrupt raises the running cell's and drops the queue")
  func interruptsDropTheQueue() {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    _ = state.apply(.submitted(cell("a"), by: 1), at: 0)
    _ = state.apply(.submitted(cell("b"), by: 1), at: 0)
    let actions = state.apply(.interrupted, at: 1)
    #expect(actions.last == .raiseInterrupt)
    #expect(state.queue.isEmpty)
    #expect(state.running?.submission.id == "a")
  }

  @Test("a question goes to the front end that submitted the cell, and to no other")
  func questionsGoToTheSubmitter() {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    _ = state.apply(.attached(2), at: 0)
    _ = state.apply(.submitted(cell("a"), by: 1), at: 0)
    _ = state.apply(.submitted(cell("b"), by: 2), at: 0)
    let asked = SessionOperation.asked(question: 1, prompt: "token?", isSecret: true)
    let question = WorkerMessage.ask(question: 1, cell: "a", prompt: "token?", isSecret: true)
    #expect(state.apply(asked, at: 1) == [.send(question, to: 1)])
    #expect(
      state.apply(.answered(question: 1, text: "x"), at: 2) == [.answer(question: 1, text: "x")])
    // An answer that comes twice is none.
    #expect(state.apply(.answered(question: 1, text: "y"), at: 2).isEmpty)
    _ = state.apply(.ended(CellReport(id: "a", index: 1, status: .ok, seconds: 0)), at: 3)
    let next = SessionOperation.asked(question: 2, prompt: "b?", isSecret: false)
    let second = WorkerMessage.ask(question: 2, cell: "b", prompt: "b?", isSecret: false)
    #expect(state.apply(next, at: 4) == [.send(second, to: 2)])
    // Its front end goes; the other one is not asked.
    #expect(state.apply(.detached(2), at: 5) == [.answer(question: 2, text: nil)])
    #expect(state.apply(next, at: 6) == [.answer(question: 2, text: nil)])
  }

  @Test("a question that nobody may be asked, or that is interrupted, has no answer")
  func questionsEndWithoutAnswer() {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    let asked = SessionOperation.asked(question: 1, prompt: "n?", isSecret: false)
    let quiet = CellSubmission(id: "a", index: 1, source: "1", mayAsk: false)
    _ = state.apply(.submitted(quiet, by: 1), at: 0)
    #expect(state.apply(asked, at: 1) == [.answer(question: 1, text: nil)])
    _ = state.apply(.ended(CellReport(id: "a", index: 1, status: .ok, seconds: 0)), at: 2)
    _ = state.apply(.submitted(cell("b"), by: 1), at: 3)
    _ = state.apply(asked, at: 4)
    #expect(state.apply(.interrupted, at: 5) == [.raiseInterrupt, .answer(question: 1, text: nil)])
  }

  @Test("without a front end the running cell goes on, and then the worker waits to end")
  func detachedSessionsEnd() {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    _ = state.apply(.submitted(cell("a"), by: 1), at: 0)
    #expect(state.apply(.detached(1), at: 1).isEmpty)
    let report = CellReport(id: "a", index: 1, status: .ok, seconds: 0)
    #expect(state.apply(.ended(report), at: 2).last == .armIdle)
    #expect(state.apply(.idleElapsed, at: 3).last == .end(reason: SessionEnd.hibernated))
  }

  @Test("an intent is recorded and synced before the act is let go")
  func intentsAreSynced() {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    _ = state.apply(.submitted(cell("a"), by: 1), at: 0)
    let actions = state.apply(.intends(Samples.act), at: 1)
    #expect(
      actions == [
        .record(SessionEvent(sequence: 3, at: 1, body: .intended(cell: "a", act: Samples.act))),
        .release(Samples.act.token, earlier: nil),
      ])
  }

  @Test("an act that a worker's death cut off is told to the next worker, until its cell ends")
  func cutOffActsAreTold() {
    var act = Samples.act
    act.expected = "created"
    var old = SessionState()
    _ = old.apply(.attached(1), at: 0)
    var events = Self.events(old.apply(.submitted(cell("a"), by: 1), at: 0))
    events += Self.events(old.apply(.intends(act), at: 1))
    var next = SessionState()
    for event in events { next.restore(event) }
    _ = next.resume(SessionOpening(build: "b", instance: "i", bootId: "x", pid: 1), at: 2)
    var later = SessionState()
    later.restore(next.snapshot)
    for var state in [next, later] {
      _ = state.apply(.attached(1), at: 3)
      _ = state.apply(.submitted(cell("a"), by: 1), at: 3)
      var again = act
      again.expected = "unchanged"
      #expect(state.apply(.intends(again), at: 4).last == .release(act.token, earlier: act))
      _ = state.apply(.ended(CellReport(id: "a", index: 1, status: .ok, seconds: 0)), at: 5)
      #expect(state.acts.isEmpty)
    }
  }

  private static func events(_ actions: [SessionAction]) -> [SessionEvent] {
    actions.compactMap { if case .record(let event) = $0 { event } else { nil } }
  }

  @Test("the cell that ran when a worker died is ended by the next one, and named")
  func lostCellsAreNamed() {
    var old = SessionState()
    _ = old.apply(.attached(1), at: 0)
    var events: [SessionEvent] = []
    for action in old.apply(.submitted(cell("a"), by: 1), at: 0) {
      if case .record(let event) = action { events.append(event) }
    }
    for action in old.apply(.submitted(cell("b"), by: 1), at: 0) {
      if case .record(let event) = action { events.append(event) }
    }
    var state = SessionState()
    for event in events { state.restore(event) }
    let opening = SessionOpening(build: "b", instance: "i", bootId: "x", pid: 1)
    let actions = state.resume(opening, at: 9)
    #expect(state.status.lost == "a")
    #expect(state.running == nil && state.queue.isEmpty)
    let ended = actions.compactMap { action -> String? in
      if case .record(let event) = action, case .finished(let report) = event.body {
        return "\(report.id) \(report.errorCode ?? "")"
      }
      return nil
    }
    #expect(ended == ["a worker-died", "b not-started"])
  }

  private func settings(_ folder: String) -> SessionSettings {
    SessionSettings(folder: folder, notebook: folder)
  }

  @Test("each front end's cells run with its own settings, whoever came in between")
  func settingsBelongToFrontEnds() {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    _ = state.apply(.configured(settings("/a"), by: 1), at: 0)
    _ = state.apply(.submitted(cell("a"), by: 1), at: 0)
    _ = state.apply(.attached(2), at: 1)
    #expect(state.apply(.configured(settings("/b"), by: 2), at: 1).isEmpty, "a cell of 1 runs")
    _ = state.apply(.submitted(cell("b"), by: 2), at: 1)
    _ = state.apply(.submitted(cell("c"), by: 1), at: 1)
    let ended = CellReport(id: "a", index: 1, status: .ok, seconds: 0)
    let second = Self.events(state.apply(.ended(ended), at: 2)).map(\.body)
    #expect(second.dropFirst() == [.configured(settings("/b")), .started(cell: "b")])
    let third = Self.events(
      state.apply(.ended(CellReport(id: "b", index: 1, status: .ok, seconds: 0)), at: 3)
    ).map(\.body)
    #expect(third.dropFirst() == [.configured(settings("/a")), .started(cell: "c")])
  }

  @Test("a front end gives up its own cells; those of others run on")
  func withdrawingIsOnesOwn() {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    _ = state.apply(.attached(2), at: 0)
    _ = state.apply(.submitted(cell("a"), by: 1), at: 0)
    _ = state.apply(.submitted(cell("b"), by: 2), at: 0)
    let ended = Self.events(state.apply(.withdrawn(by: 2), at: 1))
    #expect(ended.map(\.body.kind) == ["finished"])
    #expect(state.running?.submission.id == "a" && state.queue.isEmpty)
    #expect(state.apply(.withdrawn(by: 1), at: 2) == [.raiseInterrupt])
  }

  @Test("the session ends with the last front end that leaves, and not while a cell runs")
  func leavingIsCounted() {
    var state = SessionState()
    _ = state.apply(.attached(1), at: 0)
    _ = state.apply(.attached(2), at: 0)
    let stays: [SessionAction] = [.send(.closing(reason: "the session goes on"), to: 1)]
    #expect(state.apply(.leaveAsked(by: 1), at: 1) == stays)
    _ = state.apply(.detached(1), at: 1)
    _ = state.apply(.submitted(cell("a"), by: 2), at: 2)
    #expect(state.apply(.leaveAsked(by: 2), at: 3).count == 1 && !state.isEnding)
    _ = state.apply(.ended(CellReport(id: "a", index: 1, status: .ok, seconds: 0)), at: 4)
    #expect(state.apply(.leaveAsked(by: 2), at: 5).last == .end(reason: "asked by a front end"))
    var kept = SessionState()
    kept.isKept = true
    _ = kept.apply(.attached(1), at: 0)
    #expect(kept.apply(.leaveAsked(by: 1), at: 1).count == 1 && !kept.isEnding)
    #expect(kept.apply(.detached(1), at: 1).last == .armIdle, "an instance started by name waits")
  }

  @Test("random walks keep the invariants", arguments: UInt64(1)...12)
  func randomWalks(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var walk = StateWalk()
    for step in 0..<600 {
      walk.step(&random)
      if let broken = walk.broken {
        Issue.record("seed \(seed), step \(step): \(broken)")
        return
      }
    }
    #expect(walk.finishedCount > 20, "seed \(seed)")
  }
}

/// A session under random operations, with everything that must always hold.
private struct StateWalk {
  var state = SessionState()
  var replayed = SessionState()
  var broken: String?
  var finishedCount = 0
  private var lastSequence: UInt64 = 0
  private var evaluating: String?
  /// The front end whose names are being described.
  private var describing: Int?
  private var open: Set<String> = []
  private var cellCount = 0
  private var clients: Set<Int> = []
  private var clientCount = 0
  private var time: Int64 = 0

  mutating func step(_ random: inout SeededGenerator) {
    time += 1
    guard let operation = choose(&random) else { return }
    if case .ended = operation { evaluating = nil }
    for action in state.apply(operation, at: time) { check(action) }
    if state.running?.submission.id != evaluating { broken = "running differs from what was run" }
    if replayed.snapshot != state.snapshot { broken = "the journal tells another state" }
    if state.isEnding { restart() }
  }

  private mutating func choose(_ random: inout SeededGenerator) -> SessionOperation? {
    switch random.next() % 24 {
    case 0:
      clientCount += 1
      clients.insert(clientCount)
      return .attached(clientCount)
    case 1:
      guard let client = clients.randomElement(using: &random) else { return nil }
      clients.remove(client)
      return .detached(client)
    case 2...8:
      guard let client = clients.randomElement(using: &random) else { return nil }
      cellCount += 1
      let id = "c\(cellCount)"
      return .submitted(CellSubmission(id: id, index: cellCount, source: ""), by: client)
    case 9...14:
      guard let id = evaluating else { return nil }
      let status = CellReport.Status.allCases[Int(random.next() % 4)]
      let name = "n\(random.next() % 5)"
      let version = (state.versions[name] ?? 0) + 1
      let defined = [
        CellReport.Definition(
          name: name, version: version, digest: Samples.digest, blob: Samples.other, type: "int")
      ]
      return .ended(
        CellReport(id: id, index: 1, status: status, seconds: 0, defined: defined))
    case 15: return .shown(json: Array("{}".utf8))
    case 16: return .interrupted
    case 17:
      var settings = Samples.settings
      settings.seed = Int64(random.next() % 3)
      settings.startsClean = random.next() % 4 == 0
      guard let client = clients.randomElement(using: &random) else { return nil }
      return .configured(settings, by: client)
    case 22: return clients.randomElement(using: &random).map { .withdrawn(by: $0) }
    case 23:
      let client = clients.randomElement(using: &random)
      return random.next() % 4 == 0 ? client.map { .leaveAsked(by: $0) } : nil
    case 20:
      guard let client = clients.randomElement(using: &random) else { return nil }
      return .describeAsked(names: [], by: client)
    case 21:
      guard let client = describing else { return nil }
      describing = nil
      return .described([], to: client)
    case 18: return random.next() % 8 == 0 ? .shutdownAsked : .idleElapsed
    default: return .graceElapsed
    }
  }

  private mutating func check(_ action: SessionAction) {
    switch action {
    case .record(let event):
      if event.sequence != lastSequence + 1 { broken = "a gap before \(event.sequence)" }
      lastSequence = event.sequence
      replayed.restore(event)
      if case .accepted(let submission) = event.body { open.insert(submission.id) }
      if case .finished(let report) = event.body {
        finishedCount += 1
        if open.remove(report.id) == nil { broken = "\(report.id) ended twice" }
      }
    case .run(let submission):
      if evaluating != nil { broken = "two cells run at once" }
      evaluating = submission.id
    case .describe(_, let client):
      if evaluating != nil { broken = "names are described while a cell runs" }
      if describing != nil { broken = "two descriptions at once" }
      describing = client
    case .raiseInterrupt: if evaluating == nil { broken = "an interrupt of nothing" }
    case .send, .broadcast, .answer, .release, .replay, .armIdle, .disarmIdle, .armGrace, .end:
      break
    }
  }

  /// As after the death of the worker: a new state from the journal's events.
  private mutating func restart() {
    state = replayed
    evaluating = nil
    describing = nil
    clients = []
    let opening = SessionOpening(build: "b", instance: "i", bootId: "x", pid: 1)
    for action in state.resume(opening, at: time) { check(action) }
    if !open.isEmpty { broken = "cells without an end: \(open)" }
  }
}
