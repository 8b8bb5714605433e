package import QuernText
package import QuernWire

/// A session as a pure value: what is queued, running, finished and named.
///
/// `apply` takes what happened and returns what to do about it; nothing here touches a disk, a
/// clock or a socket.
///
///     for action in state.apply(.submitted(cell, by: 1), at: now) { perform(action) }
package struct SessionState: Sendable {
  /// The running cell.
  package struct Running: Sendable, Hashable {
    package var submission: CellSubmission
    /// The front end whose cell it is; nil where an earlier worker knew it.
    package var client: Int?
    /// Microseconds UTC.
    package var startedAt: Int64
    /// Number of the question that waits for an answer.
    package var question: Int?
  }

  /// A cell that waits, and whose it is.
  private struct Waiting: Sendable {
    var submission: CellSubmission
    var client: Int?
  }

  package private(set) var lastSequence: UInt64 = 0
  package private(set) var settings: SessionSettings?
  private var waiting: [Waiting] = []
  package private(set) var running: Running?
  /// How each cell ended at its latest good end.
  package private(set) var finished: [String: CellReport] = [:]
  /// Acts of cells that have not ended, by token: the first intent of each.
  package private(set) var acts: [Digest: PendingAct] = [:]
  /// What is defined now.
  package private(set) var names: [String: CellReport.Definition] = [:]
  /// Which cells defined them, and what the names stood for in other cells.
  package private(set) var definitions = CellDefinitions()
  /// The latest version that each name ever had.
  package private(set) var versions: [String: Int] = [:]
  /// The cell that ran when an earlier worker died.
  package private(set) var lost: String?
  package private(set) var attached: Set<Int> = []
  /// What each front end runs; it holds while that front end's cells do.
  private var clientSettings: [Int: SessionSettings] = [:]
  package private(set) var isEnding = false
  private var endReason = ""
  /// The latest worker, and how it ended; nil while it lives, and where it was killed.
  package private(set) var opening: SessionOpening?
  package private(set) var closedReason: String?
  /// Times of the first and the latest event, in microseconds UTC.
  package private(set) var startedAt: Int64?
  package private(set) var lastAt: Int64?
  /// What was found wrong with the journal.
  package var notices: [String] = []
  /// Told in `status`; set once by the worker.
  package var instance = ""
  package var limits = ""
  package var isIsolated = false
  /// Whether the session goes on when its last front end leaves.
  package var isKept = false

  /// Front ends that want to know what names stand for, while a cell runs or another one is told.
  private var waitingDescriptions: [(names: [String], client: Int)] = []
  private var isDescribing = false

  /// Error code of a cell whose worker died.
  static let workerDied = "worker-died"
  /// Error code of a cell that was taken back before it began.
  package static let notStarted = "not-started"
  /// Most questions about names that may wait.
  package static let descriptionCountMax = 64
  /// Most cells that may wait.
  package static let queueCountMax = 10_000

  package init() {}

  /// The cells that wait, in their order.
  package var queue: [CellSubmission] { waiting.map(\.submission) }

  /// Takes one operation; `time` is in microseconds UTC.
  package mutating func apply(
    _ operation: SessionOperation, at time: Int64
  ) -> [SessionAction] {
    switch operation {
    case .attached(let client): return attach(client)
    case .detached(let client): return detach(client, time)
    case .configured(let settings, let client): return configure(settings, client, time)
    case .submitted(let submission, let client): return submit(submission, client, time)
    case .shown(let json): return ofRunning(time) { .output(cell: $0, json: json) }
    case .progressed(let json):
      return running.map { [.broadcast(.progress(cell: $0.submission.id, json: json))] } ?? []
    case .asked(let question, let prompt, let isSecret): return ask(question, prompt, isSecret)
    case .intends(let act):
      return intend(act, time)
    case .performed(let token, let json):
      return ofRunning(time) { .performed(cell: $0, token: token, json: json) }
    case .recorded(let json): return ofRunning(time) { .ran(cell: $0, json: json) }
    case .ended(let report): return end(report, time)
    case .interrupted: return interrupt(time)
    case .withdrawn(let client): return withdraw(client, time)
    case .answered(let question, let text): return answer(question, text)
    case .replayAsked(let from, let client): return [.replay(from: from, to: client)]
    case .describeAsked(let names, let client): return describe(names, client)
    case .described(let names, let client):
      isDescribing = false
      return [.send(.described(names), to: client)] + nextDescription()
    case .statusAsked(let client): return [.send(.state(status), to: client)]
    case .leaveAsked(let client): return leave(client, time)
    case .hibernateAsked(let client): return hibernate(client, time)
    case .shutdownAsked: return shutDown(SessionEnd.asked, time)
    case .endAsked(let reason): return shutDown(reason, time)
    case .idleElapsed: return idle(time)
    case .graceElapsed: return isEnding ? close(time) : []
    }
  }

  /// What front ends are told of it.
  package var status: SessionStatus {
    var status = SessionStatus(
      instance: instance, limits: limits, lastSequence: lastSequence,
      running: running?.submission.id, queued: waiting.map(\.submission.id),
      finished: finished.values.sorted { ($0.index, $0.id) < ($1.index, $1.id) }.map(\.id),
      names: names.values.sorted { $0.name < $1.name }.map {
        SessionStatus.Name(
          name: $0.name, type: $0.type, version: $0.version, digest: $0.digest, blob: $0.blob)
      },
      lost: lost, runningSource: running?.submission.source,
      runningSince: running?.startedAt, frontEndCount: attached.count, isIsolated: isIsolated)
    status.notices = notices
    return status
  }
}

