internal import Glibc
internal import QuernSystem
internal import QuernText

/// `quern __shim`: the parent of a session's worker.
///
/// It makes the limits of the instance, starts the worker inside of them, waits, and says in
/// `exit.json` how it ended. It holds nothing else: when it is killed, the worker goes on.
///
///     quern __shim --session DIR --instance NAME --memory BYTES --cpus N -- WORKER ARGUMENTS
struct SessionShim {
  private let directory: SessionDirectory
  private let memoryByteCount: Int
  private let cpuCount: Int
  private let workerArguments: [String]

  init(arguments: [String]) throws(RoleError) {
    let options = try RoleArguments(arguments)
    directory = SessionDirectory(path: try options.text("--session"))
    memoryByteCount = try options.int("--memory")
    cpuCount = try options.int("--cpus")
    workerArguments = options.rest
  }

  /// Its command line, after the program's name.
  static func arguments(
    session: String, memory: MemoryPlan, cpuCount: Int, worker: WorkerOptions
  ) -> [String] {
    [
      "__shim", "--session", session, "--memory", "\(memory.backstopBytes)",
      "--cpus", "\(cpuCount)", "--",
    ] + worker.arguments
  }

  /// The number under which shim and worker get their first front end's socket.
  static let connection: Int32 = 3

  func run() throws(SessionError) -> Int32 {
    try JournalDisk.real.makeFolder(directory.path)
    // What an earlier worker ended with is not what this one will.
    try JournalDisk.real.remove(directory.exitFile)
    let name = "\(getpid())-\(SHA256.hash(directory.path).short)"
    let limits = InstanceLimits.prepare(
      name: name, memoryBytes: memoryByteCount, cpuCount: cpuCount)
    defer { limits.remove() }
    let child: ChildProcess
    do throws(SystemError) {
      child = try start(limits)
    } catch {
      throw .system(error)
    }
    // The worker's end of the connection must be the only one, or its death would not be seen.
    close(Self.connection)
    let watched = wait(for: child, limits)
    try record(watched.exit, child, limits, isOverLimit: watched.isOverLimit)
    return 0
  }

  private func start(_ limits: InstanceLimits) throws(SystemError) -> ChildProcess {
    let log = try FileHandle.open("\(directory.path)/worker.log", .append, permissions: 0o600)
    var spawn = Spawn.ownProgram(
      ["quern", "__worker"] + workerArguments + ["--limits", limits.means.description])
    spawn.standardOutput = .descriptor(log.descriptor)
    spawn.standardError = .descriptor(log.descriptor)
    spawn.descriptors = [.init(from: Self.connection, to: Self.connection)]
    spawn.limits = [.init(.core, 0)]
    var environment = HostFacts.environment()
    environment["SWIFT_BACKTRACE"] = "enable=no"
    spawn.environment = environment
    limits.apply(to: &spawn)
    return try spawn.spawn()
  }

  /// Waits for the end. Where nothing of the system holds the memory down, looks at it.
  private func wait(
    for child: ChildProcess, _ limits: InstanceLimits
  ) -> (exit: ChildExit, isOverLimit: Bool) {
    guard case .resourceLimit = limits.means else { return (child.wait(), false) }
    var isOverLimit = false
    while true {
      if let exit = child.wait(timeoutSeconds: 0.2) { return (exit, isOverLimit) }
      let resident = ProcessIdentity.residentBytes(ofPid: child.pid) ?? 0
      if resident > memoryByteCount {
        isOverLimit = true
        child.kill()
      }
    }
  }

  private func record(
    _ exit: ChildExit, _ child: ChildProcess, _ limits: InstanceLimits, isOverLimit: Bool
  ) throws(SessionError) {
    let isMemory = isOverLimit || (limits.memoryKills() ?? 0) > 0
    let record: ExitRecord
    switch exit.status {
    case .exited(let code):
      record = ExitRecord(reason: .exited, status: Int(code), pid: Int(child.pid))
    case .signalled(let signal):
      record = ExitRecord(
        reason: isMemory ? .memory : .killed, status: Int(signal), pid: Int(child.pid),
        memoryBytes: exit.peakBytes)
    }
    // An end of its own will says nothing that the journal does not.
    if exit.isSuccess { return }
    try JournalDisk.real.replace(directory.exitFile, with: record.json.utf8(), synced: false)
  }
}
