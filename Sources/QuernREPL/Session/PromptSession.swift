import Glibc
import QuernNotebook
import QuernSession
import QuernSystem
import QuernText
import QuernValue
import QuernWire

/// The prompt's side of its session: opened behind the first prompt, taken up again where its
/// worker went away.
final class PromptSession {
  let directory: String
  var options: SessionOptions
  private let clock = Clock.system
  private let terminal: Terminal
  private var opener: SessionOpener?
  private(set) var opened: SessionClient?
  private(set) var names = KnownNames()
  /// Names of an earlier prompt in this session, as its worker told at the beginning.
  private(set) var restored: [String] = []
  /// Whether an answer about names is still to come.
  private var awaitsNames = false
  private var cellCount = 0
  private var prefix = ""
  /// Cells that other front ends of the session run.
  private(set) var others: OtherCells
  /// Whether each cell says its time and what it would cost.
  var showsCost = false
  /// What they showed since the user was last told.
  private var news = ""

  private(set) var settings: SessionSettings

  init(
    directory: String, options: SessionOptions, settings: SessionSettings, terminal: Terminal
  ) {
    others = OtherCells(terminal: terminal)
    self.terminal = terminal
    self.directory = directory
    self.options = options
    self.settings = settings
    self.options.settings = settings
  }

  /// What it is called.
  var name: String { Path.name(directory) }

  /// Another session of this home, for the same prompt.
  func beside(directory: String, _ folder: String) -> PromptSession {
    let settings = SessionSettings(folder: folder, notebook: "repl \(folder)")
    var options = options
    options.settings = settings
    options.start = .resumed
    options.instance = nil
    options.isIsolated = false
    options.idleSeconds = SessionLimits.detachedIdleSeconds
    let next = PromptSession(
      directory: directory, options: options, settings: settings, terminal: terminal)
    next.showsCost = showsCost
    return next
  }

  /// Opens it and says how many names it has.
  func open() throws(SessionError) -> Int {
    _ = try client()
    return restored.count
  }

  /// Begins to open the session and returns at once.
  func start() throws(SystemError) {
    let opener = try SessionOpener()
    opener.start(directory: directory, options: options)
    self.opener = opener
  }

  /// Descriptors that have news while the user types.
  var wakeDescriptors: [Int32] {
    if let opened { return [opened.descriptor] }
    return opener.map { [$0.descriptor] } ?? []
  }

  /// Takes in what came while the user typed; true when the session has just opened.
  func wake() throws(SessionError) -> Bool {
    guard let opened else {
      _ = try client()
      return true
    }
    try drain(opened)
    return false
  }

  /// The session's worker; waits for it where it is just starting.
  func client() throws(SessionError) -> SessionClient {
    if let opened { return opened }
    let client: SessionClient
    if let opener {
      self.opener = nil
      client = try opener.wait()
    } else {
      client = try SessionClient.open(directory: directory, options: options)
    }
    options.start = .resumed
    opened = client
    let status = client.hello.status
    for notice in status.notices { news += "Note: \(notice)\n" }
    restored = status.names.map(\.name).filter { $0 != "_" }
    prefix = "in-\(status.lastSequence)-"
    if status.frontEndCount > 1 { prefix += "\(getpid())-" }
    if let cell = status.running {
      others.begin(cell, source: status.runningSource ?? "")
      news += Self.busy(status, now: clock.now())
    } else if status.frontEndCount > 1 {
      news += "\(Self.count(status.frontEndCount - 1)) here too: their cells are shown.\n"
    }
    names.forgetAll()
    try ask([])
    return client
  }

  /// The worker is gone: the next use starts another, which has all that was finished.
  func dropWorker() {
    opened?.detach()
    opened = nil
    awaitsNames = false
  }

  /// Leaves the session; its worker ends with its last front end, when all is on disk.
  func close() throws(SessionError) {
    guard opener != nil || opened != nil else { return }
    try client().leave()
    opened = nil
  }

  /// What is said of a session in which a cell of another front end runs.
  private static func busy(_ status: SessionStatus, now: Int64) -> String {
    var text = "A cell of another front end runs here"
    if let since = status.runningSince, since > 0 {
      text += " since " + Numbers.seconds(Double(max(0, now - since)) / 1e6)
    }
    let waiting = status.queued.count
    if waiting > 0 { text += ", \(waiting) more wait" }
    return text + "; what you type comes behind it.\n"
  }

  private static func count(_ count: Int) -> String {
    count == 1 ? "Another front end is" : "\(count) other front ends are"
  }

  func detach() {
    opened?.detach()
    opened = nil
  }
}

// Cells.
extension PromptSession {
  /// Runs a cell and shows what it says; one without an id gets one of the prompt's own.
  func run(
    _ wanted: CellSubmission, terminal: Terminal, isTimed: Bool = false
  ) throws(SessionError) -> CellReport {
    let client = try client()
    cellCount += 1
    let id = wanted.id.isEmpty ? "\(prefix)\(cellCount)" : wanted.id
    var submission = wanted
    submission.id = id
    try client.submit(submission)
    let quiet = QuietTerminal.take()
    defer { quiet.release() }
    var watch = CellWatch(terminal: terminal, startedNs: clock.monotonicNs())
    // Its terminal is put back before that of the cell.
    defer { watch.stopAsking() }
    while true {
      watch.waitsFor = others.running
      try watch.obey(client)
      try watch.poll(client)
      let message = try client.nextEvent(timeoutSeconds: watch.patienceSeconds)
      guard let report = try take(message, of: id, client, &watch, quiet) else { continue }
      watch.stopAsking()
      watch.view.finish(
        report, isTimed: isTimed || showsCost, price: showsCost ? usdPerHour : nil)
      if report.isGood { try ask(report.defined.map(\.name)) }
      return report
    }
  }

