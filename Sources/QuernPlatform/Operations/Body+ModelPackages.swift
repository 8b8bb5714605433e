internal import GRDB
internal import QuernOperations
internal import QuernText
internal import QuernWire

extension Body {
  static let modelPackages: [Body] = [
    createModelPackage, describeModelPackage, listModelPackages, updateModelPackage,
    deleteModelPackage,
  ]

  private static let createModelPackage = preparing(Operations.createModelPackage) {
    platform, input in
    let url = try supportedData(input)
    let digest = try platform.modelData.take(url)
    return (digest: digest, path: platform.modelData.path(digest: digest.hex))
  } _: { transaction, input, data in
    let (scope, caller) = (transaction.scope, transaction.caller)
    var group = try existing(group: input.modelPackageGroupName ?? "", transaction)
    if let known = try repeated(input, data.digest, group, transaction) {
      transaction.isUnchanged = true
      return CreateModelPackageOutput(modelPackageArn: scope.arn(.modelPackage, known).text)
    }
    group.lastVersion += 1
    try group.update(transaction.database)
    var kept = input
    kept.clientToken = nil
    kept.modelApprovalStatus = nil
    // From here on the platform's own copy is the model's file.
    kept.inferenceSpecification?.containers[0].modelDataUrl =
      "file://" + Percent.encode(path: data.path)
    let approval = input.modelApprovalStatus ?? .pendingManualApproval
    let record = ModelPackageRecord(
      account: scope.account, region: scope.region,
      name: ModelPackageRecord.key(group: group.name, version: group.lastVersion),
      groupName: group.name, version: group.lastVersion, principal: caller.principal,
      token: caller.token, owner: caller.owner, createdAt: transaction.now,
      modifiedAt: transaction.now, approvalStatus: approval.rawValue, approvalDescription: nil,
      clientToken: input.clientToken, dataDigest: data.digest.hex,
      input: kept.json.text(sortedKeys: true))
    try record.insert(transaction.database)
    try transaction.recordState(record)
    return CreateModelPackageOutput(
      modelPackageArn: scope.arn(.modelPackage, record.shortName).text)
  }

  private static let describeModelPackage = reading(Operations.describeModelPackage) {
    transaction, input in
    try ModelPackageDescription.describe(
      try existing(package: input.modelPackageName, transaction), transaction.scope)
  }

  private static let listModelPackages = reading(Operations.listModelPackages) {
    transaction, input in
    // Without a group AWS lists what has no versions, of which there is nothing here.
    let isVersioned = input.modelPackageType == .versioned || input.modelPackageType == .both
    guard input.modelPackageGroupName != nil || isVersioned else {
      return ListModelPackagesOutput(modelPackageSummaryList: [])
    }
    var listing = Listing(
      "modelPackage", column: input.sortBy == .name ? "name" : "createdAt",
      order: input.sortOrder == .descending ? .descending : .ascending,
      maxResults: input.maxResults, nextToken: input.nextToken)
    listing.filter(
      nameContains: input.nameContains, createdAfter: input.creationTimeAfter,
      createdBefore: input.creationTimeBefore)
    listing.require("approvalStatus = ?", input.modelApprovalStatus?.rawValue)
    if let group = input.modelPackageGroupName {
      listing.require("groupName = ?", try existing(group: group, transaction).name)
    }
    let column = listing.column
    let page = try listing.page(
      of: ModelPackageRecord.self, transaction.scope, transaction.database
    ) { row in
      (column == "name" ? row.name.databaseValue : row.createdAt.databaseValue, row.name)
    }
    return ListModelPackagesOutput(
      modelPackageSummaryList: try page.rows.map {
        try ModelPackageDescription.summary($0, transaction.scope)
      }, nextToken: page.nextToken)
  }

  private static let updateModelPackage = writing(Operations.updateModelPackage) {
    transaction, input in
    if input.inferenceSpecification != nil {
      throw PlatformError.unsupported("InferenceSpecification")
    }
    if input.additionalInferenceSpecificationsToAdd != nil {
      throw PlatformError.unsupported("AdditionalInferenceSpecificationsToAdd")
    }
    if input.modelCard != nil { throw PlatformError.unsupported("ModelCard") }
    if input.modelLifeCycle != nil { throw PlatformError.unsupported("ModelLifeCycle") }
    var record = try existing(package: input.modelPackageArn, transaction)
    let before = record
    var kept = try Operations.createModelPackage.checked(try JSON.parse(record.input))
    var metadata = kept.customerMetadataProperties ?? [:]
    for name in input.customerMetadataPropertiesToRemove ?? [] { metadata[name] = nil }
    metadata.merge(input.customerMetadataProperties ?? [:]) { $1 }
    if metadata.count > 50 { throw PlatformError.limitExceeded("CustomerMetadataProperties", 50) }
    kept.customerMetadataProperties = metadata.isEmpty ? nil : metadata
    if let source = input.sourceUri { kept.sourceUri = source }
    record.input = kept.json.text(sortedKeys: true)
    if let status = input.modelApprovalStatus { record.approvalStatus = status.rawValue }
    if let text = input.approvalDescription { record.approvalDescription = text }
    let arn = transaction.scope.arn(.modelPackage, record.shortName)
    let isSame =
      record.input == before.input && record.approvalStatus == before.approvalStatus
      && record.approvalDescription == before.approvalDescription
    if isSame {
      transaction.isUnchanged = true
    } else {
      record.modifiedAt = transaction.now
      try record.update(transaction.database)
      if record.approvalStatus != before.approvalStatus { try transaction.recordState(record) }
    }
    return UpdateModelPackageOutput(modelPackageArn: arn.text)
  }

