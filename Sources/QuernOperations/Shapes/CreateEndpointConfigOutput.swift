// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CreateEndpointConfigOutput` of SageMaker's API.
package struct CreateEndpointConfigOutput: ShapeStructure, Equatable {
  package var endpointConfigArn: String

  package static let shape = StructureShape(
    "CreateEndpointConfigOutput",
    [
      .required("EndpointConfigArn", .endpointConfigArn)
    ])

  package init(
    endpointConfigArn: String
  ) {
    self.endpointConfigArn = endpointConfigArn
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointConfigArn = try members.required("EndpointConfigArn")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointConfigArn", endpointConfigArn)
  }
}
