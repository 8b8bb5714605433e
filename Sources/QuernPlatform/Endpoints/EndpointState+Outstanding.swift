internal import QuernOperations

extension EndpointState {
  /// Everything that must be true outside for this state, as actions: what a start repairs.
  package var outstanding: [EndpointAction] {
    var actions: [EndpointAction] = []
    for replica in replicas {
      switch replica.phase {
      case .waiting:
        continue
      case .starting:
        if let variant = variant(of: replica) {
          actions.append(.start(replica: replica.number, variant: variant))
        }
      case .ready, .draining: actions.append(.watch(replica: replica.number))
      case .stopping: actions.append(.stop(replica: replica.number))
      case .killing: actions.append(.kill(replica: replica.number))
      }
    }
    return actions + publication
  }

  /// What the router must know.
  var publication: [EndpointAction] {
    if status == .deleting { return [.retract(endpoint: name)] }
    return [.publish(route)]
  }

  /// The endpoint as the router sees it: ready replicas of the serving fleet.
  package var route: Route {
    let variants = (serving?.variants ?? []).map { variant in
      RouteVariant(
        name: variant.name, weight: variant.weight,
        replicas: replicas.filter {
          $0.generation == serving?.generation && $0.variant == variant.name && $0.phase == .ready
        }.sorted { $0.ordinal < $1.ordinal }.map(\.number))
    }
    return Route(
      endpoint: name, status: status.rawValue, configName: serving?.configName, variants: variants)
  }

  /// What is wrong with the state; empty in every state that `apply` can reach.
  package var brokenInvariants: [String] {
    var broken: [String] = []
    func require(_ condition: Bool, _ claim: String) { if !condition { broken.append(claim) } }
    switch status {
    case .creating: require(serving == nil && incoming != nil, "Creating has only a new fleet")
    case .inService:
      require(serving != nil && incoming == nil, "InService has only a serving fleet")
    case .updating: require(serving != nil && incoming != nil, "Updating has two fleets")
    case .rollingBack:
      require(serving != nil && incoming == nil, "RollingBack serves the old fleet")
      require(failureReason != nil, "RollingBack has a reason")
    case .failed:
      require(fleets.isEmpty, "Failed has no fleet")
      require(failureReason != nil, "Failed has a reason")
    case .deleting: require(fleets.isEmpty, "Deleting has no fleet")
    case .outOfService, .systemUpdating, .updateRollbackFailed:
      require(false, "the status \(status.rawValue) is never used")
    }
    for fleet in fleets {
      for variant in fleet.variants {
        let present = replicas.filter {
          $0.generation == fleet.generation && $0.variant == variant.name && !$0.phase.isLeaving
        }.map(\.ordinal).sorted()
        require(
          present == Array(0..<variant.instanceCount),
          "each place of \(variant.name) has one replica")
      }
    }
    for replica in replicas {
      require(
        isCurrent(replica.generation) || replica.phase.isLeaving,
        "replica \(replica.number) of a past fleet leaves")
      let hasDeadline = replica.dueAt != nil
      switch replica.phase {
      case .waiting, .starting, .draining, .stopping:
        require(hasDeadline, "replica \(replica.number) has a deadline")
      case .ready, .killing: require(!hasDeadline, "replica \(replica.number) has no deadline")
      }
    }
    require(Set(replicas.map(\.number)).count == replicas.count, "numbers are unique")
    return broken
  }
}
