// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DeleteModelPackageGroupInput` of SageMaker's API.
package struct DeleteModelPackageGroupInput: ShapeStructure, Equatable {
  package var modelPackageGroupName: String

  package static let shape = StructureShape(
    "DeleteModelPackageGroupInput",
    [
      .required("ModelPackageGroupName", .arnOrName)
    ])

  package init(
    modelPackageGroupName: String
  ) {
    self.modelPackageGroupName = modelPackageGroupName
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageGroupName = try members.required("ModelPackageGroupName")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageGroupName", modelPackageGroupName)
  }
}
