internal import Glibc
internal import QuernSystem
internal import QuernText
internal import QuernWire

extension SessionClient {
  /// How long a worker may take to greet.
  private static let greetingSeconds = 20.0
  /// How often a worker that is just ending or starting is tried again.
  private static let attemptCountMax = 50

  /// The session in a directory: its running worker if there is one, else a new one.
  ///
  /// A worker is started directly; nothing else needs to run. An instance type that this machine
  /// cannot give is refused before anything starts.
  package static func open(
    directory path: String, options: SessionOptions
  ) throws(SessionError) -> SessionClient {
    let directory = SessionDirectory(path: Path.absolute(path))
    let wanted = try InstanceChoice(options, directory)
    var options = options
    if options.settings?.idleSeconds == nil {
      options.settings?.idleSeconds = wanted.record?.idleSeconds
    }
    for attempt in 1... {
      do throws(SessionError) {
        if let (adopted, isWanted) = try adopt(directory, options, wanted) {
          if isWanted { return adopted }
          try adopted.close()
        }
        let client = try start(directory, options, wanted)
        try wanted.keep()
        return client
      } catch {
        // A worker that is just ending still holds the lock, or has let go of the socket only.
        guard case .refused("session-owned", _) = error, attempt < attemptCountMax else {
          throw error
        }
        usleep(20_000)
      }
    }
    throw .owned(directory: directory.path)
  }

  /// The session that has just hibernated.
  static func reopen(
    _ directory: SessionDirectory, _ options: SessionOptions
  ) throws(SessionError) -> SessionClient {
    if let opener = options.opener { return try opener(directory, options) }
    return try open(directory: directory.path, options: options)
  }

  /// The session in a directory while a worker runs there; nil where none does. Nothing is woken.
  package static func openIfRunning(
    directory path: String, options: SessionOptions
  ) throws(SessionError) -> SessionClient? {
    try adopt(SessionDirectory(path: Path.absolute(path)), options, nil)?.client
  }

  /// The worker that owns the session now, and whether it is wanted; nil where none answers.
  private static func adopt(
    _ directory: SessionDirectory, _ options: SessionOptions, _ wanted: InstanceChoice?
  ) throws(SessionError) -> (client: SessionClient, isWanted: Bool)? {
    let socket: UnixSocket
    do throws(SystemError) {
      socket = try UnixSocket.connect(
        directory.socketPath(runtime: options.home.runtimeDirectory))
    } catch {
      return nil
    }
    do throws(SessionError) {
      return try connected(socket, directory, options, wanted)
    } catch {
      // It ended while we were speaking: a new one takes over what it left.
      if case .workerDied = error { return nil }
      throw error
    }
  }

  /// Starts shim and worker, with one end of a socket pair as the first connection.
  private static func start(
    _ directory: SessionDirectory, _ options: SessionOptions, _ wanted: InstanceChoice
  ) throws(SessionError) -> SessionClient {
    if let refusal = try Budgets.refusal(
      home: options.home.path, session: Path.name(directory.path),
      notebook: options.settings?.notebook ?? "", own: options.settings?.budget)
    {
      throw .refused(code: "budget-spent", message: refusal)
    }
    let instance = wanted.type
    var memory = wanted.memory(home: options.home.path)
    if let bytes = options.memoryByteCount { memory = MemoryPlan(backstopBytes: bytes) }
    let worker = WorkerOptions(
      session: directory.path, home: options.home.path,
      runtime: options.home.runtimeDirectory, instance: instance.name,
      threadCount: options.threadCount ?? instance.cpuCount, arenaByteCount: memory.arenaBytes,
      limits: "", connection: SessionShim.connection,
      idleSeconds: wanted.detachedIdleSeconds,
      startsFresh: options.start == .fresh, isIsolated: wanted.isIsolated,
      isKept: wanted.record?.isKept ?? false,
      scratchByteCount: wanted.record?.volumeByteCount ?? InstanceRecord.volumeByteCountDefault)
    let arguments = SessionShim.arguments(
      session: directory.path, memory: memory, cpuCount: instance.cpuCount,
      isPromised: wanted.isPromised, worker: worker)
    let ours: UnixSocket
    do throws(SystemError) {
      let (mine, theirs) = try UnixSocket.pair()
      var spawn = Spawn(options.executable ?? HostFacts.executablePath, ["quern"] + arguments)
      spawn.newSession = true
      spawn.standardOutput = .null
      spawn.standardError = .null
      spawn.descriptors = [.init(from: theirs.descriptor, to: SessionShim.connection)]
      _ = try spawn.spawn()
      theirs.close()
      ours = mine
    } catch {
      throw .system(error)
    }
    return try connected(ours, directory, options)
  }