  private static let deleteModelPackage = writing(Operations.deleteModelPackage) {
    transaction, input in
    let record = try existing(package: input.modelPackageName, transaction)
    try record.delete(transaction.database)
    try transaction.record(
      "DeleteModelPackage", transaction.scope.arn(.modelPackage, record.shortName))
    return NoOutput()
  }

  /// The version of a name `group/3` or an ARN, or AWS's refusal.
  static func existing(
    package name: String, _ transaction: Transaction
  ) throws -> ModelPackageRecord {
    let parts = name.split(separator: "/").suffix(2)
    let arn = transaction.scope.arn(.modelPackage, name)
    guard parts.count == 2, let group = parts.first, let last = parts.last,
      let version = Numbers.parseInt(last)
    else { throw PlatformError.notFound("Model Package", arn) }
    let key = ModelPackageRecord.key(group: String(group), version: Int(version))
    let found = try ModelPackageRecord.fetchOne(
      transaction.database,
      key: [
        "account": transaction.scope.account, "region": transaction.scope.region, "name": key,
      ])
    guard let found else { throw PlatformError.notFound("Model Package", arn) }
    return found
  }

  /// The data of a registered model that may be deployed.
  static func packageData(_ name: String, _ transaction: Transaction) throws -> Digest {
    let record = try existing(package: name, transaction)
    if record.approvalStatus == ModelApprovalStatus.rejected.rawValue {
      throw PlatformError.rejectedPackage(
        transaction.scope.arn(.modelPackage, record.shortName))
    }
    guard let digest = Digest(hex: record.dataDigest) else {
      throw PlatformFault.database(doing: "read \(record.shortName)", reason: "a broken digest")
    }
    return digest
  }

  /// The version that the same request made before: by its client token, or, for a notebook, by the
  /// model's own bytes.
  private static func repeated(
    _ input: CreateModelPackageInput, _ data: Digest, _ group: ModelPackageGroupRecord,
    _ transaction: Transaction
  ) throws -> String? {
    let place = "account = ? AND region = ? AND groupName = ?"
    let owner: StatementArguments = [group.account, group.region, group.name]
    if let token = input.clientToken {
      let known = try ModelPackageRecord.filter(
        sql: "\(place) AND clientToken = ?", arguments: owner + [token]
      ).fetchOne(transaction.database)
      if let known { return known.shortName }
    }
    guard transaction.caller.isIdempotent else { return nil }
    return try ModelPackageRecord.filter(
      sql: "\(place) AND dataDigest = ?", arguments: owner + [data.hex]
    ).order(sql: "version DESC").fetchOne(transaction.database)?.shortName
  }

  /// The URL of the one container that Quern runs.
  private static func supportedData(
    _ input: CreateModelPackageInput
  ) throws(PlatformError) -> String {
    if input.modelPackageGroupName == nil {
      throw .validation(
        "A model package needs a ModelPackageGroupName: ones without versions are not supported.")
    }
    if input.modelPackageName != nil { throw .unsupported("ModelPackageName beside a group") }
    if input.validationSpecification != nil { throw .unsupported("ValidationSpecification") }
    if input.sourceAlgorithmSpecification != nil {
      throw .unsupported("SourceAlgorithmSpecification")
    }
    if input.additionalInferenceSpecifications != nil {
      throw .unsupported("AdditionalInferenceSpecifications")
    }
    guard let containers = input.inferenceSpecification?.containers, let first = containers.first
    else {
      throw .validation("A model package needs an InferenceSpecification with a container.")
    }
    if containers.count > 1 { throw .unsupported("A second container") }
    if let image = first.image, image != "quern" {
      throw .validation(
        "The image \(image) is not one that Quern runs. Hint: use `quern`, or leave Image out.")
    }
    guard let url = first.modelDataUrl else {
      throw .validation("The container needs ModelDataUrl: a path or file:// URL of the model.")
    }
    return url
  }
}

extension Transaction {
  /// As AWS tells EventBridge of a version's creation and each flip of its approval.
  func recordState(_ record: ModelPackageRecord) throws {
    let arn = scope.arn(.modelPackage, record.shortName)
    try self.record(
      "SageMaker Model Package State Change", arn,
      .members([
        ("ModelPackageGroupName", .string(record.groupName)),
        ("ModelPackageVersion", .int(Int64(record.version))),
        ("ModelPackageArn", .string(arn.text)), ("ModelPackageStatus", "Completed"),
        ("ModelApprovalStatus", .string(record.approvalStatus)),
      ]))
  }
}
