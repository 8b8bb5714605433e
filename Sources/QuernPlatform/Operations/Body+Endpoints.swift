internal import GRDB
internal import QuernOperations
internal import QuernText

extension Body {
  static let endpoints: [Body] = [
    createEndpoint, describeEndpoint, listEndpoints, updateEndpoint, deleteEndpoint,
  ]

  private static let createEndpoint = preparing(Operations.createEndpoint) { platform, _ in
    platform.modelData
  } _: { transaction, input, modelData in
    let (scope, caller) = (transaction.scope, transaction.caller)
    let arn = scope.arn(.endpoint, input.endpointName)
    let fleet = try fleet(input.endpointConfigName, input.deploymentConfig, modelData, transaction)
    if let existing = try EndpointStore.find(input.endpointName, scope, transaction.database) {
      guard caller.isIdempotent, existing.isHeaded(to: fleet) else {
        throw PlatformError.alreadyExists("endpoint", arn)
      }
      try transaction.checkOwner("endpoint \(existing.record.name)", existing.record.owner)
      transaction.isUnchanged = true
      return CreateEndpointOutput(endpointArn: arn.text)
    }
    var state = EndpointState(name: input.endpointName)
    try transaction.apply(.create(fleet), to: &state)
    let record = EndpointRecord(
      account: scope.account, region: scope.region, name: input.endpointName,
      principal: caller.principal, token: caller.token, owner: caller.owner,
      createdAt: transaction.now, modifiedAt: transaction.now, status: state.status.rawValue,
      failureReason: nil, configName: fleet.configName, nextGeneration: state.nextGeneration,
      deploymentConfig: input.deploymentConfig?.json.text(sortedKeys: true))
    let stored = StoredEndpoint(record: record, state: state)
    try EndpointStore.insert(stored, transaction.database)
    try transaction.recordStatus(stored)
    return CreateEndpointOutput(endpointArn: arn.text)
  }

  private static let updateEndpoint = preparing(Operations.updateEndpoint) { platform, _ in
    platform.modelData
  } _: { transaction, input, modelData in
    if input.retainAllVariantProperties == true {
      throw PlatformError.unsupported("RetainAllVariantProperties")
    }
    let arn = transaction.scope.arn(.endpoint, input.endpointName)
    var stored = try existingEndpoint(input.endpointName, transaction)
    try transaction.checkOwner("endpoint \(stored.record.name)", stored.record.owner)
    let fleet = try fleet(input.endpointConfigName, input.deploymentConfig, modelData, transaction)
    if transaction.caller.isIdempotent, stored.isHeaded(to: fleet) {
      transaction.isUnchanged = true
      return UpdateEndpointOutput(endpointArn: arn.text)
    }
    switch stored.state.status {
    case .inService: break
    case .failed: throw PlatformError.failedEndpoint(arn)
    case .creating, .updating, .rollingBack, .deleting, .outOfService, .systemUpdating,
      .updateRollbackFailed:
      throw PlatformError.inProgress(arn)
    }
    stored.record.principal = transaction.caller.principal
    stored.record.token = transaction.caller.token
    stored.record.owner = transaction.ownerAfter(stored.record.owner)
    stored.record.deploymentConfig = input.deploymentConfig?.json.text(sortedKeys: true)
    try transaction.step(.update(fleet), &stored)
    return UpdateEndpointOutput(endpointArn: arn.text)
  }

  private static let describeEndpoint = reading(Operations.describeEndpoint) {
    transaction, input in
    try EndpointDescription.describe(
      try existingEndpoint(input.endpointName, transaction), transaction.scope)
  }

