internal import GRDB
internal import QuernOperations
internal import QuernText

extension Body {
  static let models: [Body] = [createModel, describeModel, listModels, deleteModel]

  private static let createModel = preparing(Operations.createModel) { platform, input in
    let container = try supportedContainer(input)
    if let package = container.modelPackageName {
      return try platform.read(Caller(principal: "quern")) { try packageData(package, $0) }
    }
    return try platform.modelData.take(container.modelDataUrl ?? "")
  } _: { transaction, input, data in
    let arn = transaction.scope.arn(.model, input.modelName)
    let text = input.json.text(sortedKeys: true)
    let digest = SHA256.hash(text + data.hex).hex
    if let existing = try find(input.modelName, transaction) {
      guard transaction.caller.isIdempotent, existing.contentDigest == digest else {
        throw PlatformError.alreadyExists("model", arn)
      }
      transaction.isUnchanged = true
      return CreateModelOutput(modelArn: arn.text)
    }
    let (scope, caller) = (transaction.scope, transaction.caller)
    try ModelRecord(
      account: scope.account, region: scope.region, name: input.modelName,
      principal: caller.principal, token: caller.token, owner: caller.owner,
      createdAt: transaction.now, contentDigest: digest, dataDigest: data.hex, input: text
    ).insert(transaction.database)
    try transaction.record("CreateModel", arn)
    return CreateModelOutput(modelArn: arn.text)
  }

  private static let describeModel = reading(Operations.describeModel) { transaction, input in
    let (record, model) = try existing(input.modelName, transaction)
    return DescribeModelOutput(
      modelName: record.name, primaryContainer: model.primaryContainer,
      containers: model.containers, inferenceExecutionConfig: model.inferenceExecutionConfig,
      executionRoleArn: model.executionRoleArn, vpcConfig: model.vpcConfig,
      creationTime: Timestamp(microseconds: record.createdAt),
      modelArn: transaction.scope.arn(.model, record.name).text,
      enableNetworkIsolation: model.enableNetworkIsolation)
  }

  private static let listModels = reading(Operations.listModels) { transaction, input in
    var listing = Listing(
      "model", column: input.sortBy == .name ? "name" : "createdAt", order: input.sortOrder,
      maxResults: input.maxResults, nextToken: input.nextToken)
    listing.filter(
      nameContains: input.nameContains, createdAfter: input.creationTimeAfter,
      createdBefore: input.creationTimeBefore)
    let column = listing.column
    let page = try listing.page(
      of: ModelRecord.self, transaction.scope, transaction.database
    ) { row in
      (column == "name" ? row.name.databaseValue : row.createdAt.databaseValue, row.name)
    }
    return ListModelsOutput(
      models: page.rows.map {
        ModelSummary(
          modelName: $0.name, modelArn: transaction.scope.arn(.model, $0.name).text,
          creationTime: Timestamp(microseconds: $0.createdAt))
      }, nextToken: page.nextToken)
  }

  private static let deleteModel = writing(Operations.deleteModel) { transaction, input in
    let arn = transaction.scope.arn(.model, input.modelName)
    guard let record = try find(input.modelName, transaction) else {
      guard transaction.caller.isIdempotent else { throw PlatformError.notFound("model", arn) }
      transaction.isUnchanged = true
      return NoOutput()
    }
    try transaction.checkOwner("model \(record.name)", record.owner)
    try record.delete(transaction.database)
    try transaction.record("DeleteModel", arn)
    return NoOutput()
  }

  /// The model's row and its input, or AWS's refusal.
  static func existing(
    _ name: String, _ transaction: Transaction
  ) throws -> (record: ModelRecord, input: CreateModelInput) {
    guard let record = try find(name, transaction) else {
      throw PlatformError.notFound("model", transaction.scope.arn(.model, name))
    }
    return (record, try Operations.createModel.checked(try JSON.parse(record.input)))
  }

  private static func find(_ name: String, _ transaction: Transaction) throws -> ModelRecord? {
    try ModelRecord.fetchOne(
      transaction.database,
      key: ["account": transaction.scope.account, "region": transaction.scope.region, "name": name])
  }

  /// The one container that Quern runs: a model file of its own.
  private static func supportedContainer(
    _ input: CreateModelInput
  ) throws(PlatformError) -> ContainerDefinition {
    if input.containers != nil { throw .unsupported("Containers") }
    if input.inferenceExecutionConfig != nil { throw .unsupported("InferenceExecutionConfig") }
    guard let container = input.primaryContainer else {
      throw .validation("A model needs a PrimaryContainer with the ModelDataUrl of its file.")
    }
    if container.mode == .multiModel { throw .unsupported("Mode MultiModel") }
    if container.modelDataSource != nil { throw .unsupported("ModelDataSource") }
    if container.additionalModelDataSources != nil {
      throw .unsupported("AdditionalModelDataSources")
    }
    if container.multiModelConfig != nil { throw .unsupported("MultiModelConfig") }
    if let image = container.image, image != "quern" {
      throw .validation(
        "The image \(image) is not one that Quern runs. Hint: use `quern`, or leave Image out.")
    }
    guard container.modelDataUrl != nil || container.modelPackageName != nil else {
      throw .validation(
        "PrimaryContainer needs ModelDataUrl, a path or file:// URL of the model, or "
          + "ModelPackageName.")
    }
    return container
  }
}
