internal import Glibc
internal import QuernSystem
internal import QuernText
internal import QuernWire

/// `quern __shim`: the parent of a session's worker.
///
/// It keeps the promise of the instance's memory, makes its limits, runs its lifecycle's scripts,
/// starts the worker inside of the limits, waits, and says in `exit.json` how it ended. It holds
/// nothing else: when it is killed, the worker goes on.
///
///     quern __shim --session DIR --instance NAME --memory BYTES --cpus N -- WORKER ARGUMENTS
struct SessionShim {
  private let directory: SessionDirectory
  private let home: String
  private let instance: String
  /// Whether the instance's memory is promised to it alone.
  private let isPromised: Bool
  private let memoryByteCount: Int
  private let cpuCount: Int
  private let workerArguments: [String]

  init(arguments: [String]) throws(RoleError) {
    let options = try RoleArguments(arguments, flags: ["--promised"])
    directory = SessionDirectory(path: try options.text("--session"))
    home = try options.text("--home")
    instance = try options.text("--instance")
    isPromised = options.flags.contains("--promised")
    memoryByteCount = try options.int("--memory")
    cpuCount = try options.int("--cpus")
    workerArguments = options.rest
  }

  /// Its command line, after the program's name.
  static func arguments(
    session: String, memory: MemoryPlan, cpuCount: Int, isPromised: Bool, worker: WorkerOptions
  ) -> [String] {
    [
      "__shim", "--session", session, "--home", worker.home, "--instance", worker.instance,
      "--memory", "\(memory.backstopBytes)", "--cpus", "\(cpuCount)",
    ] + (isPromised ? ["--promised"] : []) + ["--"] + worker.arguments
  }

  /// The number under which shim and worker get their first front end's socket.
  static let connection: Int32 = 3
  /// The number under which the worker keeps the instance's promise.
  private static let promise: Int32 = 4
  /// Whether the instance is to have no network.
  private var isIsolated: Bool { workerArguments.contains("--isolated") }
  /// How often the worker is seen to live.
  private static let aliveSeconds = 30.0
  /// How often memory is looked at where nothing of the system holds it down.
  private static let watchSeconds = 0.2

  func run() -> Int32 {
    do throws(SessionError) {
      return try serve()
    } catch {
      refuse(error)
      return 74
    }
  }

  private func serve() throws(SessionError) -> Int32 {
    try JournalDisk.real.makeFolder(directory.path)
    let promise = try promiseMemory()
    defer { promise.close() }
    // What an earlier worker ended with is not what this one will.
    try JournalDisk.real.remove(directory.exitFile)
    let aliveAt = directory.aliveAt
    let name = "\(getpid())-\(SHA256.hash(directory.path).short)"
    let limits = InstanceLimits.prepare(
      name: name, memoryBytes: memoryByteCount, cpuCount: cpuCount)
    defer { limits.remove() }
    let lifecycle = try runLifecycle(limits)
    let child: ChildProcess
    do throws(SystemError) {
      let sockets = isIsolated ? try UnixSocket.pair() : nil
      child = try start(limits, promise, aliveAt, sockets?.1)
      if let (ours, theirs) = sockets {
        theirs.close()
        try broker(ours)
      }
    } catch {
      throw .system(error)
    }
    // The worker's end of the connection must be the only one, or its death would not be seen.
    close(Self.connection)
    if let lifecycle { awaitOwner(child, lifecycle) }
    let watched = wait(for: child, limits)
    try record(watched.exit, child, limits, isOverLimit: watched.isOverLimit)
    return 0
  }

  private func promiseMemory() throws(SessionError) -> FileHandle {
    let promises = HostPromises(home: home)
    let name = Path.name(directory.path)
    do throws(PromiseError) {
      if isPromised, let type = InstanceType.named(instance) {
        return try promises.promise(type, to: name)
      }
      return try promises.share(instance, by: name)
    } catch {
      switch error {
      case .instance(let error): throw .instance(error)
      case .system(let error): throw .system(error)
      }
    }
  }

  private func start(
    _ limits: InstanceLimits, _ promise: FileHandle, _ aliveAt: Int64?, _ sockets: UnixSocket?
  ) throws(SystemError) -> ChildProcess {
    // A collection may just have removed the session, which nobody had used for long.
    try Disk.real.makeDirectory(directory.path)
    let log = try FileHandle.open("\(directory.path)/worker.log", .append, permissions: 0o600)
    var arguments = ["quern", "__worker"] + workerArguments
    arguments += ["--limits", limits.description]
    if let aliveAt { arguments += ["--alive", "\(aliveAt)"] }
    var spawn = Spawn.ownProgram(arguments)
    spawn.standardOutput = .descriptor(log.descriptor)
    spawn.standardError = .descriptor(log.descriptor)
    spawn.descriptors = [.init(from: Self.connection, to: Self.connection)]
    spawn.descriptors.append(.init(promise, to: Self.promise))
    if let sockets { spawn.descriptors.append(.init(sockets, to: SocketRequest.descriptor)) }
    spawn.limits = [.init(.core, 0)]
    var environment = HostFacts.environment()
    environment["SWIFT_BACKTRACE"] = "enable=no"
    spawn.environment = environment
    limits.apply(to: &spawn)
    return try spawn.spawn()
  }

