internal import Glibc
internal import QuernSystem
internal import QuernText
internal import QuernWire

/// The I/O thread of a session's worker: sockets, journal and state; the evaluator is a thread of
/// its own.
///
/// The one place that performs the actions of `SessionState`, in their order.
final class SessionWorker {
  private let options: WorkerOptions
  private let build: String
  private let clock: Clock
  private let directory: SessionDirectory
  private let lock: FileHandle
  private let journal: Journal
  /// Values and outputs of the home; what was put is on disk before the journal tells of it there.
  let store: ContentStore
  private let isDamaged: Bool
  private let journalSync: JournalSync
  private let mailbox: Mailbox
  private let evaluator: EvaluatorThread
  private var state = SessionState()
  private var connections: [Int: WorkerConnection] = [:]
  private var connectionCount = 0
  private var listener: UnixListener?
  private let sockets: SocketDoor?
  /// Monotonic times at which something is due.
  private var idleDeadlineNs: Int64?
  private var graceDeadlineNs: Int64?
  /// When a session that stands idle gives back memory that it can do without.
  private var givingBackDeadlineNs: Int64?
  private var budgetDeadlineNs: Int64?
  private var budgets: BudgetWatch
  /// What is said of a budget, until a cell runs that can show it.
  private var budgetWarning: String?
  /// Thrown at the end of the turn.
  private var pendingFailure: SessionError?
  /// Set by `.end`: the loop is over when all is sent.
  private var exitStatus: Int32?

  /// Takes the session's directory over; throws `owned` where another worker has it.
  init(
    options: WorkerOptions, build: String, sockets: SocketDoor? = nil, clock: Clock = .system,
    disk: JournalDisk = .real
  ) throws(SessionError) {
    self.options = options
    self.sockets = sockets
    self.build = build
    self.clock = clock
    directory = SessionDirectory(path: options.session)
    try disk.makeFolder(options.session)
    lock = try directory.takeLock()
    if options.startsFresh { try directory.forget(disk) }
    let (journal, restored) = try Journal.open(folder: directory.journal, disk: disk)
    self.journal = journal
    store = ContentStore(folder: "\(options.home)/store", disk: disk)
    journalSync = JournalSync(journal: journal, store: store)
    do throws(SystemError) {
      mailbox = try Mailbox()
    } catch {
      throw .system(error)
    }
    evaluator = EvaluatorThread(mailbox: mailbox)
    budgets = BudgetWatch(
      home: options.home, session: Path.name(options.session), instance: options.instance)
    let store = store
    let restoration = SessionRestoration(restored, bootId: HostFacts.bootId) { store.isWhole($0) }
    state = restoration.state
    store.syncLater(restoration.blobs)
    isDamaged = !restoration.notices.isEmpty
    state.instance = options.instance
    state.limits = options.limits
    state.isIsolated = options.isIsolated
    state.isKept = options.isKept
  }

  /// Names with their values' places, for the executor that goes on from here.
  var names: [CellReport.Definition] { state.snapshot.names }

  /// Which cells defined them.
  var definitions: CellDefinitions { state.definitions }

  /// The latest version that each name ever had.
  var versions: [String: Int] { state.versions }

  /// Serves front ends until the session ends; returns the process's exit status.
  func run(
    _ makeExecutor: @escaping @Sendable () -> any CellExecutor
  ) -> Int32 {
    do throws(SessionError) {
      try open(makeExecutor)
      while exitStatus == nil { try turn() }
    } catch {
      tell(error)
      exitStatus = 74
    }
    for id in connections.keys { drain(id) }
    directory.withdraw(runtime: options.runtime)
    return exitStatus ?? 0
  }

