// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DeleteEndpointInput` of SageMaker's API.
package struct DeleteEndpointInput: ShapeStructure, Equatable {
  package var endpointName: String

  package static let shape = StructureShape(
    "DeleteEndpointInput",
    [
      .required("EndpointName", .endpointName)
    ])

  package init(
    endpointName: String
  ) {
    self.endpointName = endpointName
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointName = try members.required("EndpointName")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointName", endpointName)
  }
}
