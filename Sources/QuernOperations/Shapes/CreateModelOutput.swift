// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CreateModelOutput` of SageMaker's API.
package struct CreateModelOutput: ShapeStructure, Equatable {
  package var modelArn: String

  package static let shape = StructureShape(
    "CreateModelOutput",
    [
      .required("ModelArn", .modelArn)
    ])

  package init(
    modelArn: String
  ) {
    self.modelArn = modelArn
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelArn = try members.required("ModelArn")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelArn", modelArn)
  }
}