  private static let listEndpoints = reading(Operations.listEndpoints) { transaction, input in
    let column =
      switch input.sortBy {
      case .name: "name"
      case .status: "status"
      case .creationTime, nil: "createdAt"
      }
    var listing = Listing(
      "endpoint", column: column, order: input.sortOrder, maxResults: input.maxResults,
      nextToken: input.nextToken)
    listing.filter(
      nameContains: input.nameContains, createdAfter: input.creationTimeAfter,
      createdBefore: input.creationTimeBefore)
    listing.require("modifiedAt > ?", input.lastModifiedTimeAfter?.microseconds)
    listing.require("modifiedAt < ?", input.lastModifiedTimeBefore?.microseconds)
    listing.require("status = ?", input.statusEquals?.rawValue)
    let page = try listing.page(
      of: EndpointRecord.self, transaction.scope, transaction.database
    ) { row in
      switch column {
      case "name": (row.name.databaseValue, row.name)
      case "status": (row.status.databaseValue, row.name)
      default: (row.createdAt.databaseValue, row.name)
      }
    }
    return ListEndpointsOutput(
      endpoints: try page.rows.map { try EndpointDescription.summary($0, transaction.scope) },
      nextToken: page.nextToken)
  }

  private static let deleteEndpoint = writing(Operations.deleteEndpoint) { transaction, input in
    let arn = transaction.scope.arn(.endpoint, input.endpointName)
    let found = try EndpointStore.find(
      input.endpointName, transaction.scope, transaction.database)
    guard var stored = found else {
      guard transaction.caller.isIdempotent else { throw PlatformError.notFound("endpoint", arn) }
      transaction.isUnchanged = true
      return NoOutput()
    }
    try transaction.checkOwner("endpoint \(stored.record.name)", stored.record.owner)
    if stored.state.status == .deleting { transaction.isUnchanged = true }
    try transaction.step(.delete, &stored)
    return NoOutput()
  }

  private static func existingEndpoint(
    _ name: String, _ transaction: Transaction
  ) throws -> StoredEndpoint {
    let found = try EndpointStore.find(name, transaction.scope, transaction.database)
    guard let found else {
      throw PlatformError.notFound("endpoint", transaction.scope.arn(.endpoint, name))
    }
    return found
  }

  /// The fleet of a configuration, pinned to the models' data as it is now.
  private static func fleet(
    _ configName: String, _ deployment: DeploymentConfig?, _ modelData: ModelData,
    _ transaction: Transaction
  ) throws -> Fleet {
    let config = try existingConfig(configName, transaction)
    let variants = try config.input.productionVariants.map { variant in
      let model = try existing(variant.modelName ?? "", transaction)
      let isIsolated =
        model.input.enableNetworkIsolation == true || config.input.enableNetworkIsolation == true
      var environment = model.input.primaryContainer?.environment ?? [:]
      environment[FleetVariant.isolationVariable] = isIsolated ? "true" : nil
      return FleetVariant(
        name: variant.variantName, modelName: model.record.name,
        modelPath: modelData.path(digest: model.record.dataDigest),
        weight: variant.initialVariantWeight ?? 1,
        instanceCount: variant.initialInstanceCount ?? 1, instanceType: variant.instanceType,
        startupTimeoutSeconds: variant.containerStartupHealthCheckTimeoutInSeconds ?? 60,
        environment: environment)
    }
    return Fleet(
      generation: 0, configName: config.record.name, variants: variants,
      terminationWaitSeconds: try terminationWait(deployment))
  }

  /// Blue/green with all traffic at once is what there is.
  private static func terminationWait(
    _ deployment: DeploymentConfig?
  ) throws(PlatformError) -> Int {
    guard let deployment else { return 0 }
    if deployment.rollingUpdatePolicy != nil { throw .unsupported("RollingUpdatePolicy") }
    if deployment.autoRollbackConfiguration != nil {
      throw .unsupported("AutoRollbackConfiguration")
    }
    guard let policy = deployment.blueGreenUpdatePolicy else { return 0 }
    switch policy.trafficRoutingConfiguration.type {
    case .allAtOnce: return policy.terminationWaitInSeconds ?? 0
    case .canary: throw .unsupported("TrafficRoutingConfiguration CANARY")
    case .linear: throw .unsupported("TrafficRoutingConfiguration LINEAR")
    }
  }
}

extension StoredEndpoint {
  /// Whether the endpoint already runs `fleet`, or is on its way to it.
  func isHeaded(to fleet: Fleet) -> Bool {
    guard let goal = state.incoming ?? state.serving else { return false }
    return goal.configName == fleet.configName && goal.variants == fleet.variants
  }
}
