// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ListEndpointsOutput` of SageMaker's API.
package struct ListEndpointsOutput: ShapeStructure, Equatable {
  package var endpoints: [EndpointSummary]
  package var nextToken: String?

  package static let shape = StructureShape(
    "ListEndpointsOutput",
    [
      .required("Endpoints", .endpointSummaryList),
      .optional("NextToken", .paginationToken),
    ])

  package init(
    endpoints: [EndpointSummary],
    nextToken: String? = nil
  ) {
    self.endpoints = endpoints
    self.nextToken = nextToken
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpoints = try members.required("Endpoints")
    nextToken = try members.optional("NextToken")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Endpoints", endpoints)
    members.write("NextToken", nextToken)
  }
}
