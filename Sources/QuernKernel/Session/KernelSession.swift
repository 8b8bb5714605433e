internal import QuernREPL
internal import QuernSession
internal import QuernSystem
internal import QuernWire

/// The kernel's side of its session, on a thread of its own: runs the cells that clients send, one
/// after the other, and publishes what they show.
final class KernelSession: @unchecked Sendable {
  let channels: KernelChannels
  let places: KernelPlaces
  let history: KernelHistory
  let clock: Clock
  /// The session whose names this one looks at; nil where it is the kernel's own.
  let main: KernelSession?
  let options: KernelOptions
  let bell: EventFD
  let lock = Lock()
  var thread: PlatformThread?

  // Under the lock.
  var requests: [ExecuteRequest] = []
  var running: RequestParent?
  var wantsInterrupt = false
  var isStopping = false
  var question: Int?
  var isRecovering = false
  var known = KnownNames()
  var definitions = CellDefinitions()
  var client: SessionClient?
  var keepsNames = false
  var settings: SessionSettings
  /// Whether the worker still owes an answer about names.
  var awaitsNames = false

  // Of the session's thread alone.
  var state = KernelState()
  let stateFile: KernelStateFile
  /// The last event that was taken in.
  var sequence: UInt64 = 0
  var hasOpened = false
  /// Whether the worker has the running cell.
  var isAccepted = false
  /// Whether events are sent again up to now: others are among them.
  var isCatchingUp = false
  var hiddenCount = 0
  var ledger = CellLedger()
  var order: DocumentOrder
  /// Whether a notebook was looked for.
  var hasSearched = false

  init(
    channels: KernelChannels, places: KernelPlaces, history: KernelHistory,
    options: KernelOptions, clock: Clock, beside main: KernelSession? = nil
  ) throws(SystemError) {
    self.main = main
    order = DocumentOrder(path: places.notebook)
    settings = places.settings
    self.channels = channels
    self.places = places
    self.history = history
    self.options = options
    self.clock = clock
    bell = try EventFD()
    stateFile = KernelStateFile(path: places.stateFile)
  }

  func start() throws(SystemError) {
    thread = try PlatformThread.start(name: "quern-session", stackBytes: 8 << 20) { self.serve() }
  }

  /// Ends the running cell, then the thread; `keeps` leaves names for the next kernel.
  func stop(keeps: Bool) {
    lock.withLock {
      isStopping = true
      keepsNames = keeps
    }
    interrupt()
    bell.signal()
    thread?.join()
  }

  /// A session for cells that look at this one's names while its own cell runs.
  func beside(_ id: String) throws(SystemError) -> KernelSession {
    let beside = try KernelSession(
      channels: channels, places: places.beside(id), history: history, options: options,
      clock: clock, beside: self)
    beside.settings = lock.withLock { settings }
    return beside
  }
}

// From any thread.
extension KernelSession {
  /// What is defined, as far as the worker has told.
  var names: KnownNames { lock.withLock { known } }

  /// As `names`, waiting a moment for what the last cell defined.
  var settledNames: KnownNames {
    let deadline = clock.monotonicNs() + 40_000_000
    return lock.withLock {
      while awaitsNames, lock.wait(untilMonotonicNs: deadline) {}
      return known
    }
  }

  /// Every name with the place of its value, for cells beside the running one.
  var present: [CellReport.Definition] {
    lock.withLock { definitions.names.compactMap { definitions.latest($0) } }
  }

  /// Puts a cell behind those that wait; false where too many do.
  func submit(_ request: ExecuteRequest) -> Bool {
    let fits = lock.withLock {
      guard requests.count < KernelLimits.requestCountMax else { return false }
      requests.append(request)
      return true
    }
    bell.signal()
    return fits
  }

  /// Stops the running cell.
  func interrupt() {
    lock.withLock {
      guard running != nil else { return }
      wantsInterrupt = true
      do throws(SessionError) {
        // Cells of other front ends of the session go on; one that a killed kernel began is ours.
        if isRecovering { try client?.interrupt() } else { try client?.withdraw() }
      } catch {
        // A worker that is gone has stopped already; the session's thread says so.
        return
      }
    }
  }

  /// An answer to the question that the running cell asks.
  func answer(_ text: String) {
    lock.withLock {
      guard let question else { return }
      self.question = nil
      do throws(SessionError) {
        try client?.answer(question: question, text: text)
      } catch {
        return
      }
    }
  }

