// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ListModelPackagesInput` of SageMaker's API.
package struct ListModelPackagesInput: ShapeStructure, Equatable {
  package var creationTimeAfter: Timestamp?
  package var creationTimeBefore: Timestamp?
  package var maxResults: Int?
  package var nameContains: String?
  package var modelApprovalStatus: ModelApprovalStatus?
  package var modelPackageGroupName: String?
  package var modelPackageType: ModelPackageType?
  package var nextToken: String?
  package var sortBy: ModelPackageSortBy?
  package var sortOrder: SortOrder?

  package static let shape = StructureShape(
    "ListModelPackagesInput",
    [
      .optional("CreationTimeAfter", .creationTime),
      .optional("CreationTimeBefore", .creationTime),
      .optional("MaxResults", .maxResults),
      .optional("NameContains", .nameContains),
      .optional("ModelApprovalStatus", .choice(ModelApprovalStatus.self)),
      .optional("ModelPackageGroupName", .arnOrName),
      .optional("ModelPackageType", .choice(ModelPackageType.self)),
      .optional("NextToken", .nextToken),
      .optional("SortBy", .choice(ModelPackageSortBy.self)),
      .optional("SortOrder", .choice(SortOrder.self)),
    ])

  package init(
    creationTimeAfter: Timestamp? = nil,
    creationTimeBefore: Timestamp? = nil,
    maxResults: Int? = nil,
    nameContains: String? = nil,
    modelApprovalStatus: ModelApprovalStatus? = nil,
    modelPackageGroupName: String? = nil,
    modelPackageType: ModelPackageType? = nil,
    nextToken: String? = nil,
    sortBy: ModelPackageSortBy? = nil,
    sortOrder: SortOrder? = nil
  ) {
    self.creationTimeAfter = creationTimeAfter
    self.creationTimeBefore = creationTimeBefore
    self.maxResults = maxResults
    self.nameContains = nameContains
    self.modelApprovalStatus = modelApprovalStatus
    self.modelPackageGroupName = modelPackageGroupName
    self.modelPackageType = modelPackageType
    self.nextToken = nextToken
    self.sortBy = sortBy
    self.sortOrder = sortOrder
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    creationTimeAfter = try members.optional("CreationTimeAfter")
    creationTimeBefore = try members.optional("CreationTimeBefore")
    maxResults = try members.optional("MaxResults")
    nameContains = try members.optional("NameContains")
    modelApprovalStatus = try members.optional("ModelApprovalStatus")
    modelPackageGroupName = try members.optional("ModelPackageGroupName")
    modelPackageType = try members.optional("ModelPackageType")
    nextToken = try members.optional("NextToken")
    sortBy = try members.optional("SortBy")
    sortOrder = try members.optional("SortOrder")
  }

  package func write(to members: inout MemberWriter) {
    members.write("CreationTimeAfter", creationTimeAfter)
    members.write("CreationTimeBefore", creationTimeBefore)
    members.write("MaxResults", maxResults)
    members.write("NameContains", nameContains)
    members.write("ModelApprovalStatus", modelApprovalStatus)
    members.write("ModelPackageGroupName", modelPackageGroupName)
    members.write("ModelPackageType", modelPackageType)
    members.write("NextToken", nextToken)
    members.write("SortBy", sortBy)
    members.write("SortOrder", sortOrder)
  }
}

/// The values of `ModelPackageSortBy`.
package enum ModelPackageSortBy: String, CaseIterable, Sendable, ShapeValue {
  case name = "Name"
  case creationTime = "CreationTime"
}

/// The values of `ModelPackageType`.
package enum ModelPackageType: String, CaseIterable, Sendable, ShapeValue {
  case versioned = "Versioned"
  case unversioned = "Unversioned"
  case both = "Both"
}
