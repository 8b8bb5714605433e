internal import QuernSystem

/// Keeps the routers' files what the endpoints' states say, also where one could not be written.
final class RouteBook: Sendable {
  private let files: RouteFiles
  private let log: @Sendable (String) -> Void
  private let lock = Lock()
  /// Endpoints whose file is not what it should be; guarded by `lock`.
  private nonisolated(unsafe) var stale: Set<String> = []

  init(files: RouteFiles, log: @escaping @Sendable (String) -> Void) {
    self.files = files
    self.log = log
  }

  var isStale: Bool { lock.withLock { !stale.isEmpty } }

  /// Removes the files of endpoints that are no more.
  func prune(keeping endpoints: Set<String>) throws(SystemError) {
    try files.prune(keeping: endpoints)
  }

  /// Performs what concerns the router: a file is replaced in less than a millisecond.
  func perform(_ action: EndpointAction) {
    switch action {
    case .publish(let route): attempt(route.endpoint) { () throws(SystemError) in
      try files.publish(route)
    }
    case .retract(let endpoint): attempt(endpoint) { () throws(SystemError) in
      try files.retract(endpoint)
    }
    case .start, .watch, .stop, .kill: return
    }
  }

  /// Writes the files that could not be written.
  func mend(_ states: [EndpointState]) {
    for endpoint in lock.withLock({ stale }) {
      if let state = states.first(where: { $0.name == endpoint }) {
        for action in state.publication { perform(action) }
      } else {
        perform(.retract(endpoint: endpoint))
      }
    }
  }

  private func attempt(_ endpoint: String, _ write: () throws(SystemError) -> Void) {
    do throws(SystemError) {
      try write()
      lock.withLock { _ = stale.remove(endpoint) }
    } catch {
      let isNew = lock.withLock { stale.insert(endpoint).inserted }
      if isNew { log("the route of \(endpoint): \(error.message)") }
    }
  }
}

/// Says to threads that they are to end.
final class StopFlag: Sendable {
  private let lock = Lock()
  private nonisolated(unsafe) var isRaised = false

  var isSet: Bool { lock.withLock { isRaised } }

  func set() { lock.withLock { isRaised = true } }
}
