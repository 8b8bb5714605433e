// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `PendingDeploymentSummary` of SageMaker's API.
package struct PendingDeploymentSummary: ShapeStructure, Equatable {
  package var endpointConfigName: String
  package var productionVariants: [PendingProductionVariantSummary]?
  package var startTime: Timestamp?
  package var shadowProductionVariants: [PendingProductionVariantSummary]?

  package static let shape = StructureShape(
    "PendingDeploymentSummary",
    [
      .required("EndpointConfigName", .endpointConfigName),
      .optional("ProductionVariants", .pendingProductionVariantSummaryList),
      .optional("StartTime", .timestamp),
      .optional("ShadowProductionVariants", .pendingProductionVariantSummaryList),
    ])

  package init(
    endpointConfigName: String,
    productionVariants: [PendingProductionVariantSummary]? = nil,
    startTime: Timestamp? = nil,
    shadowProductionVariants: [PendingProductionVariantSummary]? = nil
  ) {
    self.endpointConfigName = endpointConfigName
    self.productionVariants = productionVariants
    self.startTime = startTime
    self.shadowProductionVariants = shadowProductionVariants
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointConfigName = try members.required("EndpointConfigName")
    productionVariants = try members.optional("ProductionVariants")
    startTime = try members.optional("StartTime")
    shadowProductionVariants = try members.optional("ShadowProductionVariants")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointConfigName", endpointConfigName)
    members.write("ProductionVariants", productionVariants)
    members.write("StartTime", startTime)
    members.write("ShadowProductionVariants", shadowProductionVariants)
  }
}
