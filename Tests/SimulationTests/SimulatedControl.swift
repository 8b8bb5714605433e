import QuernText

#if PLATFORM
  import QuernOperations
  import QuernPlatform
  import QuernSystem
  import QuernWire

  /// The control plane without its threads and sockets: operations, database, endpoints' states
  /// and ledger are the real ones; replicas are entries of a table, which outlive it.
  final class SimulatedControl: @unchecked Sendable {
    private struct Process {
      var endedAt: Int64?
      /// When the control plane wrote that it is ready, by the clock of then.
      var readyAt: Int64?
    }

    private let database: PlatformDatabase?
    private var platform: Platform?
    /// Counts the control planes: what one was about to do is lost with it.
    private var generation = 0
    private var delivered: [EndpointAction] = []
    private var processes: [Int: Process] = [:]
    /// What each replica used, as the world has seen it.
    private var expected: [Int: (startedAt: Int64, endedAt: Int64?)] = [:]
    private(set) var statistics: [String: Int] = [:]

    init() {
      do {
        database = try PlatformDatabase.inMemory()
      } catch {
        database = nil
      }
    }

    private func count(_ what: String) { statistics[what, default: 0] += 1 }

    func kill() throws {
      if platform != nil { count("control kills") }
      platform = nil
      generation += 1
      delivered = []
    }

    /// Takes over what the one before has left.
    func begin(_ world: SimulatedWorld) throws {
      guard platform == nil, let database else { return }
      let disk = Disk(
        read: { _ throws(SystemError) in Array("a model".utf8) },
        writeAtomically: { _, _ throws(SystemError) in },
        status: { _ throws(SystemError) in try FileStatus.of(HostFacts.executablePath) },
        list: { _ throws(SystemError) in [] }, makeDirectory: { _ throws(SystemError) in },
        remove: { _ throws(SystemError) in }, rename: { _, _ throws(SystemError) in })
      let next = Platform(
        database: database, scope: Scope(account: "000000000000", region: "us-east-1"),
        modelData: ModelData(directory: "models", disk: disk),
        clock: { [unowned world] in world.wallClock },
        deliver: { [unowned self] actions in delivered += actions })
      platform = next
      for state in try next.endpoints() { delivered += state.outstanding }
      try act(world)
      watchDeadlines(world, generation)
    }

    /// Whether an endpoint stands as an act wants it; asked again and again until it does.
    func deploys(_ endpoint: String, _ token: Digest, _ world: SimulatedWorld) throws -> Bool {
      if platform == nil { return false }
      let name = "m-\(token.short)"
      try perform(
        "CreateModel", ["ModelName": .string(name), "PrimaryContainer": ["ModelDataUrl": "/m"]],
        token)
      try perform(
        "CreateEndpointConfig",
        [
          "EndpointConfigName": .string(name),
          "ProductionVariants": [
            [
              "VariantName": "A", "ModelName": .string(name), "InitialInstanceCount": 2,
              "InstanceType": "ml.m5.large",
            ]
          ],
        ], token)
      let state = try platform?.endpoints().first { $0.name == endpoint }
      let target: JSON = [
        "EndpointName": .string(endpoint), "EndpointConfigName": .string(name),
      ]
      switch state?.status {
      case nil: try perform("CreateEndpoint", target, token)
      case .inService where state?.serving?.configName == name: return true
      case .inService: try perform("UpdateEndpoint", target, token)
      case .failed: try perform("DeleteEndpoint", ["EndpointName": .string(endpoint)], token)
      default: break
      }
      try act(world)
      return false
    }

    private func perform(_ operation: String, _ input: JSON, _ token: Digest) throws {
      let answer = platform?.perform(
        OperationCall(
          operation: operation, input: input,
          caller: Caller(principal: "p", owner: "n", token: token.hex)))
      if case .error(let error)? = answer {
        throw SimulationFailure("operation", "\(operation): \(error.message)")
      }
      count("operations")
    }

    /// What the supervisor does with what was committed.
    private func act(_ world: SimulatedWorld) throws {
      try check()
      let batch = delivered
      delivered = []
      let generation = generation
      for action in batch {
        world.after(world.delay()) {
          guard self.generation == generation else { return }
          try self.perform(action, world)
        }
      }
    }

    private func perform(_ action: EndpointAction, _ world: SimulatedWorld) throws {
      let generation = generation
      switch action {
      case .start(let number, _), .watch(let number):
        if processes[number] == nil, case .start = action { processes[number] = Process() }
        if processes[number]?.endedAt != nil || processes[number] == nil {
          return try report(.ended(replica: number, .vanished), number, world)
        }
        guard case .start = action else { return }
        world.after(80_000) {
          guard self.generation == generation, self.processes[number]?.endedAt == nil else {
            return
          }
          try self.report(.ready(replica: number), number, world)
        }
      case .stop(let number), .kill(let number):
        world.after(30_000) {
          self.end(number, world)
          if self.generation == generation {
            try self.report(.ended(replica: number, .vanished), number, world)
          }
        }
      case .publish, .retract: return
      }
    }

    private func end(_ number: Int, _ world: SimulatedWorld) {
      if processes[number, default: Process()].endedAt == nil {
        processes[number, default: Process()].endedAt = world.wallClock
      }
    }

    private func report(_ event: EndpointEvent, _ number: Int, _ world: SimulatedWorld) throws {
      guard let platform else { return }
      let before = try platform.endpoints().compactMap { $0.replica(number) }.first
      let endedAt = processes[number]?.endedAt
      try platform.report(event, replica: number, endedAt: endedAt)
      let now = world.wallClock
      switch event {
      case .ready where before?.phase == .starting:
        expected[number] = (startedAt: now, endedAt: nil)
      case .ended where before != nil && before?.phase != .waiting:
        guard let use = expected[number], use.endedAt == nil else { break }
        expected[number]?.endedAt = max(use.startedAt, min(now, endedAt ?? now))
      default: break
      }
      try act(world)
    }

    private func watchDeadlines(_ world: SimulatedWorld, _ generation: Int) {
      world.after(5_000_000) {
        guard self.generation == generation, let platform = self.platform else { return }
        if let due = try platform.nextDueAt(), due <= world.wallClock {
          try platform.fireDeadlines()
          try self.act(world)
        }
        self.watchDeadlines(world, generation)
      }
    }

    func killReplica(_ world: SimulatedWorld, _ random: inout SplitMix) {
      let living = processes.filter { $0.value.endedAt == nil }.keys.sorted()
      guard !living.isEmpty else { return }
      count("replica kills")
      let number = living[random.below(living.count)]
      end(number, world)
      let generation = generation
      world.after(1_000) {
        guard self.generation == generation else { return }
        try self.report(.ended(replica: number, .vanished), number, world)
      }
    }

    func losePower(_ world: SimulatedWorld) {
      for number in processes.keys.sorted() { end(number, world) }
    }

    private func check() throws {
      for state in try platform?.endpoints() ?? [] where !state.brokenInvariants.isEmpty {
        throw SimulationFailure("endpoint", "\(state.name): \(state.brokenInvariants)")
      }
    }

    /// All endpoints serve, each replica has its process, and the ledger says what was seen.
    func checkRest() throws {
      try check()
      guard let platform else { throw SimulationFailure("control", "nobody began it again") }
      for state in try platform.endpoints() {
        let isWhole = state.replicas.allSatisfy {
          $0.phase == .ready && processes[$0.number] != nil
            && processes[$0.number]?.endedAt == nil
        }
        // A clock that was set ahead may have ended the patience with its start.
        if state.status == .failed, state.replicas.isEmpty { continue }
        guard state.status == .inService, isWhole else {
          throw SimulationFailure("endpoint", "\(state.name) does not rest: \(state)")
        }
      }
      let uses = try platform.uses().map { "\($0.number) \($0.startedAt) \($0.endedAt ?? -1)" }
      let seen = expected.sorted { $0.key < $1.key }
        .map { "\($0.key) \($0.value.startedAt) \($0.value.endedAt ?? -1)" }
      guard uses == seen else {
        throw SimulationFailure("endpoint bill", "\(uses) is billed, \(seen) was seen")
      }
      statistics["replicas", default: 0] += uses.count
    }
  }
#else
  /// The control plane as a model: without the platform's program there is no other.
  final class SimulatedControl: @unchecked Sendable {
    private var isDown = false
    private(set) var statistics: [String: Int] = [:]

    func kill() throws { isDown = true }

    func begin(_ world: SimulatedWorld) throws { isDown = false }

    func deploys(_ endpoint: String, _ token: Digest, _ world: SimulatedWorld) throws -> Bool {
      !isDown
    }

    func killReplica(_ world: SimulatedWorld, _ random: inout SplitMix) {}
    func losePower(_ world: SimulatedWorld) {}
    func checkRest() throws {}
  }
#endif
