package import QuernOperations
package import QuernSystem
package import QuernWire

/// Does what endpoints' states ask for: one thread performs actions in the order of their commits,
/// one fires deadlines.
package final class Supervisor: Sendable {
  package let platform: Platform
  package let host: ReplicaHost
  private let routes: RouteFiles
  private let clock: Clock
  private let actions: BoundedQueue<[EndpointAction]>
  private let log: @Sendable (String) -> Void
  private let stopping = Lock()
  private nonisolated(unsafe) var isStopping = false

  /// Actions wait for the machine, not for each other: more than this many mean that it stands.
  private static let actionCountMax = 65_536
  /// The longest nap between two looks at the deadlines.
  private static let napMillisecondsMax: Int64 = 60_000

  /// Opens the home's platform. The caller holds the home's control lock.
  package init(
    places: PlatformPlaces, database: PlatformDatabase, scope: Scope,
    programs: ReplicaHost.Programs, clock: Clock = .system,
    log: @escaping @Sendable (String) -> Void
  ) {
    let queue = BoundedQueue<[EndpointAction]>(capacity: Supervisor.actionCountMax)
    let routes = RouteFiles(places: places)
    let platform = Platform(
      database: database, scope: scope, modelData: ModelData(directory: places.models),
      clock: clock.now
    ) { actions in
      // Routes first, before anybody is told of the commit: who hears that an endpoint is in
      // service may invoke it.
      for action in actions { Supervisor.route(action, routes, log) }
      _ = queue.push(actions)
    }
    self.platform = platform
    self.clock = clock
    self.log = log
    actions = queue
    self.routes = routes
    host = ReplicaHost(places: places, programs: programs) { event, replica in
      do throws(PlatformFault) {
        try platform.report(event, replica: replica)
      } catch {
        log("replica \(replica): \(error.message)")
      }
    }
  }

  /// Repairs what a crash left undone, and begins to supervise.
  package func start() throws(PlatformFault) {
    let states = try platform.endpoints()
    let digests = try platform.modelDigestsInUse()
    do throws(SystemError) {
      try routes.prune(keeping: Set(states.map(\.name)))
      try host.prune(keeping: Set(states.flatMap { $0.replicas.map(\.number) }))
      try platform.modelData.prune(keeping: digests)
      for state in states {
        for action in state.outstanding { Supervisor.route(action, routes, log) }
        _ = actions.push(state.outstanding)
      }
      try PlatformThread.start(name: "actions") { [self] in performActions() }.detach()
      try PlatformThread.start(name: "deadlines") { [self] in fireDeadlines() }.detach()
    } catch {
      throw .system(error)
    }
  }

  /// Takes no further actions; replicas go on.
  package func stop() {
    stopping.withLock { isStopping = true }
    actions.close()
    platform.changes.ring()
  }

  /// Whether nothing would be lost if the control plane ended: no endpoint needs it.
  package func isIdle() throws(PlatformFault) -> Bool { try platform.endpoints().isEmpty }

  private func performActions() {
    while let batch = actions.pop() {
      for action in batch {
        switch action {
        case .start(let replica, let variant): host.start(replica, variant)
        case .watch(let replica): host.watch(replica)
        case .stop(let replica): host.stop(replica)
        case .kill(let replica): host.kill(replica)
        case .publish, .retract: continue
        }
      }
    }
  }

  /// Performs what concerns the router: a file is replaced in less than a millisecond.
  private static func route(
    _ action: EndpointAction, _ routes: RouteFiles, _ log: @Sendable (String) -> Void
  ) {
    do throws(SystemError) {
      switch action {
      case .publish(let route): try routes.publish(route)
      case .retract(let endpoint): try routes.retract(endpoint)
      case .start, .watch, .stop, .kill: return
      }
    } catch {
      log("a route: \(error.message)")
    }
  }

  private func fireDeadlines() {
    var seen = platform.changes.count
    while !stopping.withLock({ isStopping }) {
      var nap = Supervisor.napMillisecondsMax
      do throws(PlatformFault) {
        if let dueAt = try platform.nextDueAt() {
          let left = (dueAt - clock.now() + 999) / 1000
          if left <= 0 {
            try platform.fireDeadlines()
            continue
          }
          nap = min(nap, left)
        }
      } catch {
        log(error.message)
        // A database that cannot be read now is asked again, not in a busy loop.
        nap = 1000
      }
      seen = platform.changes.wait(after: seen, milliseconds: Int(nap)) ?? platform.changes.count
    }
  }
}
