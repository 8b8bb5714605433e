// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ListEndpointsInput` of SageMaker's API.
package struct ListEndpointsInput: ShapeStructure, Equatable {
  package var sortBy: EndpointSortKey?
  package var sortOrder: OrderKey?
  package var nextToken: String?
  package var maxResults: Int?
  package var nameContains: String?
  package var creationTimeBefore: Timestamp?
  package var creationTimeAfter: Timestamp?
  package var lastModifiedTimeBefore: Timestamp?
  package var lastModifiedTimeAfter: Timestamp?
  package var statusEquals: EndpointStatus?

  package static let shape = StructureShape(
    "ListEndpointsInput",
    [
      .optional("SortBy", .choice(EndpointSortKey.self)),
      .optional("SortOrder", .choice(OrderKey.self)),
      .optional("NextToken", .paginationToken),
      .optional("MaxResults", .maxResults),
      .optional("NameContains", .endpointNameContains),
      .optional("CreationTimeBefore", .timestamp),
      .optional("CreationTimeAfter", .timestamp),
      .optional("LastModifiedTimeBefore", .timestamp),
      .optional("LastModifiedTimeAfter", .timestamp),
      .optional("StatusEquals", .choice(EndpointStatus.self)),
    ])

  package init(
    sortBy: EndpointSortKey? = nil,
    sortOrder: OrderKey? = nil,
    nextToken: String? = nil,
    maxResults: Int? = nil,
    nameContains: String? = nil,
    creationTimeBefore: Timestamp? = nil,
    creationTimeAfter: Timestamp? = nil,
    lastModifiedTimeBefore: Timestamp? = nil,
    lastModifiedTimeAfter: Timestamp? = nil,
    statusEquals: EndpointStatus? = nil
  ) {
    self.sortBy = sortBy
    self.sortOrder = sortOrder
    self.nextToken = nextToken
    self.maxResults = maxResults
    self.nameContains = nameContains
    self.creationTimeBefore = creationTimeBefore
    self.creationTimeAfter = creationTimeAfter
    self.lastModifiedTimeBefore = lastModifiedTimeBefore
    self.lastModifiedTimeAfter = lastModifiedTimeAfter
    self.statusEquals = statusEquals
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    sortBy = try members.optional("SortBy")
    sortOrder = try members.optional("SortOrder")
    nextToken = try members.optional("NextToken")
    maxResults = try members.optional("MaxResults")
    nameContains = try members.optional("NameContains")
    creationTimeBefore = try members.optional("CreationTimeBefore")
    creationTimeAfter = try members.optional("CreationTimeAfter")
    lastModifiedTimeBefore = try members.optional("LastModifiedTimeBefore")
    lastModifiedTimeAfter = try members.optional("LastModifiedTimeAfter")
    statusEquals = try members.optional("StatusEquals")
  }

  package func write(to members: inout MemberWriter) {
    members.write("SortBy", sortBy)
    members.write("SortOrder", sortOrder)
    members.write("NextToken", nextToken)
    members.write("MaxResults", maxResults)
    members.write("NameContains", nameContains)
    members.write("CreationTimeBefore", creationTimeBefore)
    members.write("CreationTimeAfter", creationTimeAfter)
    members.write("LastModifiedTimeBefore", lastModifiedTimeBefore)
    members.write("LastModifiedTimeAfter", lastModifiedTimeAfter)
    members.write("StatusEquals", statusEquals)
  }
}

/// The values of `EndpointSortKey`.
package enum EndpointSortKey: String, CaseIterable, Sendable, ShapeValue {
  case name = "Name"
  case creationTime = "CreationTime"
  case status = "Status"
}
