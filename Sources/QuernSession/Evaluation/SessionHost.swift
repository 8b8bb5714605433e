internal import QuernLearning
internal import QuernPlan
internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernValue
internal import QuernWire

/// The door to the world for one execution of one cell.
///
/// Everything that is looked at goes into the trace, everything that acts into the journal: the
/// intent before, on disk, and the answer after.
final class SessionHost: Host, @unchecked Sendable {
  let tableContext: TableContext
  let fit: FitRunner
  let services: SessionServices
  let door: any CellDoor
  let settings: SessionSettings
  private let key: Digest
  let cell: CellSubmission
  private let startedAt: Int64
  let log: CellLog
  /// Tables of the cells above with their cell's number; asked on the evaluator's thread.
  let tablesAbove: () -> [(cell: Int, value: Value)]

  init(
    services: SessionServices, door: any CellDoor, settings: SessionSettings, key: Digest,
    cell: CellSubmission, startedAt: Int64, log: CellLog,
    tablesAbove: @escaping () -> [(cell: Int, value: Value)]
  ) {
    self.tablesAbove = tablesAbove
    self.services = services
    self.door = door
    self.settings = settings
    self.key = key
    self.cell = cell
    self.startedAt = startedAt
    self.log = log
    fit = services.fit.runner
    tableContext = services.tableContext(door, log)
  }

  // Reading.

  func openTable(_ path: String, options: CSVOptions) throws -> Table {
    let absolute = try resolve(path)
    do throws(TableError) {
      let file = try TableFiles.open(absolute, options: options, context: tableContext)
      let table = Table(source: file)
      if case .source(let source) = table.plan { services.archive.note(source, options) }
      log.add(opened: absolute, table)
      return table
    } catch {
      if error.isAbsence {
        log.add(TraceEntry(kind: .absence, subject: absolute))
      }
      throw error
    }
  }

  func listFolder(_ path: String) throws -> [String] {
    let absolute = try resolve(path)
    log.add(
      TraceEntry(
        kind: .listing, subject: absolute, digest: try TraceCheck.listingDigest(absolute)))
    return try Disk.real.list(absolute)
  }

  func readText(_ path: String) throws -> String {
    let absolute = try resolve(path)
    let entry = try services.files.entry(absolute)
    log.add(entry)
    return try Disk.real.readText(absolute)
  }

  func now() -> Int64 {
    log.add(TraceEntry(kind: .now, subject: "now"))
    return startedAt
  }

  func experiments() throws -> Table {
    log.add(TraceEntry(kind: .volatile, subject: "experiments"))
    return try RunStore.table(services.runs.all())
  }

  func ask(_ question: UserQuestion) throws -> String? {
    // Who thinks takes none of the cell's time.
    let left = door.interrupt.pause()
    defer { door.interrupt.resume(left) }
    let answer = cell.mayAsk ? door.ask(question.text, isSecret: question.isSecret) : nil
    log.add(
      TraceEntry(
        kind: .volatile, subject: "ask: \(question.text)",
        answer: question.isSecret ? nil : answer))
    do throws(Interrupted) {
      try door.interrupt.check()
    } catch {
      throw RuntimeError(error)
    }
    return answer
  }

  // Acting.

  func writeTable(_ table: Table, to path: String) throws -> ActOutcome {
    let data = try table.collect(tableContext)
    return try writeFile(path) { temporary throws(TableError) in
      try TableFiles.write(data, to: temporary, context: tableContext)
    }
  }

  func writeBytes(_ bytes: [UInt8], to path: String) throws -> ActOutcome {
    try writeFile(path) { temporary throws(TableError) in
      do throws(SystemError) {
        try Disk.real.writeAtomically(temporary, bytes)
      } catch {
        throw .file(error)
      }
    }
  }

  /// Writes beside the file, and puts that in its place where it is something else.
  private func writeFile(
    _ path: String, _ write: (String) throws(TableError) -> Void
  ) throws -> ActOutcome {
    let absolute = try resolve(path)
    let before = try services.files.entry(absolute)
    let token = ActToken(ordinal: log.nextWrite(), loop: [])
    // The suffix stays at the end: it says what is written.
    let temporary = Path.join(
      Path.parent(absolute), ".\(HostFacts.processId).\(Path.name(absolute))")
    do throws(TableError) {
      try write(temporary)
    } catch {
      guard case .file(let reason) = error, let errno = reason.errno else { throw error }
      throw TableError.file(.file(path: absolute, operation: "write", errno: errno))
    }
    let written = try services.files.entry(temporary)
    let change: ActOutcome =
      before.kind != .file ? .created : before.digest == written.digest ? .unchanged : .updated
    return try acting("write", on: absolute, token, expected: change.rawValue) { _ in
      if change == .unchanged {
        try Disk.real.remove(temporary)
      } else {
        try Disk.real.rename(temporary, absolute)
      }
      return change
    } settled: { outcome, expected in
      outcome == .unchanged ? ActOutcome(rawValue: expected) ?? outcome : outcome
    } json: {
      .members([("outcome", .string($0.rawValue))])
    }
  }

  func perform(operation: String, input: JSON, token: ActToken) throws -> JSON {
    let target = input["EndpointName"]?.stringValue ?? ""
    return try acting(operation, on: target, token, expected: nil) { act in
      try services.platform.perform(
        operation, input.objectValue ?? JSONObject(), act: owned(act, takesOver: false))
    } settled: { answer, _ in
      answer
    } json: {
      $0
    }
  }