// Front ends come, go and ask.
extension SessionState {
  private mutating func attach(_ client: Int) -> [SessionAction] {
    let isFirst = attached.isEmpty
    attached.insert(client)
    // Somebody who is there is given more time than nobody.
    return isFirst ? [isIdle ? .armIdle : .disarmIdle] : []
  }

  /// The running cell goes on without its front end; what it had queued is not begun.
  private mutating func detach(_ client: Int, _ time: Int64) -> [SessionAction] {
    waitingDescriptions.removeAll { $0.client == client }
    clientSettings[client] = nil
    guard attached.remove(client) != nil else { return [] }
    let isLast = attached.isEmpty
    var actions = dropQueue(time) { isLast || $0.client == client }
    if let question = running?.question, running?.client == client {
      running?.question = nil
      actions.append(.answer(question: question, text: nil))
    }
    return isLast && running == nil ? actions + [.armIdle] : actions
  }

  /// Takes what a front end runs; while cells of others run or wait, it begins with its own.
  private mutating func configure(
    _ settings: SessionSettings, _ client: Int, _ time: Int64
  ) -> [SessionAction] {
    clientSettings[client] = settings
    let isAlone =
      (running == nil || running?.client == client) && waiting.allSatisfy { $0.client == client }
    return isAlone ? adopt(client, time) : []
  }

  /// Makes the settings of a front end the session's.
  private mutating func adopt(_ client: Int?, _ time: Int64) -> [SessionAction] {
    guard let client, let settings = clientSettings[client] else { return [] }
    // Names are forgotten once, not with each cell.
    clientSettings[client]?.startsClean = false
    if settings.startsClean { forgetNames() }
    var present = self.settings
    present?.startsClean = settings.startsClean
    guard settings != present || settings.startsClean else { return [] }
    self.settings = settings
    return [record(.configured(settings), time)]
  }

  /// A front end goes; the session ends with its last one, unless a cell runs.
  private mutating func leave(_ client: Int, _ time: Int64) -> [SessionAction] {
    if !isKept, attached.subtracting([client]).isEmpty, running == nil, waiting.isEmpty {
      return shutDown(SessionEnd.asked, time)
    }
    return [.send(.closing(reason: "the session goes on"), to: client)]
  }

  private mutating func describe(_ names: [String], _ client: Int) -> [SessionAction] {
    guard waitingDescriptions.count < Self.descriptionCountMax else {
      let message = "more than \(Self.descriptionCountMax) questions about names are waiting"
      return [.send(.refused(code: "too-many-questions", message: message), to: client)]
    }
    waitingDescriptions.append((names, client))
    return nextDescription()
  }

  /// One at a time, and only while the evaluator has nothing else to do.
  private mutating func nextDescription() -> [SessionAction] {
    guard running == nil, !isDescribing, !waitingDescriptions.isEmpty else { return [] }
    isDescribing = true
    let (names, client) = waitingDescriptions.removeFirst()
    return [.describe(names: names, for: client)]
  }

  /// Only the front end that submitted the cell is asked: another one shows another screen.
  private mutating func ask(
    _ question: Int, _ prompt: String, _ isSecret: Bool
  ) -> [SessionAction] {
    guard let cell = running?.submission, cell.mayAsk, let client = running?.client,
      attached.contains(client)
    else { return [.answer(question: question, text: nil)] }
    running?.question = question
    return [
      .send(.ask(question: question, cell: cell.id, prompt: prompt, isSecret: isSecret), to: client)
    ]
  }

