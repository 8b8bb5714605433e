// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariantManagedInstanceScalingScaleInPolicy` of SageMaker's API.
package struct ProductionVariantManagedInstanceScalingScaleInPolicy: ShapeStructure, Equatable {
  package var strategy: ManagedInstanceScalingScaleInStrategy
  package var maximumStepSize: Int?
  package var cooldownInMinutes: Int?

  package static let shape = StructureShape(
    "ProductionVariantManagedInstanceScalingScaleInPolicy",
    [
      .required("Strategy", .choice(ManagedInstanceScalingScaleInStrategy.self)),
      .optional("MaximumStepSize", .managedInstanceScalingMaximumStepSize),
      .optional("CooldownInMinutes", .managedInstanceScalingCooldownInMinutes),
    ])

  package init(
    strategy: ManagedInstanceScalingScaleInStrategy,
    maximumStepSize: Int? = nil,
    cooldownInMinutes: Int? = nil
  ) {
    self.strategy = strategy
    self.maximumStepSize = maximumStepSize
    self.cooldownInMinutes = cooldownInMinutes
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    strategy = try members.required("Strategy")
    maximumStepSize = try members.optional("MaximumStepSize")
    cooldownInMinutes = try members.optional("CooldownInMinutes")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Strategy", strategy)
    members.write("MaximumStepSize", maximumStepSize)
    members.write("CooldownInMinutes", cooldownInMinutes)
  }
}

/// The values of `ManagedInstanceScalingScaleInStrategy`.
package enum ManagedInstanceScalingScaleInStrategy: String, CaseIterable, Sendable, ShapeValue {
  case idleRelease = "IDLE_RELEASE"
  case consolidation = "CONSOLIDATION"
}
