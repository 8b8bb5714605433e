internal import QuernNotebook
internal import QuernSession
internal import QuernSystem
internal import QuernText
internal import QuernValue
internal import QuernWire

// One cell.
extension KernelSession {
  func execute(_ request: ExecuteRequest) {
    let cell = begin(request)
    let show = CellShow(
      publish: channels.publish, request: request, count: state.executionCount, clock: clock)
    if obeys(request, show) { return }
    let (cellOptions, warnings) = CellOptions.read(request.code, firstLine: 1)
    for warning in warnings { show.take(.warning(warning.text)) }
    guard cellOptions.runs else { return finish(request, show, status: nil) }
    do throws(SessionError) {
      try settle(notebookOf: request)
      let submission = submission(cell, request, show)
      isAccepted = false
      let worker = try open()
      try worker.submit(submission)
      if lock.withLock({ wantsInterrupt }) { try worker.withdraw() }
      try conclude(try follow(submission, request, show), request, show)
    } catch {
      fail(error, request, show)
    }
  }

  /// Puts the cell where a kernel after a killed one finds it, and only then says that it runs;
  /// returns the id under which the session will have it.
  func begin(_ request: ExecuteRequest) -> String {
    if request.storesHistory { state.executionCount += 1 }
    hiddenCount += 1
    let cell =
      request.cellId
      ?? (request.storesHistory ? "in-\(state.executionCount)" : "unkept-\(hiddenCount)")
    lock.withLock {
      running = request.parent
      wantsInterrupt = false
    }
    remember(KernelState.Running(cell: cell, sequence: sequence, request: request))
    announce(request)
    return cell
  }

  /// Says that the cell runs.
  func announce(_ request: ExecuteRequest) {
    channels.publish.status("busy", parent: request.parent)
    guard !request.isSilent else { return }
    channels.publish.publish(
      "execute_input", parent: request.parent,
      content: JSON.members([
        ("code", .string(request.code)), ("execution_count", .int(Int64(state.executionCount))),
      ]).utf8())
  }

  /// Whether it was a command, which the kernel has answered by itself.
  func obeys(_ request: ExecuteRequest, _ show: CellShow) -> Bool {
    guard let command = KernelCommand(request.code, isTyped: request.isTyped) else {
      return false
    }
    settleNames()
    let (payload, error) = obey(command, request, show)
    if let error { show.take(.error(error)) }
    finish(request, show, status: error, payload: payload)
    return true
  }

  /// The end of a cell that the session has run; nil where the kernel stops first.
  func conclude(
    _ report: CellReport?, _ request: ExecuteRequest, _ show: CellShow
  ) throws(SessionError) {
    guard let report, report.isGood else {
      let failure = show.error ?? Self.failure(report)
      if show.error == nil { show.take(.error(failure)) }
      return finish(request, show, status: failure)
    }
    settle(report, replaces: request.cellId != nil)
    tell(report, show)
    let answers = expressions(request)
    if main == nil, !report.defined.isEmpty {
      // Asked before the reply: whoever has it may ask for what was defined at once.
      try describe(report.defined.map(\.name))
    }
    finish(request, show, status: nil, expressions: answers)
  }

  /// The end of a cell where the session itself failed.
  func fail(_ error: SessionError, _ request: ExecuteRequest, _ show: CellShow) {
    drop()
    let failure = ErrorOutput(
      code: error.code, message: error.message,
      rendered: "error[\(error.code)]: \(error.message)")
    if show.error == nil { show.take(.error(failure)) }
    finish(request, show, status: failure)
  }

  /// The end of a cell whose worker said nothing about why.
  static func failure(_ report: CellReport?) -> ErrorOutput {
    guard let report else {
      return ErrorOutput(
        code: "kernel-stopped", message: "the kernel was shut down while the cell was running",
        rendered: "error[kernel-stopped]: the kernel was shut down while the cell was running")
    }
    let code = report.errorCode ?? report.status.rawValue
    let message =
      report.status == .interrupted
      ? "interrupted; names and values are as before the cell" : "the cell failed: \(code)"
    return ErrorOutput(code: code, message: message, rendered: "error[\(code)]: \(message)")
  }

