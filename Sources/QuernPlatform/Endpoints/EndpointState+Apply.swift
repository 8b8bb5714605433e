internal import QuernOperations

extension EndpointState {
  /// One step of the endpoint's life, at `now` in microseconds since 1970.
  ///
  /// Events that come too late (about replicas that are gone) change nothing.
  package mutating func apply(
    _ event: EndpointEvent, now: Int64, numbers: inout ReplicaNumbers
  ) -> [EndpointAction] {
    switch event {
    case .create(let fleet), .update(let fleet):
      return provision(fleet, now: now, numbers: &numbers)
    case .delete:
      return delete(now: now)
    case .ready(let number):
      return becomeReady(number, now: now)
    case .ended(let number, let end):
      return becomeEnded(number, end, now: now, numbers: &numbers)
    case .unhealthy(let number):
      guard let index = index(number), replicas[index].phase == .ready else { return [] }
      return giveUp(index, "it does not answer pings", now: now, numbers: &numbers)
    case .due:
      return fireDeadlines(now: now, numbers: &numbers)
    }
  }

  private func index(_ number: Int) -> Int? { replicas.firstIndex { $0.number == number } }

  private mutating func provision(
    _ fleet: Fleet, now: Int64, numbers: inout ReplicaNumbers
  ) -> [EndpointAction] {
    precondition(incoming == nil, "one fleet is provisioned at a time")
    var fleet = fleet
    fleet.generation = nextGeneration
    nextGeneration += 1
    incoming = fleet
    status = serving == nil ? .creating : .updating
    failureReason = nil
    var actions: [EndpointAction] = []
    for variant in fleet.variants {
      for ordinal in 0..<variant.instanceCount {
        var replica = Replica(
          number: numbers.take(), generation: fleet.generation, variant: variant.name,
          ordinal: ordinal, phase: .starting)
        replica.dueAt = now + Int64(variant.startupTimeoutSeconds) * 1_000_000
        replicas.append(replica)
        actions.append(.start(replica: replica.number, variant: variant))
      }
    }
    return actions + publication
  }

  private mutating func delete(now: Int64) -> [EndpointAction] {
    guard status != .deleting else { return [] }
    status = .deleting
    serving = nil
    incoming = nil
    return retire(now: now) { _ in true } + publication
  }

  private mutating func becomeReady(_ number: Int, now: Int64) -> [EndpointAction] {
    guard let index = index(number), replicas[index].phase == .starting else { return [] }
    replicas[index].phase = .ready
    replicas[index].readyAt = now
    replicas[index].dueAt = nil
    guard let incoming else { return publication }
    let isProvisioned = replicas.allSatisfy {
      $0.generation != incoming.generation || $0.phase == .ready || $0.phase.isLeaving
    }
    guard isProvisioned else {
      return replicas[index].generation == incoming.generation ? [] : publication
    }
    // All of green is ready: traffic moves at once, and blue leaves.
    let blue = serving?.generation
    serving = incoming
    self.incoming = nil
    status = .inService
    failureReason = nil
    let wait = Int64(incoming.terminationWaitSeconds) * 1_000_000
    let leaving = retire(now: now, drainingUntil: wait > 0 ? now + wait : nil) {
      $0.generation == blue
    }
    return publication + leaving
  }

  private mutating func becomeEnded(
    _ number: Int, _ end: ReplicaEnd, now: Int64, numbers: inout ReplicaNumbers
  ) -> [EndpointAction] {
    guard let index = index(number) else { return [] }
    let replica = replicas[index]
    switch replica.phase {
    case .waiting:
      // It has no process that could end.
      return []
    case .draining, .stopping, .killing:
      replicas.remove(at: index)
      return settle()
    case .starting, .ready:
      replicas.remove(at: index)
      if let incoming, incoming.generation == replica.generation, isHopeless(replica, end) {
        return fail(replica, end.reason, now: now)
      }
      return replace(replica, now: now, numbers: &numbers) + publication
    }
  }

  /// Whether a replica of a new fleet need not be tried again.
  private func isHopeless(_ replica: Replica, _ end: ReplicaEnd) -> Bool {
    switch end {
    case .exited: replica.phase == .starting
    case .signalled, .vanished: replica.failureCount + 1 >= EndpointLimits.startCountMax
    }
  }

