// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelPackageValidationProfile` of SageMaker's API.
package struct ModelPackageValidationProfile: ShapeStructure, Equatable {
  package var profileName: String
  package var transformJobDefinition: TransformJobDefinition

  package static let shape = StructureShape(
    "ModelPackageValidationProfile",
    [
      .required("ProfileName", .entityName),
      .required("TransformJobDefinition", .structure(TransformJobDefinition.shape)),
    ])

  package init(
    profileName: String,
    transformJobDefinition: TransformJobDefinition
  ) {
    self.profileName = profileName
    self.transformJobDefinition = transformJobDefinition
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    profileName = try members.required("ProfileName")
    transformJobDefinition = try members.required("TransformJobDefinition")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ProfileName", profileName)
    members.write("TransformJobDefinition", transformJobDefinition)
  }
}
