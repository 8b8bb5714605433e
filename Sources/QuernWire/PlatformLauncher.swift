internal import QuernSystem
internal import QuernText

/// Starts the platform's daemons: the program beside this one, detached from every terminal.
package struct PlatformLauncher: Sendable {
  /// The platform's processes that others connect to.
  package enum Daemon: String, Sendable, CaseIterable {
    case control
    case route
  }

  /// A connection that somebody else makes, for a process that must not make any.
  package typealias Door =
    @Sendable (_ daemon: Daemon) throws(PlatformClientError) -> FrameConnection

  package let places: PlatformPlaces
  /// The program `quern-platform`.
  package let program: String
  /// How long a daemon may take until its socket answers.
  package static let startMillisecondsMax = 20_000
  /// How often a daemon is started: somebody who kills one in its start must be quick to win.
  private static let spawnCountMax = 3
  private static let connectPauseMillisecondsMax = 20
  private let door: Door?

  package init(places: PlatformPlaces, program: String? = nil, door: Door? = nil) {
    self.door = door
    self.places = places
    self.program = program ?? PlatformLauncher.programBeside(HostFacts.executablePath)
  }

  /// `quern-platform` in the folder of `executable`, or what QUERN_PLATFORM_PROGRAM names.
  package static func programBeside(_ executable: String) -> String {
    if let named = HostFacts.environment("QUERN_PLATFORM_PROGRAM"), !named.isEmpty { return named }
    return Path.join(Path.parent(executable), "quern-platform")
  }

  /// A connection to the control plane, which is started when nobody answers.
  package func connectControl() throws(PlatformClientError) -> FrameConnection {
    if let door { return try door(.control) }
    return try connect(places.controlSocket, command: "serve", log: places.controlLog)
  }

  /// A connection to the data plane, which is started when nobody answers.
  package func connectRoute() throws(PlatformClientError) -> FrameConnection {
    if let door { return try door(.route) }
    return try connect(places.routeSocket, command: "route", log: places.routeLog)
  }

  /// Connects; on refusal spawns, and waits for the visible socket.
  private func connect(
    _ socket: String, command: String, log: String
  ) throws(PlatformClientError) -> FrameConnection {
    if let connection = try PlatformLauncher.connectIfAnswered(socket) { return connection }
    guard Disk.real.exists(program) else { throw .notInstalled(path: program) }
    var child = try spawn(command, log: log)
    var spawnCount = 1
    let deadline = FrameConnection.monotonicMilliseconds() + PlatformLauncher.startMillisecondsMax
    var pause = 1
    while FrameConnection.monotonicMilliseconds() < deadline {
      if let connection = try PlatformLauncher.connectIfAnswered(socket) { return connection }
      // A loser of the start race exits 0: then the winner's socket is about to appear.
      if let exit = child.poll(), !exit.isSuccess {
        guard case .signalled = exit.status, spawnCount < PlatformLauncher.spawnCountMax else {
          throw .notStarted(reason: reason(exit, log), log: log)
        }
        child = try spawn(command, log: log)
        spawnCount += 1
      }
      _ = child.wait(timeoutSeconds: Double(pause) / 1000)
      if child.poll() != nil { PlatformLauncher.pause(milliseconds: pause) }
      pause = min(pause * 2, PlatformLauncher.connectPauseMillisecondsMax)
    }
    throw .notStarted(
      reason: "no answer within \(PlatformLauncher.startMillisecondsMax / 1000) s", log: log)
  }

  /// A connection when somebody answers at `socket`; nil when nobody does.
  static func connectIfAnswered(
    _ socket: String
  ) throws(PlatformClientError) -> FrameConnection? {
    do {
      return try FrameConnection.connect(path: socket)
    } catch {
      if case .unreachable = error { return nil }
      throw .wire(error)
    }
  }

  private func spawn(
    _ command: String, log: String
  ) throws(PlatformClientError) -> ChildProcess {
    do {
      try Disk.real.makeDirectory(places.directory)
      let output = try FileHandle.open(log, .append, permissions: 0o600)
      var spawn = Spawn(program, ["quern-platform", command])
      var environment = HostFacts.environment()
      environment["QUERN_HOME"] = places.home.path
      spawn.environment = environment
      spawn.directory = "/"
      spawn.standardOutput = .descriptor(output.descriptor)
      spawn.standardError = .descriptor(output.descriptor)
      spawn.newSession = true
      // It may be a session that needs it first, whose limits are none of its.
      InstanceLimits.leave(&spawn)
      return try spawn.spawn()
    } catch {
      throw .system(error)
    }
  }

  /// A wait on nothing: the daemon that wins a race belongs to somebody else.
  static func pause(milliseconds: Int) {
    let never = Lock()
    never.lock()
    _ = never.wait(
      untilMonotonicNs: Clock.system.monotonicNs() + Int64(milliseconds) * 1_000_000)
    never.unlock()
  }

  /// A disk with less room than this keeps the platform from starting.
  private static let roomByteCountMin = 1 << 20

  private func reason(_ exit: ChildExit, _ log: String) -> String {
    let home = places.home.path
    // Where the disk is full the log cannot say so.
    if let free = DiskRoom.free(home), free < PlatformLauncher.roomByteCountMin {
      return "the disk that holds \(home) is full (\(Numbers.bytes(free)) left; make room, 4 MiB at "
        + "least: `quern store gc` removes what nothing needs)"
    }
    let text: String
    do {
      text = try Disk.real.readText(log)
    } catch {
      return "it \(exit.message)"
    }
    let last = text.split(separator: "\n").last.map(String.init)
    return last ?? "it \(exit.message)"
  }
}
