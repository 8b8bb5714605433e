internal import QuernLearning
internal import QuernPlan
internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernValue
internal import QuernWire

// Instances, their programs and their costs.
extension SessionHost {
  func runScript(
    _ request: ScriptRequest, show: (String) throws -> Void
  ) throws -> ScriptOutcome {
    let program = try traced(request.program)
    var files: [String] = []
    for file in request.files { files.append(try traced(file)) }
    let run = ScriptRun(
      request: request, program: program, files: files, notebookFolder: settings.folder,
      scratch: Path.join(services.home, "scripts"), instance: services.instance,
      cpuCount: services.workers.threadCount, isIsolated: services.isIsolated,
      scratchByteCount: services.scratchByteCount, context: tableContext)
    return try run.run(show: show)
  }

  /// A file that a script is made of, with its digest in the trace.
  private func traced(_ path: String) throws -> String {
    let absolute = try resolve(path)
    let entry = try services.files.entry(absolute)
    log.add(entry)
    guard entry.kind == .file, !Disk.real.isDirectory(absolute) else {
      let folder = Path.parent(absolute)
      let names = Disk.real.isDirectory(folder) ? try Disk.real.list(folder) : []
      throw SessionMistake.scriptMissing(
        Path.name(absolute), folder: folder,
        nearest: EditDistance.nearest(Path.name(absolute), in: names).first)
    }
    return absolute
  }

  func deployed(endpoint: String) throws -> Model? {
    try services.platform.deployed(endpoint)
  }

  func cell(making input: ComputedInput) -> String? {
    for (cell, value) in tablesAbove() {
      guard case .table(let table) = value, input.isMade(in: table) else { continue }
      return "cell \(cell)"
    }
    return nil
  }

  func instance() throws -> Record {
    log.add(TraceEntry(kind: .volatile, subject: "instance"))
    return InstanceFacts.own(services)
  }

  func instance(named type: String) throws -> Record {
    log.add(TraceEntry(kind: .volatile, subject: "instance"))
    return try InstanceFacts.of(type, services)
  }

  func instances() throws -> Table {
    log.add(TraceEntry(kind: .volatile, subject: "instances"))
    return try InstanceTable.table(
      host: services.host, prices: InstancePrices.find(home: services.home))
  }

  func costs(by grouping: String?) throws -> Table {
    log.add(TraceEntry(kind: .volatile, subject: "cost"))
    if let grouping = grouping.flatMap(CostGrouping.init(rawValue:)) {
      return try CostTable.table(home: services.home, by: grouping)
    }
    return try CostTable.table(home: services.home)
  }
}
