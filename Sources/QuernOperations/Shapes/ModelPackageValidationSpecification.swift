// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelPackageValidationSpecification` of SageMaker's API.
package struct ModelPackageValidationSpecification: ShapeStructure, Equatable {
  package var validationRole: String
  package var validationProfiles: [ModelPackageValidationProfile]

  package static let shape = StructureShape(
    "ModelPackageValidationSpecification",
    [
      .required("ValidationRole", .roleArn),
      .required("ValidationProfiles", .modelPackageValidationProfiles),
    ])

  package init(
    validationRole: String,
    validationProfiles: [ModelPackageValidationProfile]
  ) {
    self.validationRole = validationRole
    self.validationProfiles = validationProfiles
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    validationRole = try members.required("ValidationRole")
    validationProfiles = try members.required("ValidationProfiles")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ValidationRole", validationRole)
    members.write("ValidationProfiles", validationProfiles)
  }
}
