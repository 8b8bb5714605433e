// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `PendingProductionVariantSummary` of SageMaker's API.
package struct PendingProductionVariantSummary: ShapeStructure, Equatable {
  package var variantName: String
  package var deployedImages: [DeployedImage]?
  package var currentWeight: Double?
  package var desiredWeight: Double?
  package var currentInstanceCount: Int?
  package var desiredInstanceCount: Int?
  package var instanceType: String?
  package var instancePools: [InstancePoolSummary]?
  package var acceleratorType: ProductionVariantAcceleratorType?
  package var variantStatus: [ProductionVariantStatus]?
  package var currentServerlessConfig: ProductionVariantServerlessConfig?
  package var desiredServerlessConfig: ProductionVariantServerlessConfig?
  package var managedInstanceScaling: ProductionVariantManagedInstanceScaling?
  package var routingConfig: ProductionVariantRoutingConfig?

  package static let shape = StructureShape(
    "PendingProductionVariantSummary",
    [
      .required("VariantName", .variantName),
      .optional("DeployedImages", .deployedImages),
      .optional("CurrentWeight", .variantWeight),
      .optional("DesiredWeight", .variantWeight),
      .optional("CurrentInstanceCount", .taskCount),
      .optional("DesiredInstanceCount", .taskCount),
      .optional("InstanceType", .productionVariantInstanceType),
      .optional("InstancePools", .instancePoolSummaryList),
      .optional("AcceleratorType", .choice(ProductionVariantAcceleratorType.self)),
      .optional("VariantStatus", .productionVariantStatusList),
      .optional("CurrentServerlessConfig", .structure(ProductionVariantServerlessConfig.shape)),
      .optional("DesiredServerlessConfig", .structure(ProductionVariantServerlessConfig.shape)),
      .optional(
        "ManagedInstanceScaling",
        .structure(ProductionVariantManagedInstanceScaling.shape)),
      .optional("RoutingConfig", .structure(ProductionVariantRoutingConfig.shape)),
    ])

  package init(
    variantName: String,
    deployedImages: [DeployedImage]? = nil,
    currentWeight: Double? = nil,
    desiredWeight: Double? = nil,
    currentInstanceCount: Int? = nil,
    desiredInstanceCount: Int? = nil,
    instanceType: String? = nil,
    instancePools: [InstancePoolSummary]? = nil,
    acceleratorType: ProductionVariantAcceleratorType? = nil,
    variantStatus: [ProductionVariantStatus]? = nil,
    currentServerlessConfig: ProductionVariantServerlessConfig? = nil,
    desiredServerlessConfig: ProductionVariantServerlessConfig? = nil,
    managedInstanceScaling: ProductionVariantManagedInstanceScaling? = nil,
    routingConfig: ProductionVariantRoutingConfig? = nil
  ) {
    self.variantName = variantName
    self.deployedImages = deployedImages
    self.currentWeight = currentWeight
    self.desiredWeight = desiredWeight
    self.currentInstanceCount = currentInstanceCount
    self.desiredInstanceCount = desiredInstanceCount
    self.instanceType = instanceType
    self.instancePools = instancePools
    self.acceleratorType = acceleratorType
    self.variantStatus = variantStatus
    self.currentServerlessConfig = currentServerlessConfig
    self.desiredServerlessConfig = desiredServerlessConfig
    self.managedInstanceScaling = managedInstanceScaling
    self.routingConfig = routingConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    variantName = try members.required("VariantName")
    deployedImages = try members.optional("DeployedImages")
    currentWeight = try members.optional("CurrentWeight")
    desiredWeight = try members.optional("DesiredWeight")
    currentInstanceCount = try members.optional("CurrentInstanceCount")
    desiredInstanceCount = try members.optional("DesiredInstanceCount")
    instanceType = try members.optional("InstanceType")
    instancePools = try members.optional("InstancePools")
    acceleratorType = try members.optional("AcceleratorType")
    variantStatus = try members.optional("VariantStatus")
    currentServerlessConfig = try members.optional("CurrentServerlessConfig")
    desiredServerlessConfig = try members.optional("DesiredServerlessConfig")
    managedInstanceScaling = try members.optional("ManagedInstanceScaling")
    routingConfig = try members.optional("RoutingConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("VariantName", variantName)
    members.write("DeployedImages", deployedImages)
    members.write("CurrentWeight", currentWeight)
    members.write("DesiredWeight", desiredWeight)
    members.write("CurrentInstanceCount", currentInstanceCount)
    members.write("DesiredInstanceCount", desiredInstanceCount)
    members.write("InstanceType", instanceType)
    members.write("InstancePools", instancePools)
    members.write("AcceleratorType", acceleratorType)
    members.write("VariantStatus", variantStatus)
    members.write("CurrentServerlessConfig", currentServerlessConfig)
    members.write("DesiredServerlessConfig", desiredServerlessConfig)
    members.write("ManagedInstanceScaling", managedInstanceScaling)
    members.write("RoutingConfig", routingConfig)
  }
}
