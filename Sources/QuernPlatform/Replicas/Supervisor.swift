internal import Glibc
package import QuernOperations
package import QuernSystem
package import QuernWire

/// Does what endpoints' states ask for: one thread performs actions in the order of their commits,
/// one fires deadlines.
package final class Supervisor: Sendable {
  package let platform: Platform
  package let host: ReplicaHost
  private let routes: RouteBook
  private let uses: UseFile
  private let clock: Clock
  private let actions: BoundedQueue<[EndpointAction]>
  private let log: @Sendable (String) -> Void
  private let flag: StopFlag

  /// Actions wait for the machine, not for each other: more than this many mean that it stands.
  private static let actionCountMax = 65_536
  /// The longest nap between two looks at the deadlines.
  private static let napMillisecondsMax: Int64 = 60_000
  /// As long as something could not be written, it is tried again so often.
  private static let retryMilliseconds: Int64 = 1_000
  /// Between two tries to record what happened to a replica: grows from the first to the last.
  private static let reportMillisecondsFirst: Int32 = 50
  private static let reportMillisecondsLast: Int32 = 2_000

  /// Opens the home's platform. The caller holds the home's control lock.
  package init(
    places: PlatformPlaces, database: PlatformDatabase, scope: Scope,
    programs: ReplicaHost.Programs, clock: Clock = .system,
    log: @escaping @Sendable (String) -> Void
  ) {
    let queue = BoundedQueue<[EndpointAction]>(capacity: Supervisor.actionCountMax)
    let routes = RouteBook(files: RouteFiles(places: places), log: log)
    let uses = UseFile(places: places)
    let flag = StopFlag()
    let platform = Platform(
      database: database, scope: scope, modelData: ModelData(directory: places.models),
      clock: clock.now,
      deliver: { actions in
        // Routes first, before anybody is told of the commit: who hears that an endpoint is in
        // service may invoke it.
        for action in actions { routes.perform(action) }
        _ = queue.push(actions)
      },
      bill: { changed in
        do throws(SystemError) {
          try uses.add(changed)
        } catch {
          log("the ledger: \(error.message)")
        }
      })
    self.platform = platform
    self.clock = clock
    self.log = log
    actions = queue
    self.routes = routes
    self.uses = uses
    self.flag = flag
    host = ReplicaHost(places: places, programs: programs) { event, replica, endedAt in
      Supervisor.record(event, replica, endedAt, platform, flag, log)
    }
  }

  /// Tells the platform what happened to a replica, again and again while the disk is full: nobody
  /// else would.
  private static func record(
    _ event: EndpointEvent, _ replica: Int, _ endedAt: Int64?, _ platform: Platform,
    _ flag: StopFlag, _ log: @Sendable (String) -> Void
  ) {
    var pause = reportMillisecondsFirst
    while !flag.isSet {
      do throws(PlatformFault) {
        return try platform.report(event, replica: replica, endedAt: endedAt)
      } catch {
        // A message for each doubling, not for each try.
        if pause < reportMillisecondsLast { log("replica \(replica): \(error.message)") }
        guard error.isPassing else { return }
      }
      _ = poll(nil, 0, pause)
      pause = min(pause * 2, reportMillisecondsLast)
    }
  }

  /// Repairs what a crash left undone, and begins to supervise.
  package func start() throws(PlatformFault) {
    let states = try platform.endpoints()
    let digests = try platform.modelDigestsInUse()
    let platformUses = try platform.uses()
    do throws(SystemError) {
      try routes.prune(keeping: Set(states.map(\.name)))
      try host.prune(keeping: Set(states.flatMap { $0.replicas.map(\.number) }))
      try platform.modelData.prune(keeping: digests)
      try uses.replace(with: platformUses)
      for state in states {
        for action in state.outstanding { routes.perform(action) }
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
    flag.set()
    actions.close()
    platform.changes.ring()
  }

  /// Whether nothing would be lost if the control plane ended: no endpoint needs it.
  package func isIdle() throws(PlatformFault) -> Bool { try platform.endpoints().isEmpty }

  private func performActions() {
    while let batch = actions.pop() {
      for action in batch {
        switch action {
        case .start(let replica, let variant): host.start(replica, variant, place(of: replica))
        case .watch(let replica): host.watch(replica)
        case .stop(let replica): host.stop(replica)
        case .kill(let replica): host.kill(replica)
        case .publish, .retract: continue
        }
      }
    }
  }

  private func place(of replica: Int) -> ReplicaPlace? {
    do throws(PlatformFault) {
      return try platform.place(ofReplica: replica)
    } catch {
      log(error.message)
      return nil
    }
  }

  /// Writes what could not be written when it happened.
  private func mend() throws(PlatformFault) {
    if routes.isStale { routes.mend(try platform.endpoints()) }
    guard uses.isStale else { return }
    let all = try platform.uses()
    do throws(SystemError) {
      try uses.replace(with: all)
    } catch {
      throw .system(error)
    }
  }

  private func fireDeadlines() {
    var seen = platform.changes.count
    while !flag.isSet {
      var nap = Supervisor.napMillisecondsMax
      do throws(PlatformFault) {
        try mend()
        if routes.isStale { nap = Supervisor.retryMilliseconds }
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
        nap = Supervisor.retryMilliseconds
      }
      seen = platform.changes.wait(after: seen, milliseconds: Int(nap)) ?? platform.changes.count
    }
  }
}
