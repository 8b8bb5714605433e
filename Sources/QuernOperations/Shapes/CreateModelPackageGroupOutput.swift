// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CreateModelPackageGroupOutput` of SageMaker's API.
package struct CreateModelPackageGroupOutput: ShapeStructure, Equatable {
  package var modelPackageGroupArn: String

  package static let shape = StructureShape(
    "CreateModelPackageGroupOutput",
    [
      .required("ModelPackageGroupArn", .modelPackageGroupArn)
    ])

  package init(
    modelPackageGroupArn: String
  ) {
    self.modelPackageGroupArn = modelPackageGroupArn
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageGroupArn = try members.required("ModelPackageGroupArn")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageGroupArn", modelPackageGroupArn)
  }
}
