// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariantManagedInstanceScaling` of SageMaker's API.
package struct ProductionVariantManagedInstanceScaling: ShapeStructure, Equatable {
  package var status: ManagedInstanceScalingStatus?
  package var minInstanceCount: Int?
  package var maxInstanceCount: Int?
  package var scaleInPolicy: ProductionVariantManagedInstanceScalingScaleInPolicy?

  package static let shape = StructureShape(
    "ProductionVariantManagedInstanceScaling",
    [
      .optional("Status", .choice(ManagedInstanceScalingStatus.self)),
      .optional("MinInstanceCount", .managedInstanceScalingMinInstanceCount),
      .optional("MaxInstanceCount", .managedInstanceScalingMaxInstanceCount),
      .optional(
        "ScaleInPolicy",
        .structure(ProductionVariantManagedInstanceScalingScaleInPolicy.shape)),
    ])

  package init(
    status: ManagedInstanceScalingStatus? = nil,
    minInstanceCount: Int? = nil,
    maxInstanceCount: Int? = nil,
    scaleInPolicy: ProductionVariantManagedInstanceScalingScaleInPolicy? = nil
  ) {
    self.status = status
    self.minInstanceCount = minInstanceCount
    self.maxInstanceCount = maxInstanceCount
    self.scaleInPolicy = scaleInPolicy
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    status = try members.optional("Status")
    minInstanceCount = try members.optional("MinInstanceCount")
    maxInstanceCount = try members.optional("MaxInstanceCount")
    scaleInPolicy = try members.optional("ScaleInPolicy")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Status", status)
    members.write("MinInstanceCount", minInstanceCount)
    members.write("MaxInstanceCount", maxInstanceCount)
    members.write("ScaleInPolicy", scaleInPolicy)
  }
}

/// The values of `ManagedInstanceScalingStatus`.
package enum ManagedInstanceScalingStatus: String, CaseIterable, Sendable, ShapeValue {
  case enabled = "ENABLED"
  case disabled = "DISABLED"
}
