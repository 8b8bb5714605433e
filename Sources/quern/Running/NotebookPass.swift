import QuernNotebook
import QuernSession
import QuernSystem
import QuernText
import QuernValue
import QuernWire

/// One pass over a notebook's cells: submits each, shows and keeps what it says.
struct NotebookPass {
  private let prepared: PreparedRun
  private let options: Runner.Options
  private let clock = Clock.system
  private(set) var results = RunResults()
  private var view: RunView
  private var reports: [CellReport] = []
  private var startedNs: Int64 = 0
  /// When outputs were last saved, and how many there were.
  private var savedNs: Int64 = 0
  private var savedCount = 0
  /// What the running cell wants to know, while it waits.
  private var asking = CellQuestion()
  /// How far the submitted cell has come: a front end that was killed may have left the same cell
  /// running, and what that says is not this run's.
  private var standing = Standing.sent
  private var instance = ""
  /// Why there was no session, or no longer one.
  private var failure: SessionError?
  private var engine = ""

  private enum Standing {
    case sent, accepted, started
  }

  init(prepared: PreparedRun, options: Runner.Options) {
    self.prepared = prepared
    self.options = options
    view = RunView(console: .out, form: options.form, total: prepared.notebook.cells.count)
  }

  /// Whether there was a session to run in.
  var hasBegun: Bool { !instance.isEmpty }

  /// Runs the cells; returns the exit status.
  mutating func run() -> Int32 {
    startedNs = clock.monotonicNs()
    var status = ExitCode.success
    guard let turn = turn() else {
      finish(Interruption.count > 0 ? ExitCode.interrupted : ExitCode.timeout)
      return Interruption.count > 0 ? ExitCode.interrupted : ExitCode.timeout
    }
    defer { withExtendedLifetime(turn) {} }
    do {
      let client = try open()
      instance = client.hello.status.instance
      engine = client.hello.build
      if options.showsCost || prepared.notebook.frontMatter.showsCost {
        view.usdPerHour = InstancePrices.find(home: prepared.home.path)[instance]?.usdPerHour
      }
      view.begin(head(client))
      for notice in client.hello.status.notices { Console.error.line("quern: \(notice)") }
      if client.hello.status.running != nil {
        view.remark("A cell of another front end runs in this session; this run comes behind it.")
      }
      status = try runCells(client)
      try client.leave()
    } catch {
      view.end(error.message, isGood: false)
      failure = error
      status = exitCode(error)
    }
    Self.markUnrun(&results.record, prepared.notebook)
    finish(status)
    return status
  }

  /// Waits while another run has the session; nil where this one is given up.
  private mutating func turn() -> RunTurn? {
    var isTold = false
    return RunTurn.take(session: prepared.sessionDirectory, home: prepared.home) {
      if !isTold {
        let place = options.session.map { "in session \($0)" } ?? "of this notebook"
        Console.error.line("quern: another run \(place) is going on; this one comes behind it")
        isTold = true
      }
      return Interruption.count == 0 && secondsLeft.map { $0 > 0 } ?? true
    }
  }

  private func open() throws(SessionError) -> SessionClient {
    var session = SessionOptions(
      home: prepared.home, settings: prepared.settings,
      start: options.reuse == .resume || options.session != nil ? .resumed : .fresh,
      instance: prepared.instance,
      build: QuernProgram.build)
    session.threadCount = options.threadCount
    session.memoryByteCount = options.memoryByteCount
    session.isIsolated = options.isIsolated || prepared.notebook.frontMatter.isIsolated == true
    return try SessionClient.open(directory: prepared.sessionDirectory, options: session)
  }

  private func head(_ client: SessionClient) -> String {
    let count = prepared.notebook.cells.count
    let title = prepared.notebook.frontMatter.title.map { " · \($0)" } ?? ""
    let type = InstanceType.named(instance)?.summary ?? instance
    return "\(prepared.path)\(title) · \(count) cell\(count == 1 ? "" : "s") on \(type)"
  }