  private func open(
    _ makeExecutor: @escaping @Sendable () -> any CellExecutor
  ) throws(SessionError) {
    do throws(SystemError) {
      try evaluator.start(makeExecutor)
      // One without a network makes no socket: its shim does.
      if let sockets {
        listener = try sockets.listener(path: directory.socketPath(runtime: options.runtime))
      } else {
        listener = try directory.listen(runtime: options.runtime)
      }
    } catch {
      throw .system(error)
    }
    let opening = SessionOpening(
      build: build, instance: options.instance, bootId: HostFacts.bootId,
      pid: Int(HostFacts.processId), aliveAt: options.aliveAt)
    // Whoever waits is told when the first event cannot be written.
    if let descriptor = options.connection { add(UnixSocket(descriptor: descriptor)) }
    // Damage is told once, and what was found not to count stays so.
    if isDamaged { try save() }
    try perform(state.resume(opening, at: clock.now()))
    if var settings = state.settings {
      // The names that the earlier pass left are this one's until a front end says otherwise.
      settings.startsClean = false
      evaluator.configure(settings)
    }
    if options.connection == nil { armIdle() }
  }

  /// One round of waiting and serving.
  private func turn() throws(SessionError) {
    var entries = [pollfd(fd: mailbox.descriptor, events: Int16(POLLIN), revents: 0)]
    if let listener {
      entries.append(pollfd(fd: listener.descriptor, events: Int16(POLLIN), revents: 0))
    }
    let ids = connections.keys.sorted()
    let first = entries.count
    for id in ids {
      guard let connection = connections[id] else { continue }
      let events = POLLIN | (connection.hasUnsent ? POLLOUT : 0)
      entries.append(pollfd(fd: connection.socket.descriptor, events: Int16(events), revents: 0))
    }
    let ready = poll(&entries, UInt(entries.count), waitMilliseconds)
    if ready < 0 && errno != EINTR {
      throw .disk(operation: "poll", path: options.session, errno: errno)
    }
    try passDeadlines()
    // What was sent to a worker that ends is sent again, to the next one.
    guard exitStatus == nil else { return }
    let isTextDue = mailbox.textDueNs.map { $0 <= Clock.system.monotonicNs() } ?? false
    if isTextDue || ready > 0 && entries[0].revents != 0 {
      for operation in mailbox.take() { try apply(operation) }
    }
    guard ready > 0 else { return }
    if first == 2, entries[1].revents != 0 { accept() }
    for (place, id) in ids.enumerated() where entries[first + place].revents != 0 {
      try serve(id)
    }
    if journal.wantsRotation {
      try store.sync()
      try SessionLedger.takeUp(directory, segments: try journal.expiring())
      try journal.rotate(state.snapshot)
    }
  }

  private var waitMilliseconds: Int32 {
    var lefts = [
      idleDeadlineNs, graceDeadlineNs, budgetDeadlineNs, givingBackDeadlineNs,
    ].compactMap { deadline in
      deadline.map { $0 - clock.monotonicNs() }
    }
    if let due = mailbox.textDueNs { lefts.append(due - Clock.system.monotonicNs()) }
    guard let nearest = lefts.min() else { return -1 }
    return Int32(clamping: max(0, nearest / 1_000_000 + 1))
  }

  private func passDeadlines() throws(SessionError) {
    let now = clock.monotonicNs()
    if let deadline = idleDeadlineNs, deadline <= now {
      idleDeadlineNs = nil
      try apply(.idleElapsed)
    }
    if let deadline = graceDeadlineNs, deadline <= now {
      graceDeadlineNs = nil
      try apply(.graceElapsed)
    }
    if let deadline = givingBackDeadlineNs, deadline <= now {
      givingBackDeadlineNs = nil
      if state.running == nil { IdleMemory.giveBack() }
    }
    if let deadline = budgetDeadlineNs, deadline <= now { try lookAtBudgets(now) }
    if let warning = budgetWarning, state.running != nil {
      budgetWarning = nil
      try show(warning: warning)
    }
  }

  private func lookAtBudgets(_ nowNs: Int64) throws(SessionError) {
    let (finding, again) = budgets.look(
      notebook: state.settings?.notebook ?? "", own: state.settings?.budget, now: clock.now())
    budgetDeadlineNs = nowNs + Int64(again * 1e9)
    switch finding {
    case .fine: break
    case .warning(let text): budgetWarning = text
    case .spent(let text):
      if state.running != nil { try show(warning: text) }
      try apply(.endAsked(reason: text))
    }
  }

