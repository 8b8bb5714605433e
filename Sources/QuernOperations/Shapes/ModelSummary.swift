// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelSummary` of SageMaker's API.
package struct ModelSummary: ShapeStructure, Equatable {
  package var modelName: String
  package var modelArn: String
  package var creationTime: Timestamp

  package static let shape = StructureShape(
    "ModelSummary",
    [
      .required("ModelName", .modelName),
      .required("ModelArn", .modelArn),
      .required("CreationTime", .timestamp),
    ])

  package init(
    modelName: String,
    modelArn: String,
    creationTime: Timestamp
  ) {
    self.modelName = modelName
    self.modelArn = modelArn
    self.creationTime = creationTime
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelName = try members.required("ModelName")
    modelArn = try members.required("ModelArn")
    creationTime = try members.required("CreationTime")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelName", modelName)
    members.write("ModelArn", modelArn)
    members.write("CreationTime", creationTime)
  }
}
