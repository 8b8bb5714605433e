// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariant` of SageMaker's API.
package struct ProductionVariant: ShapeStructure, Equatable {
  package var variantName: String
  package var modelName: String?
  package var initialInstanceCount: Int?
  package var instanceType: String?
  package var instancePools: [InstancePool]?
  package var variantInstanceProvisionTimeoutInSeconds: Int?
  package var initialVariantWeight: Double?
  package var acceleratorType: ProductionVariantAcceleratorType?
  package var coreDumpConfig: ProductionVariantCoreDumpConfig?
  package var serverlessConfig: ProductionVariantServerlessConfig?
  package var volumeSizeInGB: Int?
  package var modelDataDownloadTimeoutInSeconds: Int?
  package var containerStartupHealthCheckTimeoutInSeconds: Int?
  package var enableSSMAccess: Bool?
  package var managedInstanceScaling: ProductionVariantManagedInstanceScaling?
  package var routingConfig: ProductionVariantRoutingConfig?
  package var inferenceAmiVersion: ProductionVariantInferenceAmiVersion?
  package var capacityReservationConfig: ProductionVariantCapacityReservationConfig?

  package static let shape = StructureShape(
    "ProductionVariant",
    [
      .required("VariantName", .variantName),
      .optional("ModelName", .modelName),
      .optional("InitialInstanceCount", .initialTaskCount),
      .optional("InstanceType", .productionVariantInstanceType),
      .optional("InstancePools", .instancePoolList),
      .optional(
        "VariantInstanceProvisionTimeoutInSeconds",
        .variantInstanceProvisionTimeoutInSeconds),
      .optional("InitialVariantWeight", .variantWeight),
      .optional("AcceleratorType", .choice(ProductionVariantAcceleratorType.self)),
      .optional("CoreDumpConfig", .structure(ProductionVariantCoreDumpConfig.shape)),
      .optional("ServerlessConfig", .structure(ProductionVariantServerlessConfig.shape)),
      .optional("VolumeSizeInGB", .productionVariantVolumeSizeInGB),
      .optional(
        "ModelDataDownloadTimeoutInSeconds",
        .productionVariantModelDataDownloadTimeoutInSeconds),
      .optional(
        "ContainerStartupHealthCheckTimeoutInSeconds",
        .productionVariantContainerStartupHealthCheckTimeoutInSeconds),
      .optional("EnableSSMAccess", .productionVariantSSMAccess),
      .optional(
        "ManagedInstanceScaling",
        .structure(ProductionVariantManagedInstanceScaling.shape)),
      .optional("RoutingConfig", .structure(ProductionVariantRoutingConfig.shape)),
      .optional("InferenceAmiVersion", .choice(ProductionVariantInferenceAmiVersion.self)),
      .optional(
        "CapacityReservationConfig",
        .structure(ProductionVariantCapacityReservationConfig.shape)),
    ])

  package init(
    variantName: String,
    modelName: String? = nil,
    initialInstanceCount: Int? = nil,
    instanceType: String? = nil,
    instancePools: [InstancePool]? = nil,
    variantInstanceProvisionTimeoutInSeconds: Int? = nil,
    initialVariantWeight: Double? = nil,
    acceleratorType: ProductionVariantAcceleratorType? = nil,
    coreDumpConfig: ProductionVariantCoreDumpConfig? = nil,
    serverlessConfig: ProductionVariantServerlessConfig? = nil,
    volumeSizeInGB: Int? = nil,
    modelDataDownloadTimeoutInSeconds: Int? = nil,
    containerStartupHealthCheckTimeoutInSeconds: Int? = nil,
    enableSSMAccess: Bool? = nil,
    managedInstanceScaling: ProductionVariantManagedInstanceScaling? = nil,
    routingConfig: ProductionVariantRoutingConfig? = nil,
    inferenceAmiVersion: ProductionVariantInferenceAmiVersion? = nil,
    capacityReservationConfig: ProductionVariantCapacityReservationConfig? = nil
  ) {
    self.variantName = variantName
    self.modelName = modelName
    self.initialInstanceCount = initialInstanceCount
    self.instanceType = instanceType
    self.instancePools = instancePools
    self.variantInstanceProvisionTimeoutInSeconds = variantInstanceProvisionTimeoutInSeconds
    self.initialVariantWeight = initialVariantWeight
    self.acceleratorType = acceleratorType
    self.coreDumpConfig = coreDumpConfig
    self.serverlessConfig = serverlessConfig
    self.volumeSizeInGB = volumeSizeInGB
    self.modelDataDownloadTimeoutInSeconds = modelDataDownloadTimeoutInSeconds
    self.containerStartupHealthCheckTimeoutInSeconds = containerStartupHealthCheckTimeoutInSeconds
    self.enableSSMAccess = enableSSMAccess
    self.managedInstanceScaling = managedInstanceScaling
    self.routingConfig = routingConfig
    self.inferenceAmiVersion = inferenceAmiVersion
    self.capacityReservationConfig = capacityReservationConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    variantName = try members.required("VariantName")
    modelName = try members.optional("ModelName")
    initialInstanceCount = try members.optional("InitialInstanceCount")
    instanceType = try members.optional("InstanceType")
    instancePools = try members.optional("InstancePools")
    variantInstanceProvisionTimeoutInSeconds =
      try members.optional("VariantInstanceProvisionTimeoutInSeconds")
    initialVariantWeight = try members.optional("InitialVariantWeight")
    acceleratorType = try members.optional("AcceleratorType")
    coreDumpConfig = try members.optional("CoreDumpConfig")
    serverlessConfig = try members.optional("ServerlessConfig")
    volumeSizeInGB = try members.optional("VolumeSizeInGB")
    modelDataDownloadTimeoutInSeconds = try members.optional("ModelDataDownloadTimeoutInSeconds")
    containerStartupHealthCheckTimeoutInSeconds =
      try members.optional("ContainerStartupHealthCheckTimeoutInSeconds")
    enableSSMAccess = try members.optional("EnableSSMAccess")
    managedInstanceScaling = try members.optional("ManagedInstanceScaling")
    routingConfig = try members.optional("RoutingConfig")
    inferenceAmiVersion = try members.optional("InferenceAmiVersion")
    capacityReservationConfig = try members.optional("CapacityReservationConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("VariantName", variantName)
    members.write("ModelName", modelName)
    members.write("InitialInstanceCount", initialInstanceCount)
    members.write("InstanceType", instanceType)
    members.write("InstancePools", instancePools)
    members.write(
      "VariantInstanceProvisionTimeoutInSeconds", variantInstanceProvisionTimeoutInSeconds)
    members.write("InitialVariantWeight", initialVariantWeight)
    members.write("AcceleratorType", acceleratorType)
    members.write("CoreDumpConfig", coreDumpConfig)
    members.write("ServerlessConfig", serverlessConfig)
    members.write("VolumeSizeInGB", volumeSizeInGB)
    members.write("ModelDataDownloadTimeoutInSeconds", modelDataDownloadTimeoutInSeconds)
    members.write(
      "ContainerStartupHealthCheckTimeoutInSeconds", containerStartupHealthCheckTimeoutInSeconds)
    members.write("EnableSSMAccess", enableSSMAccess)
    members.write("ManagedInstanceScaling", managedInstanceScaling)
    members.write("RoutingConfig", routingConfig)
    members.write("InferenceAmiVersion", inferenceAmiVersion)
    members.write("CapacityReservationConfig", capacityReservationConfig)
  }
}

/// The values of `ProductionVariantInferenceAmiVersion`.
package enum ProductionVariantInferenceAmiVersion: String, CaseIterable, Sendable, ShapeValue {
  case al2AmiSagemakerInferenceGpu2 = "al2-ami-sagemaker-inference-gpu-2"
  case al2AmiSagemakerInferenceGpu21 = "al2-ami-sagemaker-inference-gpu-2-1"
  case al2AmiSagemakerInferenceGpu31 = "al2-ami-sagemaker-inference-gpu-3-1"
  case al2AmiSagemakerInferenceNeuron2 = "al2-ami-sagemaker-inference-neuron-2"
  case al2023AmiSagemakerInferenceGpu41 = "al2023-ami-sagemaker-inference-gpu-4-1"
}
