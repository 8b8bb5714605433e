internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import QuernSystem

/// An HTTP server on a loopback port of its own choice.
final class HTTPDoor: Sendable {
  private let responder: RouterResponder<DoorContext>
  private let name: String
  private let lock = Lock()
  private nonisolated(unsafe) var state = State.starting

  /// Why the last attempt failed.
  private nonisolated(unsafe) var failure = "no port could be listened on"

  private enum State {
    case starting
    case listening(port: Int)
    case failed
  }

  /// How long the server may take to listen.
  private static let startSecondsMax: Int64 = 10

  init(name: String, router: Router<DoorContext>) {
    self.name = name
    responder = router.buildResponder()
  }

  /// Listens on `preferredPort` when it is free, else on a port of the kernel's choice; returns the
  /// port.
  func open(preferredPort: Int) throws(SystemError) -> Int {
    if preferredPort > 0, let port = attempt(preferredPort) { return port }
    if let port = attempt(0) { return port }
    throw .malformed(path: "127.0.0.1", reason: lock.withLock { failure })
  }

  private func attempt(_ port: Int) -> Int? {
    lock.withLock { state = .starting }
    Task.detached { [self] in await run(port) }
    lock.lock()
    defer { lock.unlock() }
    let deadline = Clock.system.monotonicNs() + HTTPDoor.startSecondsMax * 1_000_000_000
    while true {
      switch state {
      case .listening(let port): return port
      case .failed: return nil
      case .starting:
        guard Clock.system.monotonicNs() < deadline else { return nil }
        _ = lock.wait(untilMonotonicNs: deadline)
      }
    }
  }

  private func run(_ port: Int) async {
    var logger = Logger(label: name)
    logger.logLevel = .error
    let application = Application(
      responder: responder,
      configuration: ApplicationConfiguration(
        address: .hostname("127.0.0.1", port: port), serverName: "Quern"),
      onServerRunning: { [self] channel in
        set(.listening(port: channel.localAddress?.port ?? port))
      },
      logger: logger)
    do {
      try await application.run()
      set(.failed)
    } catch {
      lock.withLock { failure = "\(error)" }
      set(.failed)
    }
  }

  private func set(_ new: State) {
    lock.withLock {
      state = new
      lock.broadcast()
    }
  }
}
