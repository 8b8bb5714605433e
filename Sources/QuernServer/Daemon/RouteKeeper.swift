internal import Glibc
package import QuernSystem
internal import QuernText
package import QuernWire

/// Keeps the data plane alive: holds a connection to it, and starts another when that one ends.
package final class RouteKeeper: Sendable {
  private let launcher: PlatformLauncher
  private let log: @Sendable (String) -> Void
  private let lock = Lock()
  private nonisolated(unsafe) var port = 0
  private nonisolated(unsafe) var isRetired = false

  /// Between two starts of a router that ends at once.
  private static let pauseMilliseconds: Int32 = 200
  /// How long `routePort` waits for the first router.
  private static let waitSecondsMax: Int64 = 5

  package init(launcher: PlatformLauncher, log: @escaping @Sendable (String) -> Void) {
    self.launcher = launcher
    self.log = log
  }

  package func start() throws(SystemError) {
    try PlatformThread.start(name: "route keeper") { [self] in keep() }.detach()
  }

  /// The router's loopback port; waits for the first one, 0 when it does not come.
  package func routePort() -> Int {
    let deadline = Clock.system.monotonicNs() + RouteKeeper.waitSecondsMax * 1_000_000_000
    lock.lock()
    defer { lock.unlock() }
    while port == 0 && Clock.system.monotonicNs() < deadline {
      _ = lock.wait(untilMonotonicNs: deadline)
    }
    return port
  }

  /// Asks the router to end too: there is nothing to route.
  package func retire() {
    lock.withLock { isRetired = true }
    do {
      let connection = try launcher.connectRoute()
      try connection.send(ControlRequest.retire(evenIfBusy: false).frame)
      _ = try connection.receive(timeoutMilliseconds: 1000)
    } catch {
      // It ends by itself when it is idle.
      return
    }
  }

  private func keep() {
    while !lock.withLock({ isRetired }) {
      do {
        let connection = try launcher.connectRoute()
        try greet(connection)
        // Nothing is said on this connection; its end is the router's.
        _ = try connection.receive()
      } catch let error as PlatformClientError {
        log("router: \(error.message)")
      } catch {
        log("router: \(error)")
      }
      lock.withLock { port = 0 }
      _ = poll(nil, 0, RouteKeeper.pauseMilliseconds)
    }
  }

  private func greet(_ connection: FrameConnection) throws(WireError) {
    try connection.send(ControlRequest.hello.frame)
    let frame = try connection.receive(
      timeoutMilliseconds: 10_000, doing: "the router's hello")
    guard let frame, case .hello(let hello) = try ControlResponse(frame) else {
      throw .closed(path: connection.path)
    }
    lock.withLock {
      port = hello.routePort
      lock.broadcast()
    }
  }
}