  /// The cell as the session takes it.
  func submission(
    _ cell: String, _ request: ExecuteRequest, _ show: CellShow
  ) -> CellSubmission {
    let options = CellOptions.read(request.code, firstLine: 1).options
    var submission = CellSubmission(
      id: cell, index: max(1, state.executionCount), source: request.code,
      timeoutSeconds: options.timeoutSeconds, reuse: options.usesCache ? .cache : .never,
      mayAct: main == nil, mayAsk: request.allowsInput && !request.isSilent,
      refreshSeconds: options.refreshSeconds,
      bindsResult: request.isTyped && request.storesHistory && main == nil)
    submission.given = main?.present
    if request.cellId != nil, main == nil {
      ledger.document = order.current()
      submission.replaces = true
      submission.above = ledger.above(cell)
      show.metadata = orderMetadata(request.code, cell: cell)
    }
    return submission
  }

  /// Puts the running cell where a kernel after a killed one finds it.
  func remember(_ running: KernelState.Running?) {
    state.running = running
    if main == nil { stateFile.write(state) }
  }

  /// What a cell beside the running one has to be told.
  func tell(_ report: CellReport, _ show: CellShow) {
    guard main != nil, !report.defined.isEmpty else { return }
    let names = report.defined.map(\.name).joined(separator: ", ")
    show.take(.warning("defined beside the session's own cells and not kept: \(names)"))
  }

  /// Takes in what a cell says until it ends. Where the worker goes away, or the connection to it
  /// because we read too slowly, what was missed is in the journal.
  func follow(
    _ cell: CellSubmission, _ request: ExecuteRequest, _ show: CellShow
  ) throws(SessionError) -> CellReport? {
    var attempts = 0
    while true {
      do throws(SessionError) {
        return try pump(cell, request, show)
      } catch {
        guard case .workerDied = error, attempts < 3 else { throw error }
        attempts += 1
        drop()
        let worker = try open()
        if worker.hello.status.lost == cell.id {
          show.take(
            .error(
              ErrorOutput(
                code: error.code, message: error.message,
                rendered: "error[\(error.code)]: \(error.message)")))
        }
        isCatchingUp = true
        try worker.replay(from: sequence + 1)
      }
    }
  }

  func pump(
    _ cell: CellSubmission, _ request: ExecuteRequest, _ show: CellShow
  ) throws(SessionError) -> CellReport? {
    guard let worker = client else { throw .workerDied(running: cell.id, exit: nil) }
    var stopsAt: Int64?
    while true {
      let message = try worker.nextEvent(timeoutSeconds: 0.25)
      if lock.withLock({ isStopping }) {
        let now = clock.monotonicNs()
        let end = stopsAt ?? now + 1_000_000_000
        stopsAt = end
        if now >= end { return nil }
      }
      guard let message else { continue }
      // A worker that died before it took the cell in has not begun it.
      if case .replayed = message, !isAccepted { try worker.submit(cell) }
      if let report = try take(message, of: cell.id, request, show) { return report }
    }
  }

  /// Takes one message in; the report where it ends the cell.
  func take(
    _ message: WorkerMessage, of id: String, _ request: ExecuteRequest, _ show: CellShow
  ) throws(SessionError) -> CellReport? {
    switch message {
    case .event(let event):
      // Numbers have no gaps: what comes early while we catch up comes again.
      guard isCatchingUp ? event.sequence == sequence + 1 : event.sequence > sequence else {
        return nil
      }
      sequence = event.sequence
      switch event.body {
      case .accepted(let submission) where submission.id == id: isAccepted = true
      case .output(let cell, let json) where cell == id: Self.output(json).map(show.take)
      case .finished(let report) where report.id == id: return report
      case .opened, .configured, .accepted, .started, .output, .intended, .performed, .ran,
        .finished, .closed:
        break
      }
    case .progress(let cell, let json) where cell == id: Self.output(json).map(show.take)
    case .ask(let number, let cell, let prompt, let isSecret) where cell == id:
      try ask(number, prompt, isSecret, request)
    case .refused(let code, let message): throw .refused(code: code, message: message)
    // One that has just hibernated is woken, and gets the cell again, by the client.
    case .closing: if client?.isAsleep != true { throw .workerDied(running: id, exit: nil) }
    case .replayed: isCatchingUp = false
    case .hello, .state, .described, .progress, .ask: note(message)
    }
    return nil
  }