  private func show(warning: String) throws(SessionError) {
    let output = JSON.members([("kind", "warning"), ("text", .string(warning))])
    try apply(.shown(json: output.utf8()))
  }

  private func armIdle() {
    let seconds =
      state.attached.isEmpty
      ? options.idleSeconds : state.settings?.idleSeconds ?? SessionLimits.idleSeconds
    let now = clock.monotonicNs()
    idleDeadlineNs = now + Int64(seconds * 1e9)
    givingBackDeadlineNs = now + Int64(SessionLimits.givingBackSeconds * 1e9)
  }
}

// Front ends.
extension SessionWorker {
  private func accept() {
    do throws(SystemError) {
      guard let socket = try listener?.accept() else { return }
      guard connections.count < SessionLimits.connectionCountMax else { return socket.close() }
      add(socket)
    } catch {
      // Whoever knocked is gone again, or no descriptor is left: the next one may have more luck.
    }
  }

  private func add(_ socket: UnixSocket) {
    connectionCount += 1
    connections[connectionCount] = WorkerConnection(id: connectionCount, socket: socket)
  }

  /// Reads what a front end sent and does it.
  private func serve(_ id: Int) throws(SessionError) {
    let isOpen = connections[id]?.receive() ?? false
    do throws(WireError) {
      while let message = try connections[id]?.next() { try handle(message, from: id) }
    } catch {
      send(.refused(code: "protocol", message: error.message), to: id)
      drop(id)
    }
    if let failure = pendingFailure { throw failure }
    if connections[id]?.flush() == false { drop(id) }
    if !isOpen { drop(id) }
    if let failure = pendingFailure { throw failure }
  }

  private func handle(_ message: FrontEndMessage, from id: Int) throws(WireError) {
    switch message {
    case .hello(let version, let peer, let settings):
      guard version == SessionProtocol.version else {
        let text =
          "this session's worker (\(build)) speaks protocol \(SessionProtocol.version), "
          + "the front end (\(peer)) protocol \(version). Hint: end the session and start it again"
        send(.refused(code: "protocol-version", message: text), to: id)
        return
      }
      connections[id]?.isGreeted = true
      carryOut(.attached(id))
      if let settings { carryOut(.configured(settings, by: id)) }
      // A session that wakes is told of no settings that it does not have already.
      if budgetDeadlineNs == nil { budgetDeadlineNs = clock.monotonicNs() }
      let hello = WorkerHello(
        protocolVersion: SessionProtocol.version, build: build,
        pid: Int(HostFacts.processId), status: state.status)
      send(.hello(hello), to: id)
    case .submit, .interrupt, .withdraw, .status, .replay, .answer, .describe, .leave, .hibernate,
      .shutdown:
      guard connections[id]?.isGreeted == true else {
        throw .malformed("a front end starts with `hello`")
      }
      // Whoever looks at names or asks for old outputs is not idle.
      if idleDeadlineNs != nil { armIdle() }
      if let operation = message.operation(from: id) { carryOut(operation) }
    }
  }

  private func drop(_ id: Int) {
    guard let connection = connections.removeValue(forKey: id) else { return }
    connection.socket.close()
    carryOut(.detached(id))
  }

  private func send(_ message: WorkerMessage, to id: Int) {
    do throws(WireError) {
      send(try message.frame.encoded(), to: id)
    } catch {
      fail(.wire(error))
    }
  }

  private func send(_ frame: [UInt8], to id: Int) {
    if connections[id]?.send(frame) == false { drop(id) }
  }

  /// Sends the rest while the process ends, waiting a little for a slow reader.
  private func drain(_ id: Int) {
    while let connection = connections[id], connection.hasUnsent {
      var entry = pollfd(fd: connection.socket.descriptor, events: Int16(POLLOUT), revents: 0)
      guard poll(&entry, 1, 1000) > 0, connections[id]?.flush() == true else { return }
    }
  }

