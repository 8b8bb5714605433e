package import QuernOperations

/// The life of one endpoint, as a value.
///
/// `apply` is pure: it changes the state and returns what must be done about it. What must be done
/// can be derived again from the state (`outstanding`), so that a crash between the commit of a
/// state and its actions is repaired at the next start.
package struct EndpointState: Equatable, Sendable {
  package let name: String
  package var status: EndpointStatus
  package var failureReason: String?
  /// The fleet that gets the traffic.
  package var serving: Fleet?
  /// The fleet that is being provisioned.
  package var incoming: Fleet?
  package var replicas: [Replica]
  package var nextGeneration: Int

  /// An endpoint that is about to be created; apply `.create` to it.
  package init(name: String) {
    self.name = name
    status = .creating
    replicas = []
    nextGeneration = 1
  }

  /// An endpoint as it was stored.
  package init(
    name: String, status: EndpointStatus, failureReason: String?, serving: Fleet?,
    incoming: Fleet?, replicas: [Replica], nextGeneration: Int
  ) {
    self.name = name
    self.status = status
    self.failureReason = failureReason
    self.serving = serving
    self.incoming = incoming
    self.replicas = replicas
    self.nextGeneration = nextGeneration
  }

  /// Nothing is left: the endpoint's record can go.
  package var isErased: Bool { status == .deleting && replicas.isEmpty }

  /// The earliest deadline among the replicas.
  package var dueAt: Int64? { replicas.compactMap(\.dueAt).min() }

  /// The fleets that must be kept running.
  package var fleets: [Fleet] { [serving, incoming].compactMap(\.self) }

  package func replica(_ number: Int) -> Replica? { replicas.first { $0.number == number } }

  func isCurrent(_ generation: Int) -> Bool { fleets.contains { $0.generation == generation } }

  func variant(of replica: Replica) -> FleetVariant? {
    fleets.first { $0.generation == replica.generation }?
      .variants.first { $0.name == replica.variant }
  }
}

/// What happens to an endpoint.
package enum EndpointEvent: Equatable, Sendable {
  /// The first fleet; its generation is set by the machine.
  case create(Fleet)
  /// Blue/green, all at once; allowed when `InService`.
  case update(Fleet)
  case delete
  case ready(replica: Int)
  case ended(replica: Int, ReplicaEnd)
  /// A ready replica no longer answers pings.
  case unhealthy(replica: Int)
  /// Time has come: every deadline up to now fires.
  case due
}

/// What must be done after a transition is committed. Doing one twice is harmless.
package enum EndpointAction: Equatable, Sendable {
  /// Start the process, or take up the one that is running.
  case start(replica: Int, variant: FleetVariant)
  /// Take up the running process and report its end.
  case watch(replica: Int)
  case stop(replica: Int)
  case kill(replica: Int)
  /// Let the router see these replicas.
  case publish(Route)
  /// Let the router forget the endpoint.
  case retract(endpoint: String)
}

/// The times and counts that rule an endpoint.
package enum EndpointLimits {
  /// Starts of one replica that are tried before a new fleet is given up.
  package static let startCountMax = 3
  /// From being asked to end until being killed.
  package static let stopGraceSeconds: Int64 = 30
  /// A replica that served this long has a clean record again.
  package static let steadySeconds: Int64 = 60
  /// The first pause before a restart, in microseconds; it doubles up to the last.
  package static let restartPauseFirst: Int64 = 100_000
  package static let restartPauseLast: Int64 = 30_000_000
  /// Replicas of one fleet.
  package static let replicaCountMax = 64
  package static let failureReasonCountMax = 1024

  /// The pause before a start that follows `failureCount` ends in a row.
  package static func restartPause(failureCount: Int) -> Int64 {
    let doublings = min(max(failureCount - 1, 0), 20)
    return min(restartPauseFirst << Int64(doublings), restartPauseLast)
  }
}
