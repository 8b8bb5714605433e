/// The variants of one endpoint configuration, as an endpoint runs them.
///
/// A fleet is pinned: what happens to the configuration and its models later does not reach it.
package struct Fleet: Equatable, Sendable {
  /// Counts up with each configuration that the endpoint is given.
  package var generation: Int
  package var configName: String
  package var variants: [FleetVariant]
  /// How long the fleet that this one replaces is kept after traffic has left it.
  package var terminationWaitSeconds: Int

  package init(
    generation: Int, configName: String, variants: [FleetVariant], terminationWaitSeconds: Int = 0
  ) {
    self.generation = generation
    self.configName = configName
    self.variants = variants
    self.terminationWaitSeconds = terminationWaitSeconds
  }
}

/// One production variant of a fleet.
package struct FleetVariant: Equatable, Sendable {
  package var name: String
  package var modelName: String
  /// The model's own copy in the platform's store.
  package var modelPath: String
  package var weight: Double
  package var instanceCount: Int
  package var instanceType: String?
  package var startupTimeoutSeconds: Int
  package var environment: [String: String]

  package init(
    name: String, modelName: String, modelPath: String, weight: Double = 1,
    instanceCount: Int = 1, instanceType: String? = nil, startupTimeoutSeconds: Int = 60,
    environment: [String: String] = [:]
  ) {
    self.name = name
    self.modelName = modelName
    self.modelPath = modelPath
    self.weight = weight
    self.instanceCount = instanceCount
    self.instanceType = instanceType
    self.startupTimeoutSeconds = startupTimeoutSeconds
    self.environment = environment
  }
}

extension FleetVariant {
  /// Set in the environment of replicas that have no network: `EnableNetworkIsolation`.
  static let isolationVariable = "SAGEMAKER_NETWORK_ISOLATION"

  var isIsolated: Bool { environment[Self.isolationVariable] == "true" }
}

/// One process that answers for a variant; a restart is a new replica with a new number.
package struct Replica: Equatable, Sendable {
  /// Unique in the home and never used again: it names the directory and the socket.
  package var number: Int
  package var generation: Int
  package var variant: String
  /// Its place in the variant, from 0.
  package var ordinal: Int
  package var phase: ReplicaPhase
  /// Ends in a row without having served for long, for the pause before the next start.
  package var failureCount: Int = 0
  package var readyAt: Int64?
  /// When the phase's deadline fires, in microseconds since 1970.
  package var dueAt: Int64?

  package init(number: Int, generation: Int, variant: String, ordinal: Int, phase: ReplicaPhase) {
    self.number = number
    self.generation = generation
    self.variant = variant
    self.ordinal = ordinal
    self.phase = phase
  }
}

/// Where a replica is in its life.
package enum ReplicaPhase: String, Sendable, CaseIterable {
  /// Has no process yet: it starts when `dueAt` comes.
  case waiting
  /// Its process loads the model; `dueAt` is the end of patience.
  case starting
  case ready
  /// Gets no new traffic; it is stopped when `dueAt` comes.
  case draining
  /// Asked to end; `dueAt` is when it is killed.
  case stopping
  case killing

  /// Whether the replica is on its way out.
  package var isLeaving: Bool {
    switch self {
    case .waiting, .starting, .ready: false
    case .draining, .stopping, .killing: true
    }
  }
}

/// How a replica's process ended.
package enum ReplicaEnd: Equatable, Sendable {
  /// It returned a status by itself, with its last words.
  case exited(status: Int, words: String)
  case signalled(signal: Int, words: String)
  /// It is gone and left no record.
  case vanished

  /// Why, in a sentence.
  package var reason: String {
    switch self {
    case .exited(let status, let words):
      words.isEmpty ? "it ended with status \(status)" : words
    case .signalled(let signal, let words):
      words.isEmpty ? "it was ended by signal \(signal)" : "signal \(signal): \(words)"
    case .vanished: "it is gone without a record"
    }
  }
}

/// Numbers for replicas, from outside the state machine.
package struct ReplicaNumbers: Equatable, Sendable {
  package private(set) var next: Int

  package init(next: Int) { self.next = next }

  mutating func take() -> Int {
    defer { next += 1 }
    return next
  }
}
