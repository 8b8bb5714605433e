import QuernText
import QuernWire

@testable import QuernSession

/// A session's worker without its threads and sockets: state machine, journal and store are the
/// real ones, the evaluator takes the steps of a simulated cell.
final class SimulatedWorker {
  unowned let world: SimulatedWorld
  let session: Int
  private(set) var state: SessionState
  private let journal: Journal
  private let store: ContentStore
  /// Connections that were greeted, in order.
  private var greeted: [Int] = []
  private var steps: [SimulatedOperation.Step] = []
  private var running: CellSubmission?
  private var report: CellReport?
  private var isInterrupted = false
  /// The endpoint of the act that is under way.
  private var target = ""
  private var idleGeneration = 0
  private var isSyncArmed = false
  /// Nothing is done before this time: it was stopped by a signal.
  var frozenUntil: Int64 = 0
  private(set) var isAlive = true
  let notices: [String]

  static func folder(_ session: Int) -> String { "home/sessions/\(session)/journal" }

  /// So small that segments follow each other often.
  private static let segmentByteCountMax = 3_000

  init(_ world: SimulatedWorld, session: Int) throws {
    self.world = world
    self.session = session
    let disk = world.disk.disk
    let (journal, restored) = try Journal.open(
      folder: Self.folder(session), disk: disk, segmentByteCountMax: Self.segmentByteCountMax)
    self.journal = journal
    store = ContentStore(folder: "home/store", disk: disk)
    let store = store
    let restoration = SessionRestoration(restored, bootId: world.bootId) { store.isWhole($0) }
    state = restoration.state
    store.syncLater(restoration.blobs)
    notices = restoration.notices
    try world.check(restored: restored, restoration, of: session)
    if !notices.isEmpty { try save() }
    let opening = SessionOpening(
      build: "b", instance: "ml.m5.large", bootId: world.bootId, pid: 1,
      aliveAt: world.aliveAt[session])
    world.markAlive(self)
    try perform(state.resume(opening, at: world.wallClock))
    armIdle()
  }

  /// Something happens here, unless the worker is stopped or gone: then later, or never.
  func schedule(after microseconds: Int64, _ body: @escaping (SimulatedWorker) throws -> Void) {
    world.after(microseconds) { [weak self] in
      guard let self, self.isAlive else { return }
      if self.frozenUntil > self.world.now {
        return self.schedule(after: self.frozenUntil - self.world.now, body)
      }
      do {
        try body(self)
        try self.rotateIfDue()
      } catch let error as SessionError {
        // As the real one: it tells who is there, and ends.
        for id in self.greeted {
          self.world.send(.refused(code: error.code, message: error.message), to: id)
        }
        self.die()
      }
    }
  }

  /// `isSeen`: its shim notices when.
  func die(isSeen: Bool = true) {
    isAlive = false
    world.workerEnded(self, connections: greeted, isSeen: isSeen)
  }

  /// As the real one at the end of a turn.
  private func rotateIfDue() throws(SessionError) {
    guard isAlive, journal.wantsRotation else { return }
    try store.sync()
    var snapshot = state.snapshot
    if world.sabotage == .rotationLosesNames { snapshot.names = Array(snapshot.names.dropLast()) }
    try journal.rotate(snapshot)
    world.rotated(session)
    world.synced(session, through: state.lastSequence)
  }

  func hear(_ message: FrontEndMessage, from id: Int) throws {
    switch message {
    case .hello(_, _, let settings):
      if !greeted.contains(id) { greeted.append(id) }
      try apply(.attached(id))
      if let settings { try apply(.configured(settings, by: id)) }
      let status = state.status
      world.send(
        .hello(WorkerHello(protocolVersion: 1, build: "b", pid: 1, status: status)), to: id)
    case .submit(let cell): try apply(.submitted(cell, by: id))
    case .interrupt: try apply(.interrupted)
    case .withdraw: try apply(.withdrawn(by: id))
    case .status: try apply(.statusAsked(by: id))
    case .replay(let from): try apply(.replayAsked(from: from, by: id))
    case .answer(let question, let text): try apply(.answered(question: question, text: text))
    case .describe(let names): try apply(.describeAsked(names: names, by: id))
    case .leave: try apply(.leaveAsked(by: id))
    case .hibernate: try apply(.hibernateAsked(by: id))
    case .shutdown: try apply(.shutdownAsked)
    }
  }

  func lose(_ id: Int) throws {
    guard let place = greeted.firstIndex(of: id) else { return }
    greeted.remove(at: place)
    try apply(.detached(id))
  }

  private func apply(_ operation: SessionOperation) throws(SessionError) {
    guard isAlive else { return }
    try perform(state.apply(operation, at: world.wallClock))
  }

  private func perform(_ actions: [SessionAction]) throws(SessionError) {
    for action in actions where isAlive { try perform(action) }
  }

