// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariantSummary` of SageMaker's API.
package struct ProductionVariantSummary: ShapeStructure, Equatable {
  package var variantName: String
  package var deployedImages: [DeployedImage]?
  package var currentWeight: Double?
  package var desiredWeight: Double?
  package var currentInstanceCount: Int?
  package var desiredInstanceCount: Int?
  package var instancePools: [InstancePoolSummary]?
  package var variantStatus: [ProductionVariantStatus]?
  package var currentServerlessConfig: ProductionVariantServerlessConfig?
  package var desiredServerlessConfig: ProductionVariantServerlessConfig?
  package var managedInstanceScaling: ProductionVariantManagedInstanceScaling?
  package var routingConfig: ProductionVariantRoutingConfig?
  package var capacityReservationConfig: ProductionVariantCapacityReservationSummary?

  package static let shape = StructureShape(
    "ProductionVariantSummary",
    [
      .required("VariantName", .variantName),
      .optional("DeployedImages", .deployedImages),
      .optional("CurrentWeight", .variantWeight),
      .optional("DesiredWeight", .variantWeight),
      .optional("CurrentInstanceCount", .taskCount),
      .optional("DesiredInstanceCount", .taskCount),
      .optional("InstancePools", .instancePoolSummaryList),
      .optional("VariantStatus", .productionVariantStatusList),
      .optional("CurrentServerlessConfig", .structure(ProductionVariantServerlessConfig.shape)),
      .optional("DesiredServerlessConfig", .structure(ProductionVariantServerlessConfig.shape)),
      .optional(
        "ManagedInstanceScaling",
        .structure(ProductionVariantManagedInstanceScaling.shape)),
      .optional("RoutingConfig", .structure(ProductionVariantRoutingConfig.shape)),
      .optional(
        "CapacityReservationConfig",
        .structure(ProductionVariantCapacityReservationSummary.shape)),
    ])

  package init(
    variantName: String,
    deployedImages: [DeployedImage]? = nil,
    currentWeight: Double? = nil,
    desiredWeight: Double? = nil,
    currentInstanceCount: Int? = nil,
    desiredInstanceCount: Int? = nil,
    instancePools: [InstancePoolSummary]? = nil,
    variantStatus: [ProductionVariantStatus]? = nil,
    currentServerlessConfig: ProductionVariantServerlessConfig? = nil,
    desiredServerlessConfig: ProductionVariantServerlessConfig? = nil,
    managedInstanceScaling: ProductionVariantManagedInstanceScaling? = nil,
    routingConfig: ProductionVariantRoutingConfig? = nil,
    capacityReservationConfig: ProductionVariantCapacityReservationSummary? = nil
  ) {
    self.variantName = variantName
    self.deployedImages = deployedImages
    self.currentWeight = currentWeight
    self.desiredWeight = desiredWeight
    self.currentInstanceCount = currentInstanceCount
    self.desiredInstanceCount = desiredInstanceCount
    self.instancePools = instancePools
    self.variantStatus = variantStatus
    self.currentServerlessConfig = currentServerlessConfig
    self.desiredServerlessConfig = desiredServerlessConfig
    self.managedInstanceScaling = managedInstanceScaling
    self.routingConfig = routingConfig
    self.capacityReservationConfig = capacityReservationConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    variantName = try members.required("VariantName")
    deployedImages = try members.optional("DeployedImages")
    currentWeight = try members.optional("CurrentWeight")
    desiredWeight = try members.optional("DesiredWeight")
    currentInstanceCount = try members.optional("CurrentInstanceCount")
    desiredInstanceCount = try members.optional("DesiredInstanceCount")
    instancePools = try members.optional("InstancePools")
    variantStatus = try members.optional("VariantStatus")
    currentServerlessConfig = try members.optional("CurrentServerlessConfig")
    desiredServerlessConfig = try members.optional("DesiredServerlessConfig")
    managedInstanceScaling = try members.optional("ManagedInstanceScaling")
    routingConfig = try members.optional("RoutingConfig")
    capacityReservationConfig = try members.optional("CapacityReservationConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("VariantName", variantName)
    members.write("DeployedImages", deployedImages)
    members.write("CurrentWeight", currentWeight)
    members.write("DesiredWeight", desiredWeight)
    members.write("CurrentInstanceCount", currentInstanceCount)
    members.write("DesiredInstanceCount", desiredInstanceCount)
    members.write("InstancePools", instancePools)
    members.write("VariantStatus", variantStatus)
    members.write("CurrentServerlessConfig", currentServerlessConfig)
    members.write("DesiredServerlessConfig", desiredServerlessConfig)
    members.write("ManagedInstanceScaling", managedInstanceScaling)
    members.write("RoutingConfig", routingConfig)
    members.write("CapacityReservationConfig", capacityReservationConfig)
  }
}