  /// Says to every front end why the worker ends.
  private func tell(_ error: SessionError) {
    for id in connections.keys.sorted() {
      send(.refused(code: error.code, message: error.message), to: id)
    }
  }
}

// Operations and actions.
extension SessionWorker {
  /// As `apply`, from where no session error can be thrown: it is kept for the end of the turn.
  private func carryOut(_ operation: SessionOperation) {
    do throws(SessionError) {
      try apply(operation)
    } catch {
      fail(error)
    }
  }

  private func fail(_ error: SessionError) {
    if pendingFailure == nil { pendingFailure = error }
  }

  private func apply(_ operation: SessionOperation) throws(SessionError) {
    try perform(state.apply(operation, at: clock.now()))
  }

  private func perform(_ actions: [SessionAction]) throws(SessionError) {
    for action in actions { try perform(action) }
  }

  private func perform(_ action: SessionAction) throws(SessionError) {
    switch action {
    case .record(let event): try record(event)
    case .send(let message, let id): send(message, to: id)
    case .broadcast(let message):
      for id in connections.keys.sorted() where connections[id]?.isGreeted == true {
        send(message, to: id)
      }
    case .run(let submission):
      evaluator.run(submission, earlier: state.finished[submission.id])
    case .raiseInterrupt: evaluator.interrupt.raise()
    case .answer(let question, let text): evaluator.answer(question: question, text: text)
    case .release(let token, let earlier):
      try store.sync()
      try journal.sync()
      evaluator.release(token, earlier: earlier)
    case .replay(let from, let id): try replay(from: from, to: id)
    case .describe(let names, let id): evaluator.describe(names, for: id)
    case .armIdle: armIdle()
    case .disarmIdle: idleDeadlineNs = nil
    case .armGrace:
      graceDeadlineNs = clock.monotonicNs() + Int64(SessionLimits.graceSeconds * 1e9)
    case .end(let reason): try end(reason)
    }
  }

  /// To the journal first, then to whoever looks on.
  private func record(_ event: SessionEvent) throws(SessionError) {
    let frame: [UInt8]
    do throws(WireError) {
      frame = try event.frame.encoded()
    } catch {
      throw .wire(error)
    }
    try journal.append(event, frame: frame)
    journalSync.wake()
    if case .configured(let settings) = event.body {
      evaluator.configure(settings)
      budgetDeadlineNs = clock.monotonicNs()
    }
    for id in connections.keys.sorted() where connections[id]?.isGreeted == true {
      send(frame, to: id)
    }
  }

  private func replay(from sequence: UInt64, to id: Int) throws(SessionError) {
    var last: UInt64 = 0
    try journal.replay(from: sequence) { number, payload in
      last = number
      var frame: [UInt8] = []
      frame.reserveCapacity(payload.count + 4)
      for shift in stride(from: 0, to: 32, by: 8) {
        frame.append(UInt8(truncatingIfNeeded: payload.count >> shift))
      }
      frame += payload
      send(frame, to: id)
    }
    send(.replayed(through: last), to: id)
  }

  private func save() throws(SessionError) {
    try store.sync()
    try journal.save(state.snapshot)
  }

  private func end(_ reason: String) throws(SessionError) {
    try save()
    for id in connections.keys.sorted() { send(.closing(reason: reason), to: id) }
    exitStatus = 0
  }
}

extension FrontEndMessage {
  /// What the state machine hears of it.
  fileprivate func operation(from id: Int) -> SessionOperation? {
    switch self {
    case .hello: nil
    case .submit(let submission): .submitted(submission, by: id)
    case .interrupt: .interrupted
    case .withdraw: .withdrawn(by: id)
    case .status: .statusAsked(by: id)
    case .describe(let names): .describeAsked(names: names, by: id)
    case .replay(let from): .replayAsked(from: from, by: id)
    case .answer(let question, let text): .answered(question: question, text: text)
    case .leave: .leaveAsked(by: id)
    case .hibernate: .hibernateAsked(by: id)
    case .shutdown: .shutdownAsked
    }
  }
}
