internal import GRDB
internal import QuernOperations
internal import QuernText

extension Body {
  static let modelPackageGroups: [Body] = [
    createModelPackageGroup, describeModelPackageGroup, listModelPackageGroups,
    deleteModelPackageGroup,
  ]

  private static let createModelPackageGroup = writing(Operations.createModelPackageGroup) {
    transaction, input in
    if input.managedConfiguration != nil {
      throw PlatformError.unsupported("ManagedConfiguration")
    }
    let (scope, caller) = (transaction.scope, transaction.caller)
    let arn = scope.arn(.modelPackageGroup, input.modelPackageGroupName)
    if try find(group: input.modelPackageGroupName, transaction) != nil {
      // Whoever registers a model asks for the group that it goes to, new or not.
      guard caller.isIdempotent else {
        throw PlatformError.alreadyExists("Model Package Group", arn)
      }
      transaction.isUnchanged = true
      return CreateModelPackageGroupOutput(modelPackageGroupArn: arn.text)
    }
    try ModelPackageGroupRecord(
      account: scope.account, region: scope.region, name: input.modelPackageGroupName,
      principal: caller.principal, token: caller.token, owner: caller.owner,
      createdAt: transaction.now, lastVersion: 0, input: input.json.text(sortedKeys: true)
    ).insert(transaction.database)
    try transaction.record("CreateModelPackageGroup", arn)
    return CreateModelPackageGroupOutput(modelPackageGroupArn: arn.text)
  }

  private static let describeModelPackageGroup = reading(Operations.describeModelPackageGroup) {
    transaction, input in
    let record = try existing(group: input.modelPackageGroupName, transaction)
    return DescribeModelPackageGroupOutput(
      modelPackageGroupName: record.name,
      modelPackageGroupArn: transaction.scope.arn(.modelPackageGroup, record.name).text,
      modelPackageGroupDescription: try description(record),
      creationTime: Timestamp(microseconds: record.createdAt),
      createdBy: UserContext(userProfileName: record.principal),
      modelPackageGroupStatus: .completed)
  }

  private static let listModelPackageGroups = reading(Operations.listModelPackageGroups) {
    transaction, input in
    var listing = Listing(
      "modelPackageGroup", column: input.sortBy == .name ? "name" : "createdAt",
      order: input.sortOrder == .descending ? .descending : .ascending,
      maxResults: input.maxResults, nextToken: input.nextToken)
    listing.filter(
      nameContains: input.nameContains, createdAfter: input.creationTimeAfter,
      createdBefore: input.creationTimeBefore)
    let column = listing.column
    let page = try listing.page(
      of: ModelPackageGroupRecord.self, transaction.scope, transaction.database
    ) { row in
      (column == "name" ? row.name.databaseValue : row.createdAt.databaseValue, row.name)
    }
    return ListModelPackageGroupsOutput(
      modelPackageGroupSummaryList: try page.rows.map { record in
        ModelPackageGroupSummary(
          modelPackageGroupName: record.name,
          modelPackageGroupArn: transaction.scope.arn(.modelPackageGroup, record.name).text,
          modelPackageGroupDescription: try description(record),
          creationTime: Timestamp(microseconds: record.createdAt),
          modelPackageGroupStatus: .completed)
      }, nextToken: page.nextToken)
  }

  private static let deleteModelPackageGroup = writing(Operations.deleteModelPackageGroup) {
    transaction, input in
    let record = try existing(group: input.modelPackageGroupName, transaction)
    let arn = transaction.scope.arn(.modelPackageGroup, record.name)
    let count = try ModelPackageRecord.filter(
      sql: "account = ? AND region = ? AND groupName = ?",
      arguments: [record.account, record.region, record.name]
    ).fetchCount(transaction.database)
    guard count == 0 else { throw PlatformError.groupNotEmpty(arn, count) }
    try transaction.checkOwner("model package group \(record.name)", record.owner)
    try record.delete(transaction.database)
    try transaction.record("DeleteModelPackageGroup", arn)
    return NoOutput()
  }

  /// The group of a name or ARN, or AWS's refusal.
  static func existing(
    group: String, _ transaction: Transaction
  ) throws -> ModelPackageGroupRecord {
    let name = group.split(separator: "/").last.map(String.init) ?? group
    guard let record = try find(group: name, transaction) else {
      throw PlatformError.notFound(
        "Model Package Group", transaction.scope.arn(.modelPackageGroup, name))
    }
    return record
  }

  private static func find(
    group: String, _ transaction: Transaction
  ) throws -> ModelPackageGroupRecord? {
    try ModelPackageGroupRecord.fetchOne(
      transaction.database,
      key: [
        "account": transaction.scope.account, "region": transaction.scope.region, "name": group,
      ])
  }

  private static func description(_ record: ModelPackageGroupRecord) throws -> String? {
    try JSON.parse(record.input)["ModelPackageGroupDescription"]?.stringValue
  }
}
