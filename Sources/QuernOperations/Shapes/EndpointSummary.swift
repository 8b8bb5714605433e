// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `EndpointSummary` of SageMaker's API.
package struct EndpointSummary: ShapeStructure, Equatable {
  package var endpointName: String
  package var endpointArn: String
  package var creationTime: Timestamp
  package var lastModifiedTime: Timestamp
  package var endpointStatus: EndpointStatus

  package static let shape = StructureShape(
    "EndpointSummary",
    [
      .required("EndpointName", .endpointName),
      .required("EndpointArn", .endpointArn),
      .required("CreationTime", .timestamp),
      .required("LastModifiedTime", .timestamp),
      .required("EndpointStatus", .choice(EndpointStatus.self)),
    ])

  package init(
    endpointName: String,
    endpointArn: String,
    creationTime: Timestamp,
    lastModifiedTime: Timestamp,
    endpointStatus: EndpointStatus
  ) {
    self.endpointName = endpointName
    self.endpointArn = endpointArn
    self.creationTime = creationTime
    self.lastModifiedTime = lastModifiedTime
    self.endpointStatus = endpointStatus
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointName = try members.required("EndpointName")
    endpointArn = try members.required("EndpointArn")
    creationTime = try members.required("CreationTime")
    lastModifiedTime = try members.required("LastModifiedTime")
    endpointStatus = try members.required("EndpointStatus")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointName", endpointName)
    members.write("EndpointArn", endpointArn)
    members.write("CreationTime", creationTime)
    members.write("LastModifiedTime", lastModifiedTime)
    members.write("EndpointStatus", endpointStatus)
  }
}
