// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelPackageSecurityConfig` of SageMaker's API.
package struct ModelPackageSecurityConfig: ShapeStructure, Equatable {
  package var kmsKeyId: String

  package static let shape = StructureShape(
    "ModelPackageSecurityConfig",
    [
      .required("KmsKeyId", .kmsKeyId)
    ])

  package init(
    kmsKeyId: String
  ) {
    self.kmsKeyId = kmsKeyId
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    kmsKeyId = try members.required("KmsKeyId")
  }

  package func write(to members: inout MemberWriter) {
    members.write("KmsKeyId", kmsKeyId)
  }
}
