// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DeleteEndpointConfigInput` of SageMaker's API.
package struct DeleteEndpointConfigInput: ShapeStructure, Equatable {
  package var endpointConfigName: String

  package static let shape = StructureShape(
    "DeleteEndpointConfigInput",
    [
      .required("EndpointConfigName", .endpointConfigName)
    ])

  package init(
    endpointConfigName: String
  ) {
    self.endpointConfigName = endpointConfigName
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointConfigName = try members.required("EndpointConfigName")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointConfigName", endpointConfigName)
  }
}
