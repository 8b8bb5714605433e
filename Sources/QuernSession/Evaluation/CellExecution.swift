internal import QuernEvaluator
internal import QuernPlan
internal import QuernSyntax
internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernValue
internal import QuernWire

/// One execution of one cell, from its text to its report.
final class CellExecution {
  private let runner: CellRunner
  private let services: SessionServices
  private let submission: CellSubmission
  private let door: any CellDoor
  private let log = CellLog()
  private let startedAt: Int64
  private let startedNs: Int64
  private var report: CellReport

  init(_ runner: CellRunner, _ submission: CellSubmission, _ door: any CellDoor) {
    self.runner = runner
    self.submission = submission
    self.door = door
    services = runner.services
    startedAt = services.clock.now()
    startedNs = services.clock.monotonicNs()
    report = CellReport(
      id: submission.id, index: submission.index, status: .error, seconds: 0)
  }

  /// As messages say it.
  private var cellName: String { "cell \(submission.index)" }

  func run() -> CellReport {
    do {
      try steps()
    } catch let error as ValueLost {
      fail(SessionMistake.valueLost(error.name, error.reason))
    } catch let error as Diagnostic {
      fail(error)
    } catch {
      fail(SessionMistake.of(error))
    }
    if report.status != .cached { report.seconds = seconds }
    return report
  }

  private var seconds: Double { Double(services.clock.monotonicNs() - startedNs) / 1e9 }

  private func steps() throws {
    guard let plan = try checked() else { return }
    let readings = plan.reads.compactMap { runner.names.definition($0) }
    report.read = readings.map { CellReport.Reading(name: $0.name, version: $0.version) }
    let key = try key(plan, readings)
    report.key = key
    if replayed(plan, key) { return }
    if Self.trains(plan) { services.fit.warm() }
    try evaluate(plan, key)
  }

  /// The plan, when nothing is wrong with it; what is wrong has been shown.
  private func checked() throws -> Plan? {
    let bindings = try runner.names.bindings(for: submission.source) {
      definition throws(ValueLost) in try runner.read(definition)
    }
    let folder = runner.settings.folder
    let (plan, diagnostics) = Checker.plan(
      text: submission.source, bindings: bindings, registry: runner.registry,
      reader: { try Disk.real.readText(Path.absolute($0, from: folder)) })
    for diagnostic in diagnostics {
      switch diagnostic.severity {
      case .error: show(diagnostic, plan.source)
      case .warning, .hint:
        // Made anew whenever the cell is looked at: what is saved of its outputs is without them.
        let text = diagnostic.rendered(source: plan.source, cell: cellName, color: false)
        door.show(json: Output.warning(text).json.utf8())
      }
    }
    if let first = diagnostics.first(where: { $0.severity == .error }) {
      report.errorCode = first.code
      return nil
    }
    if !submission.mayAct, let act = plan.effects.first(where: { $0.effect == .acts }) {
      fail(SessionMistake.actRefused(act.word, at: act.range), plan.source)
      return nil
    }
    return plan
  }

  private func key(_ plan: Plan, _ readings: [CellReport.Definition]) throws -> Digest {
    var uses: [(path: String, digest: Digest)] = []
    for path in plan.uses {
      let absolute = Path.absolute(path, from: runner.settings.folder)
      let entry = try services.files.entry(absolute)
      uses.append((path, entry.digest ?? SHA256.hash("absent")))
    }
    return CellKey(
      plan: plan, readings: readings.map { ($0.name, $0.digest) }, uses: uses,
      settings: runner.settings, submission: submission, profile: .current
    ).digest
  }

  /// Whether the plan calls a word that trains; it is enough to look at the text.
  private static func trains(_ plan: Plan) -> Bool {
    plan.normalizedText.utf8.split { !($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x5F) }
      .contains { $0.elementsEqual("train".utf8) }
  }
}

