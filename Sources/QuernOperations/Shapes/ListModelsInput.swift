// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ListModelsInput` of SageMaker's API.
package struct ListModelsInput: ShapeStructure, Equatable {
  package var sortBy: ModelSortKey?
  package var sortOrder: OrderKey?
  package var nextToken: String?
  package var maxResults: Int?
  package var nameContains: String?
  package var creationTimeBefore: Timestamp?
  package var creationTimeAfter: Timestamp?

  package static let shape = StructureShape(
    "ListModelsInput",
    [
      .optional("SortBy", .choice(ModelSortKey.self)),
      .optional("SortOrder", .choice(OrderKey.self)),
      .optional("NextToken", .paginationToken),
      .optional("MaxResults", .maxResults),
      .optional("NameContains", .modelNameContains),
      .optional("CreationTimeBefore", .timestamp),
      .optional("CreationTimeAfter", .timestamp),
    ])

  package init(
    sortBy: ModelSortKey? = nil,
    sortOrder: OrderKey? = nil,
    nextToken: String? = nil,
    maxResults: Int? = nil,
    nameContains: String? = nil,
    creationTimeBefore: Timestamp? = nil,
    creationTimeAfter: Timestamp? = nil
  ) {
    self.sortBy = sortBy
    self.sortOrder = sortOrder
    self.nextToken = nextToken
    self.maxResults = maxResults
    self.nameContains = nameContains
    self.creationTimeBefore = creationTimeBefore
    self.creationTimeAfter = creationTimeAfter
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    sortBy = try members.optional("SortBy")
    sortOrder = try members.optional("SortOrder")
    nextToken = try members.optional("NextToken")
    maxResults = try members.optional("MaxResults")
    nameContains = try members.optional("NameContains")
    creationTimeBefore = try members.optional("CreationTimeBefore")
    creationTimeAfter = try members.optional("CreationTimeAfter")
  }

  package func write(to members: inout MemberWriter) {
    members.write("SortBy", sortBy)
    members.write("SortOrder", sortOrder)
    members.write("NextToken", nextToken)
    members.write("MaxResults", maxResults)
    members.write("NameContains", nameContains)
    members.write("CreationTimeBefore", creationTimeBefore)
    members.write("CreationTimeAfter", creationTimeAfter)
  }
}

/// The values of `ModelSortKey`.
package enum ModelSortKey: String, CaseIterable, Sendable, ShapeValue {
  case name = "Name"
  case creationTime = "CreationTime"
}
