internal import Glibc
internal import QuernPlan
internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import Synchronization

/// One run of a program by the container contract: files in, process, files out.
struct ScriptRun {
  let request: ScriptRequest
  /// Absolute paths of the program and its further files.
  let program: String
  let files: [String]
  /// The notebook's folder: paths of interpreters start there.
  let notebookFolder: String
  let scratch: String
  let instance: String
  let cpuCount: Int
  let isIsolated: Bool
  let scratchByteCount: Int
  let context: TableContext

  private static let count = Atomic(0)

  func run(show: (String) throws -> Void) throws -> ScriptOutcome {
    try Self.prune(scratch)
    let number = Self.count.add(1, ordering: .relaxed).newValue
    let folder = ScriptFolder(
      path: "\(scratch)/\(Self.ownPrefix)\(number)", contract: request.contract)
    try folder.make(outputs: request.outputs)
    defer { Self.discard(folder) }
    try fill(folder)
    let environment = ScriptEnvironment.variables(
      request, folder, instance: instance, cpuCount: cpuCount)
    let script = "\(folder.code)/\(Path.name(program))"
    let interpreter = try ScriptInterpreter.command(
      for: script, named: request.interpreter, searchPath: environment["PATH"] ?? "/usr/bin:/bin",
      folder: notebookFolder)
    let command = interpreter + [script] + request.arguments.map { folder.localised($0) }
    let process = ScriptProcess(
      command: isIsolated ? NetworkIsolation.command(command) : command,
      environment: environment, directory: folder.code, interrupt: context.interrupt,
      scratch: folder.path, scratchByteCount: scratchByteCount)
    let end = try process.run(show: show)
    if end.isScratchFull {
      throw SessionMistake.scratchFull(Path.name(program), byteCount: scratchByteCount)
    }
    if isIsolated, end.exit.status == .exited(code: NetworkIsolation.failureStatus),
      let line = end.log.lastLines(1).first, line.hasPrefix(NetworkIsolation.failurePrefix)
    {
      throw SessionMistake.notIsolated(
        Path.name(program), String(line.dropFirst(NetworkIsolation.failurePrefix.count)))
    }
    guard end.exit.isSuccess else { throw failure(end, folder) }
    let outputs = ScriptOutputs(
      folder: folder, script: Path.name(program), types: request.types, context: context)
    var outcome = try outputs.collect(request.outputs)
    outcome.log = end.log.text
    if let message = folder.message() { outcome.notes.append(message) }
    return outcome
  }

  /// The program, its files, its tables and what describes them.
  private func fill(_ folder: ScriptFolder) throws {
    for path in [program] + files {
      let copy = "\(folder.code)/\(Path.name(path))"
      try Disk.real.writeAtomically(copy, try Disk.real.read(path))
      chmod(copy, access(path, X_OK) == 0 ? 0o755 : 0o644)
    }
    let isOnly = request.inputs.count == 1
    for (name, table) in request.inputs {
      let file = folder.inputFile(name, isOnly: isOnly)
      try Disk.real.makeDirectory(Path.parent(file))
      try CSVWriter.write(try table.collect(context), to: file, context: context)
      guard request.contract == .training else { continue }
      try Disk.real.makeDirectory(folder.channel(name))
      // The same bytes under both layouts.
      guard link(file, "\(folder.channel(name))/\(name).csv") == 0 else {
        throw SystemError.file(path: file, operation: "link", errno: errno)
      }
    }
    try folder.writeConfiguration(request, instance: instance)
  }

  private func failure(_ end: ScriptProcess.End, _ folder: ScriptFolder) -> RuntimeError {
    SessionMistake.scriptFailed(
      Path.name(program), end.exit, message: folder.message(), lines: end.log.lastLines(10),
      containerPath: ScriptFolder.containerPath)
  }

  // Folders of runs whose worker was killed.

  private static var ownPrefix: String {
    "\(ProcessIdentity.own.pid)-\(ProcessIdentity.own.startTicks)-"
  }

  private static func prune(_ scratch: String) throws(SystemError) {
    guard Disk.real.exists(scratch) else { return }
    for name in try Disk.real.list(scratch) where !name.hasPrefix(ownPrefix) {
      let parts = name.split(separator: "-")
      guard parts.count == 3, let pid = Int32(parts[0]), let ticks = UInt64(parts[1]) else {
        continue
      }
      let owner = ProcessIdentity(bootId: HostFacts.bootId, pid: pid, startTicks: ticks)
      if !owner.isRunning { try Disk.real.remove("\(scratch)/\(name)") }
    }
  }

  private static func discard(_ folder: ScriptFolder) {
    do throws(SystemError) {
      try folder.remove()
    } catch {
      // The next run removes it.
    }
  }
}