// Results of earlier runs.
extension CellExecution {
  /// Shows and binds an earlier result that still holds; false where there is none.
  private func replayed(_ plan: Plan, _ key: Digest) -> Bool {
    let check = TraceCheck(
      files: services.files, clock: services.clock, refreshSeconds: submission.refreshSeconds)
    switch submission.reuse {
    case .never: return false
    case .resume:
      if let earlier = door.finished(submission.id), earlier.key == key,
        check.holds(earlier.trace.filter { $0.kind != .volatile }, recordedAt: startedAt),
        replay(earlier.outputs)
      {
        adopt(earlier)
        return true
      }
    case .cache: break
    }
    guard plan.effect < .acts, let entry = services.cache.lookup(key, check),
      replay(entry.outputs)
    else { return false }
    adopt(entry)
    return true
  }

  /// Shows saved outputs again; false where they cannot be read.
  private func replay(_ outputs: Digest?) -> Bool {
    guard let outputs else { return true }
    do {
      let list = try JSON.parse(services.store.read(outputs))
      for output in list.arrayValue ?? [] { door.show(json: output.utf8()) }
      return true
    } catch {
      return false
    }
  }

  private func adopt(_ earlier: CellReport) {
    report.status = .cached
    report.seconds = earlier.seconds
    report.rowCount = earlier.rowCount
    report.outputs = earlier.outputs
    report.trace = earlier.trace
    define(earlier.defined.map { ($0.name, $0.digest, $0.blob, $0.type) })
  }

  private func adopt(_ entry: CellCache.Entry) {
    report.status = .cached
    report.seconds = entry.seconds
    report.rowCount = entry.rowCount
    report.outputs = entry.outputs
    report.trace = entry.trace
    define(entry.defined.map { ($0.name, $0.digest, $0.blob, $0.type) })
  }

  private func define(_ values: [(name: String, digest: Digest, blob: Digest, type: String)]) {
    for value in values {
      let definition = CellReport.Definition(
        name: value.name, version: runner.names.nextVersion(of: value.name),
        digest: value.digest, blob: value.blob, type: value.type)
      runner.names.define(definition, cell: submission.index)
      report.defined.append(definition)
    }
  }
}

// Running.
extension CellExecution {
  private func evaluate(_ plan: Plan, _ key: Digest) throws {
    let host = SessionHost(
      services: services, door: door, settings: runner.settings, key: key, cell: submission,
      startedAt: startedAt, log: log,
      tablesAbove: { [runner] in
        runner.names.tables { definition throws(ValueLost) in try runner.read(definition) }
      })
    let values = try runner.names.values(of: plan.reads) {
      definition throws(ValueLost) in try runner.read(definition)
    }
    var limits = EvaluatorLimits()
    limits.displayWidth = runner.settings.widthColumns
    if let display = submission.display {
      limits.displayWidth = display.widthColumns
      limits.displayRowCountMax = display.rowCountMax
      limits.displayRowCountWhole = display.rowCountWhole
    }
    let context = CellContext(
      name: cellName, seed: runner.settings.seed,
      params: try Parameters.values(
        plan.params, runner.settings.parameters, key: HomeKey(home: runner.services.home)))
    let result = Evaluator(registry: runner.registry, host: host, limits: limits)
      .run(plan, bindings: values, context: context)
    // What was stopped stands for no later run: its files need no digests.
    let isStopped = result.error.map(Self.isStop) ?? false
    report.trace = log.trace + (isStopped ? [] : openedFiles(host))
    if report.trace.count > SessionLimits.traceEntryCountMax {
      report.trace = [TraceEntry(kind: .volatile, subject: "\(report.trace.count) reads")]
    }
    if let error = result.error {
      report.status = Self.isStop(error) ? .interrupted : .error
      report.errorCode = error.diagnostic.code
      services.archive.setAsideDamaged(namedIn: error.diagnostic.message)
    } else {
      try keep(result.defined, plan, host)
      if submission.bindsResult, let value = result.result { keepResult(value, plan, host) }
      services.derived.keep(
        result.defined.map(\.value) + values.sorted { $0.key < $1.key }.map(\.value)
          + [result.result].compactMap { $0 }, host.tableContext)
      report.status = .ok
      if case .table(let table)? = result.result { report.rowCount = table.materialised?.rowCount }
    }
    try finish(plan, key)
  }

  /// Whether the cell was told to stop, by somebody or by its time limit.
  private static func isStop(_ error: RuntimeError) -> Bool {
    error.category == .interrupted || error.diagnostic.code == "timed-out"
  }

