internal import Hummingbird
internal import QuernPlatform
internal import QuernSystem
internal import QuernText
internal import QuernWire

/// The data plane as a process: `quern-platform route`.
package struct RouteDaemon: Sendable {
  private let daemon: Daemon

  /// Threads for invocations over HTTP: each holds one while its model answers.
  private static let threadCountMax = 256

  package init(daemon: Daemon) { self.daemon = daemon }

  /// Serves until nobody needs it or it is told to end; returns at once when another one serves.
  package func run() throws {
    let places = daemon.places
    guard let lock = try daemon.takeLock(places.routeLock) else { return }
    defer { lock.close() }
    let listener = try FrameListener(path: places.routeSocket)
    let key = try waitForKey()
    let reviver = ControlReviver(
      launcher: PlatformLauncher(places: places, program: daemon.program))
    let invoker = Invoker(places: places, account: key.account) { reviver.revive() }
    let activity = Activity()
    let routes = DataRoutes(
      key: key, clock: Clock.system.now,
      pool: BlockingPool(threadCountMax: RouteDaemon.threadCountMax)
    ) { request in
      activity.during { invoker.invoke(request) }
    }
    let port = try HTTPDoor(name: "route", router: routes.router())
      .open(preferredPort: Ports.read(places).route)
    try Ports.update(places) { $0.route = port }
    let door = FrameDoor(listener: listener, log: Daemon.log) { frame throws(WireError) in
      if frame.header["kind"]?.stringValue == "invoke" {
        let request = try InvokeRequest(frame)
        return activity.during { invoker.invoke(request).frame }
      }
      return try answer(try ControlRequest(frame), port)
    }
    try door.open()
    try daemon.waitForEnd {
      activity.idleSeconds < Daemon.idleSecondsMax || hasRoutes() || isControlled()
    }
    door.close()
    activity.drain(seconds: Daemon.drainSeconds)
  }

  /// The control plane makes the key before it starts a router; a router started by a client may
  /// be first.
  private func waitForKey() throws(SystemError) -> HomeKey { try HomeKey.ensure(daemon.places) }

  private func answer(_ request: ControlRequest, _ port: Int) throws(WireError) -> Frame {
    switch request {
    case .hello:
      return ControlResponse.hello(daemon.hello(controlPort: 0, routePort: port)).frame
    case .retire(let evenIfBusy):
      let isRetiring = evenIfBusy || !hasRoutes()
      if isRetiring { daemon.end() }
      return ControlResponse.retiring(isRetiring).frame
    case .operation, .settled, .history, .logs:
      throw .malformed("the data plane performs no operations")
    }
  }

  private func hasRoutes() -> Bool {
    do throws(SystemError) {
      guard Disk.real.exists(daemon.places.routes) else { return false }
      return try !Disk.real.list(daemon.places.routes).isEmpty
    } catch {
      return true
    }
  }

  private func isControlled() -> Bool {
    do throws(WireError) {
      try FrameConnection.connect(path: daemon.places.controlSocket).close()
      return true
    } catch {
      return false
    }
  }
}

/// Starts a control plane when replicas are gone and nobody restarts them.
final class ControlReviver: Sendable {
  private let launcher: PlatformLauncher
  private let lock = Lock()
  private nonisolated(unsafe) var isReviving = false

  init(launcher: PlatformLauncher) { self.launcher = launcher }

  /// Returns at once; a start is under way at most once.
  func revive() {
    let begins = lock.withLock {
      defer { isReviving = true }
      return !isReviving
    }
    guard begins else { return }
    do throws(SystemError) {
      try PlatformThread.start(name: "revive") { [self] in
        do throws(PlatformClientError) {
          try launcher.connectControl().close()
        } catch {
          Daemon.log("control plane: \(error.message)")
        }
        lock.withLock { isReviving = false }
      }.detach()
    } catch {
      lock.withLock { isReviving = false }
    }
  }
}