  static func output(_ json: [UInt8]) -> Output? {
    do {
      return Output(json: try JSON.parse(json))
    } catch {
      // An output of another release that is not understood is passed over.
      return nil
    }
  }

  /// Asks the client that sent the cell, where it said that it can be asked.
  func ask(
    _ number: Int, _ prompt: String, _ isSecret: Bool, _ request: ExecuteRequest
  ) throws(SessionError) {
    guard request.allowsInput, !request.isSilent else {
      try client?.answer(question: number, text: nil)
      return
    }
    lock.withLock { question = number }
    let content = JSON.members([("prompt", .string(prompt)), ("password", .bool(isSecret))]).utf8()
    let stdin = channels.stdin
    // What was printed before the question stands above it.
    channels.publish.then {
      stdin.reply(
        to: request.identities, "input_request", parent: request.parent, content: content)
    }
  }
}

// The end of a cell.
extension KernelSession {
  func finish(
    _ request: ExecuteRequest, _ show: CellShow, status: ErrorOutput?,
    expressions: JSONObject = JSONObject(), payload: [JSON] = []
  ) {
    if !request.isSilent { show.end() }
    if request.storesHistory, main == nil {
      history.add(line: state.executionCount, input: request.code, output: show.result)
    }
    // Cells that were sent with this one do not run after its failure; those sent later do.
    let dropped = status != nil && request.stopsOnError ? takeWaiting() : []
    var content: [(String, JSON)] = [
      ("status", .string(status == nil ? "ok" : "error")),
      ("execution_count", .int(Int64(state.executionCount))),
      ("user_expressions", .object(expressions)), ("payload", .array(payload)),
    ]
    if let status { content += CellShow.content(status) }
    reply(request, content, metadata: replyMetadata(show))
    lock.withLock {
      running = nil
      channels.publish.status("idle", parent: request.parent)
    }
    for waiting in dropped { refuse(waiting) }
    remember(nil)
  }

  /// Answers behind everything that the cell has shown.
  func reply(
    _ request: ExecuteRequest, _ content: [(String, JSON)],
    metadata: [UInt8] = MessageCodec.empty
  ) {
    let shell = channels.shell
    let bytes = JSON.members(content).utf8()
    channels.publish.then {
      shell.reply(
        to: request.identities, "execute_reply", parent: request.parent, metadata: metadata,
        content: bytes)
    }
  }

  /// Cells that wait, those that lie unread at the socket included.
  func takeWaiting() -> [ExecuteRequest] {
    let read = EventFlag()
    channels.shell.whenRead { read.raise() }
    read.wait(milliseconds: 100)
    return lock.withLock {
      defer { requests = [] }
      return requests
    }
  }

  func refuse(_ request: ExecuteRequest) {
    let error = ErrorOutput(
      code: "not-run", message: "not run, because a cell before it failed",
      rendered: "error[not-run]: not run, because a cell before it failed")
    if request.storesHistory { state.executionCount += 1 }
    channels.publish.status("busy", parent: request.parent)
    reply(
      request,
      [
        ("status", .string("error")), ("execution_count", .int(Int64(state.executionCount))),
        ("user_expressions", .object(JSONObject())), ("payload", .array([])),
      ] + CellShow.content(error))
    channels.publish.status("idle", parent: request.parent)
  }
}
