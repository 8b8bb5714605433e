// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `EndpointConfigSummary` of SageMaker's API.
package struct EndpointConfigSummary: ShapeStructure, Equatable {
  package var endpointConfigName: String
  package var endpointConfigArn: String
  package var creationTime: Timestamp

  package static let shape = StructureShape(
    "EndpointConfigSummary",
    [
      .required("EndpointConfigName", .endpointConfigName),
      .required("EndpointConfigArn", .endpointConfigArn),
      .required("CreationTime", .timestamp),
    ])

  package init(
    endpointConfigName: String,
    endpointConfigArn: String,
    creationTime: Timestamp
  ) {
    self.endpointConfigName = endpointConfigName
    self.endpointConfigArn = endpointConfigArn
    self.creationTime = creationTime
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointConfigName = try members.required("EndpointConfigName")
    endpointConfigArn = try members.required("EndpointConfigArn")
    creationTime = try members.required("CreationTime")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointConfigName", endpointConfigName)
    members.write("EndpointConfigArn", endpointConfigArn)
    members.write("CreationTime", creationTime)
  }
}
