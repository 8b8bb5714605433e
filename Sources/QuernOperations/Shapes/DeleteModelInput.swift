// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DeleteModelInput` of SageMaker's API.
package struct DeleteModelInput: ShapeStructure, Equatable {
  package var modelName: String

  package static let shape = StructureShape(
    "DeleteModelInput",
    [
      .required("ModelName", .modelName)
    ])

  package init(
    modelName: String
  ) {
    self.modelName = modelName
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelName = try members.required("ModelName")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelName", modelName)
  }
}
