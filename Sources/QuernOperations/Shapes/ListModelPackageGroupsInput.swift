// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ListModelPackageGroupsInput` of SageMaker's API.
package struct ListModelPackageGroupsInput: ShapeStructure, Equatable {
  package var creationTimeAfter: Timestamp?
  package var creationTimeBefore: Timestamp?
  package var maxResults: Int?
  package var nameContains: String?
  package var nextToken: String?
  package var sortBy: ModelPackageGroupSortBy?
  package var sortOrder: SortOrder?
  package var crossAccountFilterOption: CrossAccountFilterOption?

  package static let shape = StructureShape(
    "ListModelPackageGroupsInput",
    [
      .optional("CreationTimeAfter", .creationTime),
      .optional("CreationTimeBefore", .creationTime),
      .optional("MaxResults", .maxResults),
      .optional("NameContains", .nameContains),
      .optional("NextToken", .nextToken),
      .optional("SortBy", .choice(ModelPackageGroupSortBy.self)),
      .optional("SortOrder", .choice(SortOrder.self)),
      .optional("CrossAccountFilterOption", .choice(CrossAccountFilterOption.self)),
    ])

  package init(
    creationTimeAfter: Timestamp? = nil,
    creationTimeBefore: Timestamp? = nil,
    maxResults: Int? = nil,
    nameContains: String? = nil,
    nextToken: String? = nil,
    sortBy: ModelPackageGroupSortBy? = nil,
    sortOrder: SortOrder? = nil,
    crossAccountFilterOption: CrossAccountFilterOption? = nil
  ) {
    self.creationTimeAfter = creationTimeAfter
    self.creationTimeBefore = creationTimeBefore
    self.maxResults = maxResults
    self.nameContains = nameContains
    self.nextToken = nextToken
    self.sortBy = sortBy
    self.sortOrder = sortOrder
    self.crossAccountFilterOption = crossAccountFilterOption
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    creationTimeAfter = try members.optional("CreationTimeAfter")
    creationTimeBefore = try members.optional("CreationTimeBefore")
    maxResults = try members.optional("MaxResults")
    nameContains = try members.optional("NameContains")
    nextToken = try members.optional("NextToken")
    sortBy = try members.optional("SortBy")
    sortOrder = try members.optional("SortOrder")
    crossAccountFilterOption = try members.optional("CrossAccountFilterOption")
  }

  package func write(to members: inout MemberWriter) {
    members.write("CreationTimeAfter", creationTimeAfter)
    members.write("CreationTimeBefore", creationTimeBefore)
    members.write("MaxResults", maxResults)
    members.write("NameContains", nameContains)
    members.write("NextToken", nextToken)
    members.write("SortBy", sortBy)
    members.write("SortOrder", sortOrder)
    members.write("CrossAccountFilterOption", crossAccountFilterOption)
  }
}

/// The values of `CrossAccountFilterOption`.
package enum CrossAccountFilterOption: String, CaseIterable, Sendable, ShapeValue {
  case sameAccount = "SameAccount"
  case crossAccount = "CrossAccount"
}

/// The values of `ModelPackageGroupSortBy`.
package enum ModelPackageGroupSortBy: String, CaseIterable, Sendable, ShapeValue {
  case name = "Name"
  case creationTime = "CreationTime"
}