  private mutating func runCells(_ client: SessionClient) throws(SessionError) -> Int32 {
    var status = ExitCode.success
    var broken = BrokenNames()
    for cell in prepared.notebook.cells {
      guard cell.options.runs else {
        view.cellSkipped(cell.id, index: cell.index, why: "eval: false")
        continue
      }
      if let limit = options.timeoutSeconds, let left = secondsLeft, left <= 0 {
        view.cellSkipped(
          cell.id, index: cell.index, why: "the run's limit of \(Numbers.seconds(limit)) is over")
        return ExitCode.timeout
      }
      if let obstacle = broken.obstacle(to: cell) {
        view.cellSkipped(cell.id, index: cell.index, why: obstacle)
        continue
      }
      let report = try run(cell, client)
      reports.append(report)
      if report.isGood {
        broken.succeeded(cell)
        continue
      }
      broken.failed(cell)
      if report.errorCode == "act-refused" { return status }
      if Interruption.count > 0 { return ExitCode.interrupted }
      if let left = secondsLeft, left <= 0 { return ExitCode.timeout }
      status = ExitCode.cellFailed
      if !options.keepsGoing { return status }
    }
    return status
  }

  private var secondsLeft: Double? {
    options.timeoutSeconds.map { $0 - Double(clock.monotonicNs() - startedNs) / 1e9 }
  }

  private mutating func run(
    _ cell: NotebookCell, _ client: SessionClient
  ) throws(SessionError) -> CellReport {
    let left = secondsLeft.map { max(0.001, $0) }
    let limits = [cell.options.timeoutSeconds, left].compactMap { $0 }
    // Where the run's time runs out first, its limit is the one to be named.
    let isOfRun = left != nil && limits.min() == left
    standing = .sent
    try client.submit(
      CellSubmission(
        id: cell.id, index: cell.index, source: cell.source, timeoutSeconds: limits.min(),
        namedLimitSeconds: isOfRun ? options.timeoutSeconds : nil,
        reuse: cell.options.usesCache ? options.reuse : .never, mayAct: options.mayAct,
        mayAsk: CellQuestion.isPossible && options.form != .json,
        refreshSeconds: cell.options.refreshSeconds))
    view.cellStarted(cell.id, index: cell.index, atNs: clock.monotonicNs())
    results.record.entries.append(
      OutputRecord.Entry(id: cell.id, index: cell.index, status: "lost", outputs: []))
    var interruptions = Interruption.count
    defer { startedNs += asking.end() }
    while true {
      if Interruption.count > interruptions {
        interruptions = Interruption.count
        startedNs += asking.end()
        try client.withdraw()
      }
      try asking.poll(client)
      saveIfDue()
      let message = try client.nextEvent(timeoutSeconds: asking.patienceSeconds)
      if let report = try handle(message, cell: cell, client) { return report }
    }
  }

  /// Takes one message in; the report where it ends the cell.
  private mutating func handle(
    _ message: WorkerMessage?, cell: NotebookCell, _ client: SessionClient
  ) throws(SessionError) -> CellReport? {
    let now = clock.monotonicNs()
    switch message {
    case .event(let event):
      switch event.body {
      case .accepted(let submission) where submission.id == cell.id: standing = .accepted
      case .started(let id) where id == cell.id && standing == .accepted: standing = .started
      case .output(let id, let json) where id == cell.id && standing == .started: show(json, now)
      case .finished(let report)
      where report.id == cell.id
        && (standing == .started || report.errorCode == SessionState.notStarted):
        results.record.entries[results.record.entries.count - 1].status = statusText(report)
        if report.errorCode == "act-refused" {
          results.record.entries[results.record.entries.count - 1].outputs = []
        }
        view.cellFinished(report, name: cell.id)
        return report
      case .opened, .configured, .accepted, .started, .output, .intended, .performed, .ran,
        .finished, .closed:
        tick(now)
      }
    case .progress(_, let json):
      if standing == .started { show(json, now) } else { tick(now) }
    case .ask(let question, _, let prompt, let isSecret):
      view.pause()
      try asking.begin(question, prompt, isSecret: isSecret, client)
    case .refused(let code, let message): throw .refused(code: code, message: message)
    case .closing(let reason):
      throw .refused(code: "session-ended", message: "the session was ended: \(reason)")
    case .hello, .state, .described, .replayed, nil: tick(now)
    }
    return nil
  }

