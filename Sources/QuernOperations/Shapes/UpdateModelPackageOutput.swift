// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `UpdateModelPackageOutput` of SageMaker's API.
package struct UpdateModelPackageOutput: ShapeStructure, Equatable {
  package var modelPackageArn: String

  package static let shape = StructureShape(
    "UpdateModelPackageOutput",
    [
      .required("ModelPackageArn", .modelPackageArn)
    ])

  package init(
    modelPackageArn: String
  ) {
    self.modelPackageArn = modelPackageArn
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageArn = try members.required("ModelPackageArn")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageArn", modelPackageArn)
  }
}