  /// Takes one message in; the report where it ends the cell.
  private func take(
    _ message: WorkerMessage?, of id: String, _ client: SessionClient, _ watch: inout CellWatch,
    _ quiet: QuietTerminal
  ) throws(SessionError) -> CellReport? {
    switch message {
    case .event(let event):
      switch event.body {
      case .output(let cell, let json) where cell == id: watch.show(json, quiet)
      case .finished(let report) where report.id == id: return report
      case .accepted(let cell) where cell.id == id: break
      case .started(let cell) where cell == id: break
      case .intended(let cell, _) where cell == id: break
      case .performed(let cell, _, _) where cell == id: break
      case .ran(let cell, _) where cell == id: break
      case .opened, .configured, .accepted, .started, .output, .intended, .performed, .ran,
        .finished, .closed:
        note(message)
        watch.show(text: takeNews())
      }
      watch.tick(clock.monotonicNs())
    case .progress(let cell, let json) where cell == id:
      watch.show(json, quiet)
      watch.tick(clock.monotonicNs())
    case .ask(let question, _, let prompt, let isSecret):
      if !watch.ask(question, prompt, isSecret: isSecret, quiet) {
        try client.answer(question: question, text: nil)
      }
    case .refused(let code, let message): throw .refused(code: code, message: message)
    case .closing(SessionEnd.hibernated): watch.tick(clock.monotonicNs())
    case .closing(let reason):
      dropWorker()
      throw .refused(code: "session-ended", message: "the session was ended: \(reason)")
    case .hello, .state, .described, .replayed, .progress, nil:
      note(message)
      watch.tick(clock.monotonicNs())
    }
    return nil
  }
}

// Names.
extension PromptSession {
  /// Asks what names stand for; the answer is taken in when it comes.
  private func ask(_ wanted: [String]) throws(SessionError) {
    guard let opened else { return }
    try opened.describe(wanted)
    awaitsNames = true
  }

  /// Waits a moment for an answer that is under way.
  func settleNames(seconds: Double) throws(SessionError) {
    let client = try client()
    let deadline = clock.monotonicNs() + Int64(seconds * 1e9)
    while awaitsNames {
      let left = deadline - clock.monotonicNs()
      guard left > 0, opened != nil else { return }
      note(try client.nextEvent(timeoutSeconds: Double(left) / 1e9))
    }
  }

  /// Takes in what is not about a cell of this prompt.
  private func note(_ message: WorkerMessage?) {
    switch message {
    case .described(let descriptions)?:
      names.learn(descriptions)
      awaitsNames = false
    case .event(let event)?:
      news += others.text(event)
      switch event.body {
      case .finished(let report) where report.isGood && !report.defined.isEmpty:
        learn(report.defined.map(\.name))
      case .configured(let settings) where settings.startsClean: names.forgetAll()
      case .opened, .configured, .accepted, .started, .output, .intended, .performed, .ran,
        .finished, .closed:
        break
      }
    case .closing(SessionEnd.hibernated)?:
      news += "The session hibernates; all is kept, the next cell wakes it.\n"
    case .closing(let reason)?:
      news += "The session's worker ended (\(reason)); all is kept, the next cell wakes it.\n"
      dropWorker()
    case .hello?, .progress?, .ask?, .state?, .replayed?, .refused?, nil: break
    }
  }

  /// What others did since it was last asked, as it is shown.
  func takeNews() -> String {
    defer { news = "" }
    return news
  }

  private func learn(_ names: [String]) {
    do throws(SessionError) {
      try ask(names)
    } catch {
      dropWorker()
    }
  }

  private func drain(_ client: SessionClient) throws(SessionError) {
    // No time at all would not look at the socket.
    while opened != nil, let message = try client.nextEvent(timeoutSeconds: 0.001) {
      note(message)
    }
  }

  /// Gives the session other settings: a notebook's folder, or no names any more.
  func configure(_ settings: SessionSettings) throws(SessionError) {
    let client = try client()
    try client.configure(settings, build: options.build)
    while let message = try client.nextEvent(timeoutSeconds: 10) {
      if case .hello = message { break }
      note(message)
    }
    self.settings = settings
    self.settings.startsClean = false
    options.settings = self.settings
    names.forgetAll()
    try ask([])
  }

  /// Everything that happened in the session, as far as it is kept.
  func events() throws(SessionError) -> [SessionEvent] {
    let client = try client()
    try client.replay(from: 1)
    var events: [SessionEvent] = []
    while let message = try client.nextEvent(timeoutSeconds: 30) {
      switch message {
      case .event(let event): events.append(event)
      case .replayed: return events
      case .hello, .progress, .ask, .state, .described, .refused, .closing: note(message)
      }
    }
    return events
  }
}