  /// Says `hello` to a worker that is just starting, and waits for the answer.
  static func connected(
    _ socket: UnixSocket, _ directory: SessionDirectory, _ options: SessionOptions
  ) throws(SessionError) -> SessionClient {
    try connected(socket, directory, options, nil).client
  }

  /// Says `hello` and waits for the answer. A worker that runs is looked at first: one that is not
  /// what is wanted is not given the settings, which may begin without the names that it has.
  private static func connected(
    _ socket: UnixSocket, _ directory: SessionDirectory, _ options: SessionOptions,
    _ wanted: InstanceChoice?
  ) throws(SessionError) -> (client: SessionClient, isWanted: Bool) {
    var looks = wanted != nil
    var deadline = Clock.system.monotonicNs() + Int64(greetingSeconds * 1e9)
    var input = FrameBuffer()
    var waiting: [WorkerMessage] = []
    do {
      try greet(socket, options, looks ? nil : options.settings)
      while true {
        while let frame = try input.next() {
          let message = try WorkerMessage(frame)
          switch message {
          case .hello(let hello):
            let isWanted = looks ? try wanted?.accepts(hello.status) ?? true : true
            if isWanted, looks, options.settings != nil {
              looks = false
              try greet(socket, options, options.settings)
              continue
            }
            let client = SessionClient(
              hello: hello, directory: directory, socket: socket, input: input,
              waiting: waiting, options: options)
            return (client, isWanted)
          case .refused(let code, let text):
            throw SessionError.refused(code: code, message: text)
          case .progress("", _):
            // Its lifecycle's scripts run: the start takes as long as they do.
            deadline = Clock.system.monotonicNs() + Int64(greetingSeconds * 1e9)
          case .event, .progress, .ask, .state, .described, .replayed, .closing:
            waiting.append(message)
          }
        }
        try receive(from: socket, into: &input, until: deadline)
      }
    } catch let error as SessionError {
      if case .workerDied = error {
        throw .workerDied(running: nil, exit: directory.awaitExit(ofPid: nil))
      }
      throw error
    } catch let error as WireError {
      throw .wire(error)
    } catch let error as SystemError {
      if error.errno == EPIPE { throw .workerDied(running: nil, exit: nil) }
      throw .system(error)
    } catch {
      throw .owned(directory: directory.path)
    }
  }

  private static func receive(
    from socket: UnixSocket, into input: inout FrameBuffer, until deadline: Int64
  ) throws {
    let left = deadline - Clock.system.monotonicNs()
    guard left > 0 else {
      throw WireError.timedOut(
        doing: "starting the session's worker", milliseconds: Int(greetingSeconds * 1000))
    }
    guard Poller.waitReadable(socket.descriptor, timeoutSeconds: Double(left) / 1e9),
      let received = try socket.receive()
    else { return }
    if received.isEnd { throw SessionError.workerDied(running: nil, exit: nil) }
    received.bytes.withUnsafeBytes { input.append($0) }
  }

  private static func greet(
    _ socket: UnixSocket, _ options: SessionOptions, _ settings: SessionSettings?
  ) throws {
    let hello = FrontEndMessage.hello(
      protocolVersion: SessionProtocol.version, build: options.build, settings: settings)
    let bytes = try hello.frame.encoded()
    do throws(SystemError) {
      try socket.send(bytes)
    } catch {
      // Who is gone has left its last words, which are read next: why there is no worker.
      guard error.errno == EPIPE || error.errno == ECONNRESET else { throw error }
    }
  }
}
