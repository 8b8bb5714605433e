internal import GRDB
internal import QuernOperations
internal import QuernText

extension Body {
  static let endpointConfigs: [Body] = [
    createEndpointConfig, describeEndpointConfig, listEndpointConfigs, deleteEndpointConfig,
  ]

  private static let createEndpointConfig = writing(Operations.createEndpointConfig) {
    transaction, input in
    try checkSupported(input)
    let (scope, caller) = (transaction.scope, transaction.caller)
    let arn = scope.arn(.endpointConfig, input.endpointConfigName)
    for variant in input.productionVariants {
      _ = try existing(variant.modelName ?? "", transaction)
    }
    let text = input.json.text(sortedKeys: true)
    let digest = SHA256.hash(text).hex
    if let existing = try find(input.endpointConfigName, transaction) {
      guard caller.isIdempotent, existing.contentDigest == digest else {
        throw PlatformError.alreadyExists("endpoint configuration", arn)
      }
      transaction.isUnchanged = true
      return CreateEndpointConfigOutput(endpointConfigArn: arn.text)
    }
    try EndpointConfigRecord(
      account: scope.account, region: scope.region, name: input.endpointConfigName,
      principal: caller.principal, token: caller.token, owner: caller.owner,
      createdAt: transaction.now, contentDigest: digest, input: text
    ).insert(transaction.database)
    try transaction.record("CreateEndpointConfig", arn)
    return CreateEndpointConfigOutput(endpointConfigArn: arn.text)
  }

  private static let describeEndpointConfig = reading(Operations.describeEndpointConfig) {
    transaction, input in
    let (record, config) = try existingConfig(input.endpointConfigName, transaction)
    return DescribeEndpointConfigOutput(
      endpointConfigName: record.name,
      endpointConfigArn: transaction.scope.arn(.endpointConfig, record.name).text,
      productionVariants: config.productionVariants, dataCaptureConfig: config.dataCaptureConfig,
      kmsKeyId: config.kmsKeyId, creationTime: Timestamp(microseconds: record.createdAt),
      executionRoleArn: config.executionRoleArn, vpcConfig: config.vpcConfig,
      enableNetworkIsolation: config.enableNetworkIsolation, metricsConfig: config.metricsConfig)
  }

  private static let listEndpointConfigs = reading(Operations.listEndpointConfigs) {
    transaction, input in
    var listing = Listing(
      "endpointConfig", column: input.sortBy == .name ? "name" : "createdAt",
      order: input.sortOrder, maxResults: input.maxResults, nextToken: input.nextToken)
    listing.filter(
      nameContains: input.nameContains, createdAfter: input.creationTimeAfter,
      createdBefore: input.creationTimeBefore)
    let column = listing.column
    let page = try listing.page(
      of: EndpointConfigRecord.self, transaction.scope, transaction.database
    ) { row in
      (column == "name" ? row.name.databaseValue : row.createdAt.databaseValue, row.name)
    }
    return ListEndpointConfigsOutput(
      endpointConfigs: page.rows.map {
        EndpointConfigSummary(
          endpointConfigName: $0.name,
          endpointConfigArn: transaction.scope.arn(.endpointConfig, $0.name).text,
          creationTime: Timestamp(microseconds: $0.createdAt))
      }, nextToken: page.nextToken)
  }

  private static let deleteEndpointConfig = writing(Operations.deleteEndpointConfig) {
    transaction, input in
    let arn = transaction.scope.arn(.endpointConfig, input.endpointConfigName)
    guard let record = try find(input.endpointConfigName, transaction) else {
      guard transaction.caller.isIdempotent else {
        throw PlatformError.notFound("endpoint configuration", arn)
      }
      transaction.isUnchanged = true
      return NoOutput()
    }
    try transaction.checkOwner("endpoint configuration \(record.name)", record.owner)
    try record.delete(transaction.database)
    try transaction.record("DeleteEndpointConfig", arn)
    return NoOutput()
  }

  /// The configuration's row and its input, or AWS's refusal.
  static func existingConfig(
    _ name: String, _ transaction: Transaction
  ) throws -> (record: EndpointConfigRecord, input: CreateEndpointConfigInput) {
    guard let record = try find(name, transaction) else {
      throw PlatformError.notFound(
        "endpoint configuration", transaction.scope.arn(.endpointConfig, name))
    }
    return (record, try Operations.createEndpointConfig.checked(try JSON.parse(record.input)))
  }

  private static func find(
    _ name: String, _ transaction: Transaction
  ) throws -> EndpointConfigRecord? {
    try EndpointConfigRecord.fetchOne(
      transaction.database,
      key: ["account": transaction.scope.account, "region": transaction.scope.region, "name": name])
  }

  /// Refuses what would be accepted on AWS and is not done here, instead of forgetting it.
  private static func checkSupported(
    _ input: CreateEndpointConfigInput
  ) throws(PlatformError) {
    if input.dataCaptureConfig?.enableCapture == true { throw .unsupported("DataCaptureConfig") }
    if input.asyncInferenceConfig != nil { throw .unsupported("AsyncInferenceConfig") }
    if input.explainerConfig != nil { throw .unsupported("ExplainerConfig") }
    if input.shadowProductionVariants?.isEmpty == false {
      throw .unsupported("ShadowProductionVariants")
    }
    let names = input.productionVariants.map { $0.variantName.lowercased() }
    if Set(names).count != names.count {
      throw .validation("Two production variants have the same VariantName.")
    }
    var replicaCount = 0
    for variant in input.productionVariants {
      let place = "of the variant \(variant.variantName)"
      if variant.modelName == nil {
        throw .validation("ModelName \(place) is missing.")
      }
      if variant.serverlessConfig != nil { throw .unsupported("ServerlessConfig \(place)") }
      if variant.instancePools != nil { throw .unsupported("InstancePools \(place)") }
      if variant.managedInstanceScaling != nil {
        throw .unsupported("ManagedInstanceScaling \(place)")
      }
      replicaCount += variant.initialInstanceCount ?? 1
    }
    if replicaCount > EndpointLimits.replicaCountMax {
      throw .limitExceeded("instances of one endpoint", EndpointLimits.replicaCountMax)
    }
    // Weights of zero everywhere would make an endpoint that answers nobody.
    if input.productionVariants.allSatisfy({ ($0.initialVariantWeight ?? 1) == 0 }) {
      throw .validation("At least one production variant needs a weight above 0.")
    }
  }
}