  /// Makes an isolated worker's sockets, as long as it asks.
  private func broker(_ socket: UnixSocket) throws(SystemError) {
    let home = HomeDirectory(path: home, runtimeDirectory: try runtime())
    let broker = SocketBroker(directory: directory, home: home)
    try PlatformThread.start(name: "quern-sockets") {
      do throws(SystemError) {
        try broker.serve(socket)
      } catch {
        // The worker is gone in the middle of an answer.
        socket.close()
      }
    }.detach()
  }

  /// Where the worker's socket and the platform's are.
  private func runtime() throws(SystemError) -> String {
    do throws(RoleError) {
      return try WorkerOptions(arguments: workerArguments).runtime
    } catch {
      throw .malformed(path: "the worker's command line", reason: error.message)
    }
  }

  /// Waits for the end, and says now and then that the worker lives. Where nothing of the system
  /// holds the memory down, looks at it.
  private func wait(
    for child: ChildProcess, _ limits: InstanceLimits
  ) -> (exit: ChildExit, isOverLimit: Bool) {
    let watch = MemoryWatch(worker: child, limitBytes: memoryByteCount)
    var isOverLimit = false
    var aliveNs: Int64 = 0
    let isWatched = limits.means == .resourceLimit
    // From here on it only waits.
    HostFacts.releaseCode()
    while true {
      let now = Clock.system.monotonicNs()
      if now - aliveNs >= Int64(Self.aliveSeconds * 1e9) {
        aliveNs = now
        directory.markAlive()
      }
      let pause = isWatched ? Self.watchSeconds : Self.aliveSeconds
      if let exit = child.wait(timeoutSeconds: pause) {
        directory.markAlive()
        return (exit, isOverLimit)
      }
      if isWatched, watch.look() { isOverLimit = true }
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

// The lifecycle, and who waits meanwhile.
extension SessionShim {
  /// Runs the scripts of a start that is due; the lock that it gives keeps other starts out until
  /// the worker owns the session. Nil where there are none.
  private func runLifecycle(_ limits: InstanceLimits) throws(SessionError) -> FileHandle? {
    guard let record = try InstanceRecord.find(directory), !record.hooks.isEmpty else {
      return nil
    }
    let lock = try lifecycleLock()
    // Somebody else's start was quicker: its worker owns the session, and ours will say so.
    if directory.isOwned { return lock }
    try InstanceRecord.update(directory) { $0.transition = InstanceRecord.Transition(.pending) }
    var environment = HostFacts.environment()
    environment["QUERN_HOME"] = home
    environment["QUERN_SESSION"] = Path.name(directory.path)
    environment["QUERN_INSTANCE_TYPE"] = instance
    let run = LifecycleRun(
      directory: directory, limits: limits, isIsolated: isIsolated || record.isIsolated,
      environment: environment, tick: tellStarting)
    let failure = try run.run(record)
    try InstanceRecord.update(directory) {
      $0.transition = nil
      $0.failure = failure
    }
    guard let failure else { return lock }
    lock.close()
    let name = Path.name(directory.path)
    throw .refused(
      code: "lifecycle-failed",
      message: "the instance could not be started: \(failure). "
        + "Hint: `quern instances logs \(name)` shows what it printed, `quern instances update "
        + "\(name) --on-start FILE` mends it")
  }

  private func lifecycleLock() throws(SessionError) -> FileHandle {
    do throws(SystemError) {
      try Disk.real.makeDirectory(directory.hooksFolder)
      let lock = try FileHandle.open(
        Path.join(directory.hooksFolder, "lock"), .readWrite, permissions: 0o600)
      while try !lock.tryLock() {
        usleep(200_000)
        tellStarting()
      }
      return lock
    } catch {
      throw .system(error)
    }
  }

  /// Keeps other starts out until the worker owns the session, or has ended.
  private func awaitOwner(_ child: ChildProcess, _ lifecycle: FileHandle) {
    for _ in 0..<1000 where !directory.isOwned {
      if child.wait(timeoutSeconds: 0.01) != nil { break }
    }
    lifecycle.close()
  }

  /// Says to the waiting front end that the start takes its time.
  private func tellStarting() { send(.progress(cell: "", json: Array("{}".utf8))) }

  private func refuse(_ error: SessionError) {
    send(.refused(code: error.code, message: error.message))
  }

  private func send(_ message: WorkerMessage) {
    do {
      try UnixSocket(descriptor: dup(Self.connection)).send(try message.frame.encoded())
    } catch {
      // The front end has gone; the start goes on without it.
    }
  }
}
