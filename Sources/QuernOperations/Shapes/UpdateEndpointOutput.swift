// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `UpdateEndpointOutput` of SageMaker's API.
package struct UpdateEndpointOutput: ShapeStructure, Equatable {
  package var endpointArn: String

  package static let shape = StructureShape(
    "UpdateEndpointOutput",
    [
      .required("EndpointArn", .endpointArn)
    ])

  package init(
    endpointArn: String
  ) {
    self.endpointArn = endpointArn
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointArn = try members.required("EndpointArn")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointArn", endpointArn)
  }
}