  /// The files behind the tables that were opened, as they were read.
  private func openedFiles(_ host: SessionHost) -> [TraceEntry] {
    log.opened.map { path, table in
      guard case .source(let source) = table.plan else {
        return TraceEntry(kind: .volatile, subject: path)
      }
      do {
        let known = try (source as? any PinnedFile)?.fileDigest(host.tableContext)
        // Looked at after it was read: where it is not the file that was pinned, nothing holds.
        let entry = try services.files.entry(path, digest: known)
        let pinned = source.identity
        let status = try FileStatus.of(path)
        guard status.inode == pinned.inode, status.size == pinned.byteCount,
          status.modifiedNs == pinned.modifiedNs
        else { return TraceEntry(kind: .volatile, subject: path) }
        if let identity = entry.identity, let known { services.files.remember(identity, known) }
        return entry
      } catch {
        return TraceEntry(kind: .volatile, subject: path)
      }
    }
  }

  /// Values to the store, names to the session.
  private func keep(
    _ defined: [(name: String, value: Value)], _ plan: Plan, _ host: SessionHost
  ) throws {
    for (name, value) in defined {
      let kept: (digest: Digest, blob: Digest)
      do {
        kept = try services.archive.keep(value, host.tableContext)
      } catch {
        throw SessionMistake.notKept(name, SessionMistake.of(error).message)
      }
      let definition = CellReport.Definition(
        name: name, version: runner.names.nextVersion(of: name), digest: kept.digest,
        blob: kept.blob, type: value.type.rawValue)
      // What exists is known better than what was planned: a file's columns, to begin with.
      let planned = plan.defines.first { $0.name == name }?.binding
      let binding = Binding(
        type: StaticType(of: value), definedIn: cellName, function: planned?.function)
      runner.names.define(definition, value, binding, cell: submission.index)
      report.defined.append(definition)
    }
  }

  /// The last result to the store and the session, as `_`; the cell is good without it too.
  private func keepResult(_ value: Value, _ plan: Plan, _ host: SessionHost) {
    do {
      let kept = try services.archive.keep(value, host.tableContext)
      let definition = CellReport.Definition(
        name: "_", version: runner.names.nextVersion(of: "_"), digest: kept.digest,
        blob: kept.blob, type: value.type.rawValue)
      runner.names.define(
        definition, value, Binding(type: StaticType(of: value)), cell: submission.index)
      report.defined.append(definition)
    } catch {
      emit(.note("the result is not kept as `_`: \(SessionMistake.of(error).message)"))
    }
  }

  /// Outputs to the store; results that may stand for later runs to the cache.
  private func finish(_ plan: Plan, _ key: Digest) throws {
    let outputs = log.outputs
    if !outputs.isEmpty { report.outputs = try services.store.put(JSON.array(outputs).utf8()) }
    // What cannot be computed again, or only at a price, outlives a loss of power.
    if log.hasActed || log.hasTrained { try services.store.sync() }
    guard report.status == .ok, submission.reuse != .never, !log.hasActed, plan.effect < .acts,
      !report.trace.contains(where: { $0.kind == .volatile })
    else { return }
    let entry = CellCache.Entry(
      trace: report.trace, at: startedAt, seconds: seconds, rowCount: report.rowCount,
      outputs: report.outputs,
      defined: report.defined.map {
        CellCache.Entry.Value(name: $0.name, digest: $0.digest, blob: $0.blob, type: $0.type)
      })
    try services.cache.keep(entry, for: key)
  }
}

// Showing what went wrong outside the evaluator.
extension CellExecution {
  private func emit(_ output: Output) {
    let json = output.json
    log.add(output: json)
    door.show(json: json.utf8())
  }

  private func show(_ diagnostic: Diagnostic, _ source: SourceText) {
    emit(
      .error(
        ErrorOutput(
          code: diagnostic.code, message: diagnostic.message,
          rendered: diagnostic.rendered(source: source, cell: cellName, color: false))))
  }

  private func fail(_ diagnostic: Diagnostic, _ source: SourceText? = nil) {
    show(diagnostic, source ?? SourceText(submission.source))
    report.status = .error
    report.errorCode = diagnostic.code
  }
}
