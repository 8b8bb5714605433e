internal import Glibc
internal import Hummingbird
package import QuernPlatform
internal import QuernSystem
internal import QuernText
internal import QuernWire

/// The control plane as a process: `quern-platform serve`.
package struct ControlDaemon: Sendable {
  private let daemon: Daemon
  private let programs: ReplicaHost.Programs

  /// Threads for operations over HTTP; a held Describe keeps one.
  private static let threadCountMax = 128

  package init(daemon: Daemon, programs: ReplicaHost.Programs) {
    self.daemon = daemon
    self.programs = programs
  }

  /// Serves until nobody needs it or it is told to end; returns at once when another one serves.
  package func run() throws {
    let places = daemon.places
    guard let lock = try daemon.takeLock(places.controlLock) else { return }
    defer { lock.close() }
    let listener = try FrameListener(path: places.controlSocket)
    let key = try HomeKey.ensure(places)
    let database = try PlatformDatabase.open(path: places.database)
    let supervisor = Supervisor(
      places: places, database: database, scope: key.scope, programs: programs, log: Daemon.log)
    try supervisor.start()
    let activity = Activity()
    let keeper = RouteKeeper(
      launcher: PlatformLauncher(places: places, program: daemon.program), log: Daemon.log)
    try keeper.start()
    let port = try openHTTP(key, supervisor.platform, activity)
    let door = FrameDoor(listener: listener, log: Daemon.log) { frame throws(WireError) in
      let request = try ControlRequest(frame)
      return activity.during {
        answer(request, supervisor, key, keeper, controlPort: port).frame
      }
    }
    try door.open()
    try daemon.waitForEnd {
      activity.idleSeconds < Daemon.idleSecondsMax || !isIdle(supervisor)
    }
    // The name goes first, under the lock: whoever connects from now on starts the next one.
    door.close()
    if isIdle(supervisor) { keeper.retire() }
    activity.drain(seconds: Daemon.drainSeconds)
    supervisor.stop()
    try supervisor.platform.close()
  }

  private func openHTTP(
    _ key: HomeKey, _ platform: Platform, _ activity: Activity
  ) throws(SystemError) -> Int {
    let places = daemon.places
    let invoker = Invoker(places: places, account: key.account)
    let routes = ControlRoutes(
      platform: platform, key: key, clock: Clock.system.now,
      pool: BlockingPool(threadCountMax: ControlDaemon.threadCountMax)
    ) { request in
      activity.during { invoker.invoke(request) }
    }
    let port = try HTTPDoor(name: "control", router: routes.router())
      .open(preferredPort: Ports.read(places).control)
    try Ports.update(places) { $0.control = port }
    return port
  }

  private func isIdle(_ supervisor: Supervisor) -> Bool {
    do {
      return try supervisor.isIdle()
    } catch {
      Daemon.log(error.message)
      return false
    }
  }

  private func answer(
    _ request: ControlRequest, _ supervisor: Supervisor, _ key: HomeKey, _ keeper: RouteKeeper,
    controlPort: Int
  ) -> ControlResponse {
    switch request {
    case .hello:
      return .hello(
        daemon.hello(controlPort: controlPort, routePort: keeper.routePort()))
    case .operation(let name, let input, let act):
      let caller = Caller(
        principal: key.principal, owner: act.owner, token: act.token, isTakeover: act.isTakeover)
      return ControlDaemon.response(
        supervisor.platform.perform(
          OperationCall(operation: name, input: .object(input), caller: caller)))
    case .settled(let endpoint, let milliseconds):
      let call = OperationCall(
        operation: "DescribeEndpoint", input: .members([("EndpointName", .string(endpoint))]),
        caller: Caller(principal: key.principal))
      return ControlDaemon.response(
        supervisor.platform.performSettled(call, milliseconds: milliseconds))
    case .history(let endpoint):
      return ControlDaemon.response(supervisor.platform.history(ofEndpoint: endpoint))
    case .logs(let endpoint, let lineCount):
      return ControlDaemon.response(
        supervisor.platform.logs(
          ofEndpoint: endpoint, lineCount: lineCount, places: daemon.places))
    case .retire:
      // Replicas and router go on without a control plane: another build may always take over.
      daemon.end()
      return .retiring(true)
    }
  }

  private static func response(_ answer: OperationAnswer) -> ControlResponse {
    switch answer {
    case .output(let output, let isUnchanged): .output(output, isUnchanged: isUnchanged)
    case .error(let error):
      .error(code: error.code, message: error.message, status: error.status)
    }
  }
}