  /// Publishes that a request other than a cell is done. Clients take the last state as the
  /// kernel's, so a cell that runs is named again.
  func publishIdle(_ parent: RequestParent) {
    lock.withLock {
      channels.publish.status("idle", parent: parent)
      if let running { channels.publish.status("busy", parent: running) }
    }
  }
}

// The thread.
extension KernelSession {
  func serve() {
    do throws(SessionError) {
      try open()
      try recover()
      if main == nil { HostFacts.releaseCode() }
    } catch {
      // The first cell tries again, and says what is wrong.
      drop()
    }
    while true {
      let (request, stops) = lock.withLock {
        (requests.isEmpty ? nil : requests.removeFirst(), isStopping)
      }
      if stops { break }
      if let request { execute(request) } else { idle() }
    }
    close()
  }

  /// The session's worker; opened where there is none.
  @discardableResult
  func open() throws(SessionError) -> SessionClient {
    if let client { return client }
    let left = hasOpened || main != nil ? nil : KernelState.read(places.stateFile)
    var session = SessionOptions(
      home: places.home, settings: settings,
      start: hasOpened || left != nil || places.isNamed ? .resumed : .fresh,
      instance: places.instance, build: options.build)
    session.threadCount = options.threadCount
    session.isIsolated = places.isIsolated
    let opened = try SessionClient.open(directory: places.directory, options: session)
    if let left { state = left }
    hasOpened = true
    if sequence == 0 { sequence = opened.hello.status.lastSequence }
    let defined = opened.hello.status.names.compactMap(\.definition)
    lock.withLock {
      client = opened
      if definitions.names.isEmpty { definitions = CellDefinitions(defined) }
    }
    if main == nil { try describe([]) }
    return opened
  }

  /// Forgets a worker that is gone; the next cell gets another, which has all that was finished.
  func drop() {
    lock.withLock {
      client?.detach()
      client = nil
      awaitsNames = false
      question = nil
    }
  }

  /// Waits for cells, and takes in what the worker says without being asked.
  func idle() {
    var poller = Poller()
    poller.set(bell.descriptor, .read)
    if let client { poller.set(client.descriptor, .read) }
    do {
      _ = try poller.wait()
      bell.drain()
      while let message = try client?.eventIfAny() { note(message) }
    } catch {
      drop()
    }
  }

  /// Asks what names stand for; the answer is taken in when it comes.
  func describe(_ wanted: [String]) throws(SessionError) {
    lock.withLock { awaitsNames = true }
    try client?.describe(wanted)
  }

  /// Waits a moment for an answer that is under way.
  func settleNames() {
    let deadline = clock.monotonicNs() + 500_000_000
    do throws(SessionError) {
      while lock.withLock({ awaitsNames }), clock.monotonicNs() < deadline {
        if let message = try client?.nextEvent(timeoutSeconds: 0.1) { note(message) }
      }
    } catch {
      drop()
    }
  }

  /// Takes in what is no part of a cell.
  func note(_ message: WorkerMessage) {
    switch message {
    case .described(let descriptions):
      lock.withLock {
        awaitsNames = false
        known.learn(descriptions)
        lock.broadcast()
      }
    case .event(let event):
      guard event.sequence > sequence else { return }
      sequence = event.sequence
      if case .finished(let report) = event.body { settle(report, replaces: false) }
    // A session that hibernates is woken by the next message to it.
    case .closing: if client?.isAsleep != true { drop() }
    case .hello, .progress, .ask, .state, .replayed, .refused: break
    }
  }

  /// Takes in what a cell has defined.
  func settle(_ report: CellReport, replaces: Bool) {
    guard report.isGood, main == nil else { return }
    let gone = lock.withLock { () -> [String] in
      let touched = definitions.settle(report.id, defined: report.defined, replaces: replaces)
      return touched.filter { definitions.latest($0) == nil }
    }
    lock.withLock { for name in gone { known.forget(name) } }
    if replaces { ledger.take(report, count: state.executionCount) }
  }

  func close() {
    let worker = lock.withLock { client }
    if let worker {
      do throws(SessionError) {
        if places.isNamed, !keepsNames {
          var settings = self.settings
          settings.startsClean = true
          try worker.configure(settings, build: options.build)
        }
        if places.isNamed { try worker.leave() } else { try worker.close() }
      } catch {
        worker.detach()
      }
    }
    stateFile.remove()
    guard !places.isNamed, hasOpened else { return }
    do {
      let directory = SessionDirectory(path: places.directory)
      directory.awaitRelease()
      try directory.remove()
      if main == nil { try places.leave() }
    } catch {
      // Asleep and nameless: `quern sessions delete --asleep` takes it.
      return
    }
  }
}
