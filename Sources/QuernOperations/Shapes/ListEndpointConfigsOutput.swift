// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ListEndpointConfigsOutput` of SageMaker's API.
package struct ListEndpointConfigsOutput: ShapeStructure, Equatable {
  package var endpointConfigs: [EndpointConfigSummary]
  package var nextToken: String?

  package static let shape = StructureShape(
    "ListEndpointConfigsOutput",
    [
      .required("EndpointConfigs", .endpointConfigSummaryList),
      .optional("NextToken", .paginationToken),
    ])

  package init(
    endpointConfigs: [EndpointConfigSummary],
    nextToken: String? = nil
  ) {
    self.endpointConfigs = endpointConfigs
    self.nextToken = nextToken
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointConfigs = try members.required("EndpointConfigs")
    nextToken = try members.optional("NextToken")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointConfigs", endpointConfigs)
    members.write("NextToken", nextToken)
  }
}
