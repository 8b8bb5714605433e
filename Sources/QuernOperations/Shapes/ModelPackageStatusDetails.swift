// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelPackageStatusDetails` of SageMaker's API.
package struct ModelPackageStatusDetails: ShapeStructure, Equatable {
  package var validationStatuses: [ModelPackageStatusItem]
  package var imageScanStatuses: [ModelPackageStatusItem]?

  package static let shape = StructureShape(
    "ModelPackageStatusDetails",
    [
      .required("ValidationStatuses", .modelPackageStatusItemList),
      .optional("ImageScanStatuses", .modelPackageStatusItemList),
    ])

  package init(
    validationStatuses: [ModelPackageStatusItem],
    imageScanStatuses: [ModelPackageStatusItem]? = nil
  ) {
    self.validationStatuses = validationStatuses
    self.imageScanStatuses = imageScanStatuses
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    validationStatuses = try members.required("ValidationStatuses")
    imageScanStatuses = try members.optional("ImageScanStatuses")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ValidationStatuses", validationStatuses)
    members.write("ImageScanStatuses", imageScanStatuses)
  }
}