  /// Nothing moves while somebody types.
  private mutating func tick(_ now: Int64) {
    if !asking.isOpen { view.tick(now) }
  }

  private mutating func show(_ json: [UInt8], _ now: Int64) {
    guard let output = Self.output(json) else { return }
    view.output(output, atNs: now)
    guard !output.isTransient else { return }
    results.record.entries[results.record.entries.count - 1].add(output)
  }

  /// An output of another release that is not understood is passed over.
  private static func output(_ json: [UInt8]) -> Output? {
    do {
      return Output(json: try JSON.parse(json))
    } catch {
      return nil
    }
  }

  private func statusText(_ report: CellReport) -> String {
    switch report.status {
    case .ok, .cached: "ok"
    case .error where report.errorCode == "act-refused": "not run"
    case .error: "error \(report.errorCode ?? "unknown")"
    case .interrupted: "interrupted"
    }
  }

  /// While a long cell runs, what came before it is on disk already: the end of this program, too,
  /// leaves it there.
  private mutating func saveIfDue() {
    let now = clock.monotonicNs()
    let count = results.record.entries.reduce(0) { $0 + $1.outputs.count + 1 }
    guard now - max(savedNs, startedNs) > Self.saveIntervalNs, count != savedCount else { return }
    savedNs = now
    savedCount = count
    var record = results.record
    Self.markUnrun(&record, prepared.notebook)
    do throws(SystemError) {
      try prepared.destination.folder.save(record)
    } catch {
      // It is told at the end, when they are saved for good.
    }
  }

  private static let saveIntervalNs: Int64 = 1_000_000_000

  private static func markUnrun(_ record: inout OutputRecord, _ notebook: Notebook) {
    let seen = Set(record.entries.map(\.index))
    for cell in notebook.cells where !seen.contains(cell.index) {
      record.entries.append(
        OutputRecord.Entry(id: cell.id, index: cell.index, status: "not run", outputs: []))
    }
    record.entries.sort { $0.index < $1.index }
  }

  private func exitCode(_ error: SessionError) -> Int32 {
    if Interruption.count > 0 { return ExitCode.interrupted }
    switch error {
    case .instance: return ExitCode.usage
    case .owned, .workerDied, .refused, .journalDamaged, .tooNew, .disk, .system, .wire:
      return ExitCode.sessionLost
    }
  }

  private mutating func finish(_ status: Int32) {
    let seconds = Double(clock.monotonicNs() - startedNs) / 1e9
    let summary = RunSummary(
      reports: reports, total: prepared.notebook.cells.count, seconds: seconds, status: status,
      failure: failure)
    if options.form == .json {
      Console.out.line(summary.json.text())
    } else {
      let folder = prepared.destination.folder.path
      let place = hasBegun ? "outputs in \(folder)/" : "\(folder)/ stays as it was"
      view.end("\(summary.text) · \(place)", isGood: status == ExitCode.success)
    }
    results.logLine = summary.logLine(
      startedMicroseconds: clock.now() - Int64(seconds * 1e6), instance: instance)
    guard hasBegun else { return }
    results.lock = LockBuilder.lock(
      reports: reports, notebook: prepared.notebook, folder: prepared.settings.folder,
      engine: engine, instance: instance, parameters: prepared.parameters.shownLiterals)
  }
}
