// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DeleteModelPackageInput` of SageMaker's API.
package struct DeleteModelPackageInput: ShapeStructure, Equatable {
  package var modelPackageName: String

  package static let shape = StructureShape(
    "DeleteModelPackageInput",
    [
      .required("ModelPackageName", .versionedArnOrName)
    ])

  package init(
    modelPackageName: String
  ) {
    self.modelPackageName = modelPackageName
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageName = try members.required("ModelPackageName")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageName", modelPackageName)
  }
}
