// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariantServerlessConfig` of SageMaker's API.
package struct ProductionVariantServerlessConfig: ShapeStructure, Equatable {
  package var memorySizeInMB: Int
  package var maxConcurrency: Int
  package var provisionedConcurrency: Int?

  package static let shape = StructureShape(
    "ProductionVariantServerlessConfig",
    [
      .required("MemorySizeInMB", .serverlessMemorySizeInMB),
      .required("MaxConcurrency", .serverlessMaxConcurrency),
      .optional("ProvisionedConcurrency", .serverlessProvisionedConcurrency),
    ])

  package init(
    memorySizeInMB: Int,
    maxConcurrency: Int,
    provisionedConcurrency: Int? = nil
  ) {
    self.memorySizeInMB = memorySizeInMB
    self.maxConcurrency = maxConcurrency
    self.provisionedConcurrency = provisionedConcurrency
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    memorySizeInMB = try members.required("MemorySizeInMB")
    maxConcurrency = try members.required("MaxConcurrency")
    provisionedConcurrency = try members.optional("ProvisionedConcurrency")
  }

  package func write(to members: inout MemberWriter) {
    members.write("MemorySizeInMB", memorySizeInMB)
    members.write("MaxConcurrency", maxConcurrency)
    members.write("ProvisionedConcurrency", provisionedConcurrency)
  }
}