  func deploy(_ request: DeployRequest) throws -> DeployOutcome {
    let model = try services.platform.keep(request.model)
    let expected = try services.platform.expected(request, model)
    return try acting(
      "Deploy", on: request.endpoint, request.token, expected: expected.rawValue
    ) { act in
      try services.platform.deploy(request, model, act: owned(act, takesOver: request.takesOver))
    } settled: { answer, expected in
      guard answer.outcome == .unchanged, let change = ActOutcome(rawValue: expected) else {
        return answer
      }
      return DeployOutcome(outcome: change, endpoint: answer.endpoint)
    } json: { outcome in
      .members([
        ("outcome", .string(outcome.outcome.rawValue)), ("arn", .string(outcome.endpoint.arn)),
      ])
    }
  }

  func stopEndpoint(_ name: String, token: ActToken) throws -> Bool {
    let expected = try services.platform.exists(name) ? "stopped" : nil
    return try acting("Stop", on: name, token, expected: expected) { act in
      try services.platform.stop(name, act: owned(act, takesOver: false))
    } settled: { stopped, expected in
      stopped || expected == "stopped"
    } json: {
      .members([("stopped", .bool($0))])
    }
  }

  func endpoint(named name: String) throws -> EndpointHandle {
    log.add(TraceEntry(kind: .volatile, subject: "endpoint \(name)"))
    return try services.platform.endpoint(name)
  }

  func invoke(endpoint: String, contentType: String, body: [UInt8]) throws -> EndpointAnswer {
    log.add(TraceEntry(kind: .volatile, subject: "endpoint \(endpoint)"))
    return try services.platform.invoke(endpoint, contentType: contentType, body: body)
  }

  /// Intent on disk, the act, its answer in the journal.
  ///
  /// `expected` is what the act will have done, as things stand before it. An act that was cut off
  /// after its effect, by the end of this worker or of the control plane, finds everything done
  /// when it is repeated; `settled` turns that answer into what was expected at first.
  func acting<Answer>(
    _ operation: String, on target: String, _ token: ActToken, expected: String?,
    _ body: (ActIntent) throws -> Answer, settled: (Answer, String) -> Answer,
    json: (Answer) -> JSON
  ) throws -> Answer {
    var act = intent(operation, target: target, token)
    act.expected = expected
    let earlier = door.intend(act)
    log.hasActed = true
    var answer = try body(act)
    if let expected = (earlier ?? act).expected { answer = settled(answer, expected) }
    door.performed(act, json: json(answer).utf8())
    return answer
  }

  func owned(_ act: ActIntent, takesOver: Bool) -> Act {
    Act(owner: settings.notebook, token: act.token.hex, isTakeover: takesOver)
  }

  // Runs.

  func record(_ run: RunRecord) throws {
    let place = RunStore.Place(
      identity: RunStore.identity(key: key, kind: run.kind, run.token),
      notebook: settings.notebook, cell: cell.id, session: services.sessionName,
      instance: services.instance, parent: log.innermostRun)
    door.record(runJSON: try services.runs.keep(run, at: place))
    log.hasTrained = true
  }

  func openRun(_ name: String, token: ActToken) throws {
    let identity = RunStore.identity(key: key, kind: "run", token)
    let parent = log.innermostRun
    log.open(run: identity.short)
    let run = RunRecord(
      kind: "run", name: name, token: token, seed: settings.seed,
      startedMicroseconds: startedAt, seconds: 0)
    let place = RunStore.Place(
      identity: identity, notebook: settings.notebook, cell: cell.id,
      session: services.sessionName, instance: services.instance, parent: parent)
    door.record(runJSON: try services.runs.keep(run, at: place))
  }

  func closeRun() { log.closeRun() }

  // Showing.

  func emit(_ output: Output) {
    if case .progress(let progress) = output {
      if let timed = log.timed(progress, at: services.clock.monotonicNs()) {
        door.progress(json: Output.progress(timed).json.utf8())
      }
      return
    }
    if case .stream(let text) = output {
      log.add(printed: text)
      return door.show(text: text)
    }
    let json = output.json
    log.add(output: json)
    door.show(json: json.utf8())
  }

  /// Relative paths start at the notebook's folder.
  func resolve(_ path: String) throws -> String {
    if path.hasPrefix("~/"), let home = HostFacts.environment("HOME") {
      return Path.normalised(Path.join(home, String(path.dropFirst(2))))
    }
    let local = path.hasPrefix("file://") ? String(path.dropFirst(7)) : path
    if let scheme = local.range(of: "://") {
      throw SessionMistake.unknownScheme(String(local[..<scheme.lowerBound]), path)
    }
    return Path.absolute(local, from: settings.folder)
  }

  /// The act's name for ever: the same call of the same cell has the same one in every run.
  private func intent(_ operation: String, target: String, _ token: ActToken) -> ActIntent {
    var hash = SHA256()
    for part in [
      "quern act 1", services.home, settings.notebook, key.hex, operation, target,
      "\(token.ordinal)", token.loop.map(String.init).joined(separator: "."),
    ] {
      hash.update(Int64(part.utf8.count))
      hash.update(part)
    }
    return ActIntent(token: hash.finalize(), operation: operation, target: target)
  }
}

extension String {
  /// The first place of a text, by bytes.
  fileprivate func range(of text: String) -> Range<String.Index>? {
    let bytes = Array(utf8), wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return nil }
    for start in 0...(bytes.count - wanted.count)
    where bytes[start..<(start + wanted.count)].elementsEqual(wanted) {
      let lower = utf8.index(utf8.startIndex, offsetBy: start)
      return lower..<utf8.index(lower, offsetBy: wanted.count)
    }
    return nil
  }
}
