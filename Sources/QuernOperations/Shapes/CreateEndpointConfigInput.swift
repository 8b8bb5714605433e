// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CreateEndpointConfigInput` of SageMaker's API.
package struct CreateEndpointConfigInput: ShapeStructure, Equatable {
  package var endpointConfigName: String
  package var productionVariants: [ProductionVariant]
  package var dataCaptureConfig: DataCaptureConfig?
  package var tags: [Tag]?
  package var kmsKeyId: String?
  package var asyncInferenceConfig: AsyncInferenceConfig?
  package var explainerConfig: ExplainerConfig?
  package var shadowProductionVariants: [ProductionVariant]?
  package var executionRoleArn: String?
  package var vpcConfig: VpcConfig?
  package var enableNetworkIsolation: Bool?
  package var metricsConfig: MetricsConfig?

  package static let shape = StructureShape(
    "CreateEndpointConfigInput",
    [
      .required("EndpointConfigName", .endpointConfigName),
      .required("ProductionVariants", .productionVariantList),
      .optional("DataCaptureConfig", .structure(DataCaptureConfig.shape)),
      .optional("Tags", .tagList),
      .optional("KmsKeyId", .kmsKeyId),
      .optional("AsyncInferenceConfig", .structure(AsyncInferenceConfig.shape)),
      .optional("ExplainerConfig", .structure(ExplainerConfig.shape)),
      .optional("ShadowProductionVariants", .productionVariantList),
      .optional("ExecutionRoleArn", .roleArn),
      .optional("VpcConfig", .structure(VpcConfig.shape)),
      .optional("EnableNetworkIsolation", .boolean),
      .optional("MetricsConfig", .structure(MetricsConfig.shape)),
    ])

  package init(
    endpointConfigName: String,
    productionVariants: [ProductionVariant],
    dataCaptureConfig: DataCaptureConfig? = nil,
    tags: [Tag]? = nil,
    kmsKeyId: String? = nil,
    asyncInferenceConfig: AsyncInferenceConfig? = nil,
    explainerConfig: ExplainerConfig? = nil,
    shadowProductionVariants: [ProductionVariant]? = nil,
    executionRoleArn: String? = nil,
    vpcConfig: VpcConfig? = nil,
    enableNetworkIsolation: Bool? = nil,
    metricsConfig: MetricsConfig? = nil
  ) {
    self.endpointConfigName = endpointConfigName
    self.productionVariants = productionVariants
    self.dataCaptureConfig = dataCaptureConfig
    self.tags = tags
    self.kmsKeyId = kmsKeyId
    self.asyncInferenceConfig = asyncInferenceConfig
    self.explainerConfig = explainerConfig
    self.shadowProductionVariants = shadowProductionVariants
    self.executionRoleArn = executionRoleArn
    self.vpcConfig = vpcConfig
    self.enableNetworkIsolation = enableNetworkIsolation
    self.metricsConfig = metricsConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointConfigName = try members.required("EndpointConfigName")
    productionVariants = try members.required("ProductionVariants")
    dataCaptureConfig = try members.optional("DataCaptureConfig")
    tags = try members.optional("Tags")
    kmsKeyId = try members.optional("KmsKeyId")
    asyncInferenceConfig = try members.optional("AsyncInferenceConfig")
    explainerConfig = try members.optional("ExplainerConfig")
    shadowProductionVariants = try members.optional("ShadowProductionVariants")
    executionRoleArn = try members.optional("ExecutionRoleArn")
    vpcConfig = try members.optional("VpcConfig")
    enableNetworkIsolation = try members.optional("EnableNetworkIsolation")
    metricsConfig = try members.optional("MetricsConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointConfigName", endpointConfigName)
    members.write("ProductionVariants", productionVariants)
    members.write("DataCaptureConfig", dataCaptureConfig)
    members.write("Tags", tags)
    members.write("KmsKeyId", kmsKeyId)
    members.write("AsyncInferenceConfig", asyncInferenceConfig)
    members.write("ExplainerConfig", explainerConfig)
    members.write("ShadowProductionVariants", shadowProductionVariants)
    members.write("ExecutionRoleArn", executionRoleArn)
    members.write("VpcConfig", vpcConfig)
    members.write("EnableNetworkIsolation", enableNetworkIsolation)
    members.write("MetricsConfig", metricsConfig)
  }
}