  /// Kills the replica at `index`, which still has a process, and puts another in its place.
  private mutating func giveUp(
    _ index: Int, _ reason: String, now: Int64, numbers: inout ReplicaNumbers
  ) -> [EndpointAction] {
    let replica = replicas[index]
    replicas[index].phase = .killing
    replicas[index].dueAt = nil
    let kill = [EndpointAction.kill(replica: replica.number)]
    if let incoming, incoming.generation == replica.generation,
      replica.phase == .starting || replica.failureCount + 1 >= EndpointLimits.startCountMax
    {
      return kill + fail(replica, reason, now: now)
    }
    return kill + replace(replica, now: now, numbers: &numbers) + publication
  }

  private mutating func replace(
    _ replica: Replica, now: Int64, numbers: inout ReplicaNumbers
  ) -> [EndpointAction] {
    var successor = Replica(
      number: numbers.take(), generation: replica.generation, variant: replica.variant,
      ordinal: replica.ordinal, phase: .waiting)
    let isSteady = replica.readyAt.map {
      now - $0 >= EndpointLimits.steadySeconds * 1_000_000
    }
    successor.failureCount = isSteady == true ? 1 : replica.failureCount + 1
    successor.dueAt = now + EndpointLimits.restartPause(failureCount: successor.failureCount)
    replicas.append(successor)
    return []
  }

  /// The incoming fleet cannot be had: back to the serving one, or `Failed` when there is none.
  private mutating func fail(
    _ replica: Replica, _ reason: String, now: Int64
  ) -> [EndpointAction] {
    let generation = replica.generation
    let text = "The \(replica.variant) variant's replica could not be started: \(reason)"
    failureReason = String(text.prefix(EndpointLimits.failureReasonCountMax))
    incoming = nil
    status = serving == nil ? .failed : .rollingBack
    let leaving = retire(now: now) { $0.generation == generation }
    _ = settle()
    return leaving + publication
  }

  /// Asks the chosen replicas to end, or drains them first.
  private mutating func retire(
    now: Int64, drainingUntil: Int64? = nil, _ isChosen: (Replica) -> Bool
  ) -> [EndpointAction] {
    var actions: [EndpointAction] = []
    replicas.removeAll { isChosen($0) && $0.phase == .waiting }
    for index in replicas.indices where isChosen(replicas[index]) {
      switch replicas[index].phase {
      case .waiting, .stopping, .killing:
        continue
      case .ready where drainingUntil != nil:
        replicas[index].phase = .draining
        replicas[index].dueAt = drainingUntil
      case .starting, .ready, .draining:
        replicas[index].phase = .stopping
        replicas[index].dueAt = now + EndpointLimits.stopGraceSeconds * 1_000_000
        actions.append(.stop(replica: replicas[index].number))
      }
    }
    return actions
  }

  /// A rollback is over when the last replica of the failed fleet is gone.
  private mutating func settle() -> [EndpointAction] {
    if status == .rollingBack, let serving,
      replicas.allSatisfy({ $0.generation == serving.generation })
    {
      status = .inService
      return publication
    }
    return []
  }

  private mutating func fireDeadlines(
    now: Int64, numbers: inout ReplicaNumbers
  ) -> [EndpointAction] {
    var actions: [EndpointAction] = []
    let due = replicas.filter { $0.dueAt.map { $0 <= now } ?? false }
    for replica in due {
      // An earlier deadline of this round may have moved it on.
      guard let index = index(replica.number), replicas[index] == replica else { continue }
      switch replica.phase {
      case .waiting:
        guard let variant = variant(of: replica) else { continue }
        replicas[index].phase = .starting
        replicas[index].dueAt = now + Int64(variant.startupTimeoutSeconds) * 1_000_000
        actions.append(.start(replica: replica.number, variant: variant))
      case .starting:
        let seconds = variant(of: replica)?.startupTimeoutSeconds ?? 0
        let reason = "it did not answer a ping within \(seconds) s"
        actions += giveUp(index, reason, now: now, numbers: &numbers)
      case .draining:
        replicas[index].phase = .stopping
        replicas[index].dueAt = now + EndpointLimits.stopGraceSeconds * 1_000_000
        actions.append(.stop(replica: replica.number))
      case .stopping:
        replicas[index].phase = .killing
        replicas[index].dueAt = nil
        actions.append(.kill(replica: replica.number))
      case .ready, .killing:
        replicas[index].dueAt = nil
      }
    }
    return actions
  }
}