  private mutating func answer(_ question: Int, _ text: String?) -> [SessionAction] {
    guard running?.question == question else { return [] }
    running?.question = nil
    return [.answer(question: question, text: text)]
  }
}

// Cells go from the queue to their end.
extension SessionState {
  private mutating func submit(
    _ submission: CellSubmission, _ client: Int, _ time: Int64
  ) -> [SessionAction] {
    if isEnding {
      // Its front end sends it again, to the worker that it wakes.
      if endReason == SessionEnd.hibernated { return [] }
      return [.send(.refused(code: "session-ending", message: "the session is ending"), to: client)]
    }
    guard waiting.count < Self.queueCountMax else {
      let message = "more than \(Self.queueCountMax) cells are waiting"
      return [.send(.refused(code: "queue-full", message: message), to: client)]
    }
    waiting.append(Waiting(submission: submission, client: client))
    return [record(.accepted(submission), time)] + next(time)
  }

  private mutating func next(_ time: Int64) -> [SessionAction] {
    guard running == nil, !isEnding else { return [] }
    guard !waiting.isEmpty else {
      return [.armIdle] + nextDescription()
    }
    let next = waiting.removeFirst()
    running = Running(submission: next.submission, client: next.client, startedAt: time)
    let actions = adopt(next.client, time)
    return actions + [record(.started(cell: next.submission.id), time), .run(next.submission)]
  }

  private mutating func intend(_ act: ActIntent, _ time: Int64) -> [SessionAction] {
    guard let cell = running?.submission.id else { return [] }
    let earlier = acts[act.token]?.act
    if earlier == nil { acts[act.token] = PendingAct(cell: cell, act: act) }
    return [
      record(.intended(cell: cell, act: act), time), .release(act.token, earlier: earlier),
    ]
  }

  private mutating func end(_ report: CellReport, _ time: Int64) -> [SessionAction] {
    guard let ended = running else { return [] }
    running = nil
    settle(report, replaces: ended.submission.replaces)
    return [record(.finished(report), time)] + (isEnding ? close(time) : next(time))
  }

  private mutating func interrupt(_ time: Int64) -> [SessionAction] {
    dropQueue(time) + stopRunning()
  }

  /// As `interrupt`, for the cells of one front end: those of others go on.
  private mutating func withdraw(_ client: Int, _ time: Int64) -> [SessionAction] {
    let actions = dropQueue(time) { $0.client == client }
    return running?.client == client ? actions + stopRunning() : actions
  }

  private mutating func stopRunning() -> [SessionAction] {
    guard let question = running?.question else {
      return running == nil ? [] : [.raiseInterrupt]
    }
    running?.question = nil
    return [.raiseInterrupt, .answer(question: question, text: nil)]
  }

  private mutating func dropQueue(
    _ time: Int64, where isDropped: (Waiting) -> Bool = { _ in true }
  ) -> [SessionAction] {
    let dropped = waiting.filter(isDropped).map(\.submission)
    waiting.removeAll(where: isDropped)
    return dropped.map { submission in
      record(
        .finished(
          CellReport(
            id: submission.id, index: submission.index, status: .interrupted, seconds: 0,
            errorCode: Self.notStarted)), time)
    }
  }

  private mutating func shutDown(_ reason: String, _ time: Int64) -> [SessionAction] {
    guard !isEnding else { return [] }
    isEnding = true
    endReason = reason
    let actions = dropQueue(time)
    guard let question = running?.question else {
      return actions + (running == nil ? close(time) : [.raiseInterrupt, .armGrace])
    }
    return actions + [.raiseInterrupt, .armGrace, .answer(question: question, text: nil)]
  }

  private mutating func close(_ time: Int64) -> [SessionAction] {
    [record(.closed(reason: endReason), time), .end(reason: endReason)]
  }

  private var isIdle: Bool { running == nil && waiting.isEmpty && !isEnding }

  private mutating func idle(_ time: Int64) -> [SessionAction] {
    isIdle ? shutDown(SessionEnd.hibernated, time) : []
  }

  private mutating func hibernate(_ client: Int, _ time: Int64) -> [SessionAction] {
    guard !isEnding else { return [] }
    guard isIdle else {
      let cell = running?.submission.id ?? "a cell"
      let message = "\(cell) is running. Hint: wait for its end, or interrupt it"
      return [.send(.refused(code: "session-busy", message: message), to: client)]
    }
    return shutDown(SessionEnd.hibernated, time)
  }

  private mutating func forgetNames() {
    names = [:]
    definitions = CellDefinitions()
  }