  private func perform(_ action: SessionAction) throws(SessionError) {
    switch action {
    case .record(let event): try record(event)
    case .send(let message, let id): world.send(message, to: id)
    case .broadcast(let message): for id in greeted { world.send(message, to: id) }
    case .run(let submission): begin(submission)
    case .raiseInterrupt: isInterrupted = true
    case .answer: break
    case .release(let token, _):
      try store.sync()
      if world.sabotage != .actsBeforeSync { try journal.sync() }
      world.synced(session, through: state.lastSequence)
      act(token)
    case .replay(let from, let id): try replay(from, id)
    case .describe(let names, let id):
      schedule(after: 1_000) { worker in
        _ = names
        try worker.apply(.described([], to: id))
      }
    case .armIdle: armIdle()
    case .disarmIdle: idleGeneration += 1
    case .armGrace: schedule(after: 3_000_000) { try $0.apply(.graceElapsed) }
    case .end(let reason): try end(reason)
    }
  }

  private func record(_ event: SessionEvent) throws(SessionError) {
    let frame: [UInt8]
    do throws(WireError) {
      frame = try event.frame.encoded()
    } catch {
      throw .wire(error)
    }
    if world.sabotage == .showsBeforeJournal {
      for id in greeted { world.send(.event(event), to: id) }
    }
    try journal.append(event, frame: frame)
    world.recorded(event, in: session)
    if world.sabotage != .showsBeforeJournal {
      for id in greeted { world.send(.event(event), to: id) }
    }
    guard !isSyncArmed else { return }
    isSyncArmed = true
    schedule(after: 100_000) { worker in
      worker.isSyncArmed = false
      let last = worker.state.lastSequence
      try worker.store.sync()
      worker.journal.syncInBackground()
      worker.world.synced(worker.session, through: last)
    }
  }

  private func replay(_ from: UInt64, _ id: Int) throws(SessionError) {
    var last: UInt64 = 0
    var events: [SessionEvent] = []
    let first = world.sabotage == .replayLosesPlace ? from + 1 : from
    try journal.replay(from: first) { number, payload in
      last = number
      guard let event = try? SessionEvent(Frame(payload: Array(payload))) else { return }
      events.append(event)
    }
    world.replayed(events, from: from, through: state.lastSequence, in: session)
    world.send(.replayed(through: last), to: id)
  }

  private func save() throws(SessionError) {
    try store.sync()
    try journal.save(state.snapshot)
    world.synced(session, through: state.lastSequence)
  }

  private func end(_ reason: String) throws(SessionError) {
    try save()
    for id in greeted { world.send(.closing(reason: reason), to: id) }
    die()
  }

  private func armIdle() {
    idleGeneration += 1
    let generation = idleGeneration
    let seconds = state.attached.isEmpty ? 5.0 : SessionLimits.idleSeconds
    schedule(after: Int64(seconds * 1e6)) { worker in
      if worker.idleGeneration == generation { try worker.apply(.idleElapsed) }
    }
  }
}

// The evaluator.
extension SimulatedWorker {
  private func begin(_ submission: CellSubmission) {
    running = submission
    steps = world.steps[submission.id] ?? []
    isInterrupted = false
    report = CellReport(id: submission.id, index: 1, status: .ok, seconds: 0)
    schedule(after: 500) { try $0.step(of: submission.id) }
  }

  private func step(of cell: String) throws {
    guard running?.id == cell else { return }
    if isInterrupted { report?.status = .interrupted }
    guard !steps.isEmpty, !isInterrupted, var report else { return try finish() }
    switch steps.removeFirst() {
    case .show:
      let json = "{\"cell\":\"\(cell)\",\"left\":\(steps.count)}"
      try apply(.shown(json: Array(json.utf8)))
    case .work(let milliseconds):
      return schedule(after: Int64(milliseconds) * 1000) { try $0.step(of: cell) }
    case .define(let name):
      let bytes = Array("\(cell) \(name) \(steps.count)".utf8)
      let digest = try store.put(bytes)
      let earlier = report.defined.filter { $0.name == name }.map(\.version).max()
      let version = (earlier ?? state.versions[name] ?? 0) + 1
      report.defined.append(
        .init(name: name, version: version, digest: digest, blob: digest, type: "str"))
      self.report = report
    case .act(let target):
      let token = SHA256.hash("\(session) \(cell) \(target) \(steps.count)")
      let act = ActIntent(token: token, operation: "Deploy", target: "s\(session)-\(target)")
      self.target = act.target
      return try apply(.intends(act))
    }
    schedule(after: 200) { try $0.step(of: cell) }
  }

  /// The intent is on disk: the act may leave.
  private func act(_ token: Digest) {
    guard let cell = running?.id else { return }
    world.control(token, target, of: self) { [weak self] in
      self?.schedule(after: 0) { worker in
        try worker.apply(.performed(token: token, json: Array("{}".utf8)))
        try worker.step(of: cell)
      }
    }
  }

  private func finish() throws {
    guard var report else { return }
    if report.status != .ok { report.defined = [] }
    if report.status == .ok {
      report.outputs = try store.put(Array("outputs of \(report.id)".utf8))
    }
    running = nil
    self.report = nil
    try apply(.ended(report))
  }
}
