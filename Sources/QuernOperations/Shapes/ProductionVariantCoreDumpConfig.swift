// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariantCoreDumpConfig` of SageMaker's API.
package struct ProductionVariantCoreDumpConfig: ShapeStructure, Equatable {
  package var destinationS3Uri: String
  package var kmsKeyId: String?

  package static let shape = StructureShape(
    "ProductionVariantCoreDumpConfig",
    [
      .required("DestinationS3Uri", .destinationS3Uri),
      .optional("KmsKeyId", .kmsKeyId),
    ])

  package init(
    destinationS3Uri: String,
    kmsKeyId: String? = nil
  ) {
    self.destinationS3Uri = destinationS3Uri
    self.kmsKeyId = kmsKeyId
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    destinationS3Uri = try members.required("DestinationS3Uri")
    kmsKeyId = try members.optional("KmsKeyId")
  }

  package func write(to members: inout MemberWriter) {
    members.write("DestinationS3Uri", destinationS3Uri)
    members.write("KmsKeyId", kmsKeyId)
  }
}