  /// What a cell's end means for names and results.
  private mutating func settle(_ report: CellReport, replaces: Bool) {
    // A cell that its worker's death cut off will repeat its acts.
    if report.errorCode != Self.workerDied {
      acts = acts.filter { $0.value.cell != report.id }
    }
    guard report.isGood else { return }
    finished[report.id] = report
    let touched = definitions.settle(report.id, defined: report.defined, replaces: replaces)
    for name in touched { names[name] = definitions.latest(name) }
    for definition in report.defined {
      versions[definition.name] = max(versions[definition.name] ?? 0, definition.version)
    }
  }

  /// An event of the running cell; nothing where none runs.
  private mutating func ofRunning(
    _ time: Int64, _ body: (String) -> SessionEvent.Body
  ) -> [SessionAction] {
    guard let cell = running?.submission.id else { return [] }
    return [record(body(cell), time)]
  }

  private mutating func record(_ body: SessionEvent.Body, _ time: Int64) -> SessionAction {
    lastSequence += 1
    let event = SessionEvent(sequence: lastSequence, at: time, body: body)
    note(event)
    return .record(event)
  }
}

// After a crash, the journal is the memory.
extension SessionState {
  /// Takes an event that an earlier worker recorded.
  package mutating func restore(_ event: SessionEvent) {
    lastSequence = event.sequence
    note(event)
    switch event.body {
    case .opened, .closed, .output, .performed, .ran: break
    case .intended(let cell, let act):
      if acts[act.token] == nil { acts[act.token] = PendingAct(cell: cell, act: act) }
    case .configured(let settings):
      if settings.startsClean { forgetNames() }
      self.settings = settings
    case .accepted(let submission): waiting.append(Waiting(submission: submission))
    case .started(let cell):
      if let place = waiting.firstIndex(where: { $0.submission.id == cell }) {
        running = Running(submission: waiting.remove(at: place).submission, startedAt: event.at)
      }
    case .finished(let report):
      var replaces = false
      if let ended = running, ended.submission.id == report.id {
        running = nil
        replaces = ended.submission.replaces
      } else if let place = waiting.firstIndex(where: { $0.submission.id == report.id }) {
        waiting.remove(at: place)
      }
      settle(report, replaces: replaces)
    }
  }

  /// What lists tell of a session without its names.
  private mutating func note(_ event: SessionEvent) {
    startedAt = startedAt ?? event.at
    lastAt = event.at
    closedReason = nil
    if case .opened(let latest) = event.body { opening = latest }
    if case .closed(let reason) = event.body { closedReason = reason }
  }

  /// Takes the summary of everything before the oldest journal segment.
  package mutating func restore(_ snapshot: SessionSnapshot) {
    lastSequence = snapshot.lastSequence
    settings = snapshot.settings
    names = Dictionary(snapshot.names.map { ($0.name, $0) }) { $1 }
    definitions =
      snapshot.definitions.isEmpty
      ? CellDefinitions(snapshot.names) : CellDefinitions(entries: snapshot.definitions)
    versions = snapshot.versions
    finished = Dictionary(snapshot.finished.map { ($0.id, $0) }) { $1 }
    waiting = snapshot.queue.map { Waiting(submission: $0) }
    running = snapshot.running.map { Running(submission: $0, startedAt: 0) }
    acts = Dictionary(snapshot.acts.map { ($0.act.token, $0) }) { first, _ in first }
    opening = snapshot.opening
    closedReason = snapshot.closedReason
    startedAt = snapshot.startedAt
    lastAt = snapshot.lastAt
  }

  /// What a new worker does when all is restored: cells that the old one did not finish are ended.
  package mutating func resume(_ opening: SessionOpening, at time: Int64) -> [SessionAction] {
    var actions = [record(.opened(opening), time)]
    if let running {
      let submission = running.submission
      self.running = nil
      lost = submission.id
      actions.append(
        record(
          .finished(
            CellReport(
              id: submission.id, index: submission.index, status: .error, seconds: 0,
              errorCode: Self.workerDied)), time))
    }
    actions += dropQueue(time)
    return actions
  }

  /// Everything that a new worker needs to go on from here.
  package var snapshot: SessionSnapshot {
    SessionSnapshot(
      lastSequence: lastSequence, settings: settings,
      names: names.values.sorted { $0.name < $1.name }, versions: versions,
      finished: finished.values.sorted { ($0.index, $0.id) < ($1.index, $1.id) },
      queue: queue, running: running?.submission,
      acts: acts.values.sorted { $0.act.token.hex < $1.act.token.hex }, opening: opening,
      closedReason: closedReason, startedAt: startedAt, lastAt: lastAt,
      definitions: definitions.entries)
  }
}
