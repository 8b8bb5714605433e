// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DescribeEndpointConfigOutput` of SageMaker's API.
package struct DescribeEndpointConfigOutput: ShapeStructure, Equatable {
  package var endpointConfigName: String
  package var endpointConfigArn: String
  package var productionVariants: [ProductionVariant]
  package var dataCaptureConfig: DataCaptureConfig?
  package var kmsKeyId: String?
  package var creationTime: Timestamp
  package var asyncInferenceConfig: AsyncInferenceConfig?
  package var explainerConfig: ExplainerConfig?
  package var shadowProductionVariants: [ProductionVariant]?
  package var executionRoleArn: String?
  package var vpcConfig: VpcConfig?
  package var enableNetworkIsolation: Bool?
  package var metricsConfig: MetricsConfig?

  package static let shape = StructureShape(
    "DescribeEndpointConfigOutput",
    [
      .required("EndpointConfigName", .endpointConfigName),
      .required("EndpointConfigArn", .endpointConfigArn),
      .required("ProductionVariants", .productionVariantList),
      .optional("DataCaptureConfig", .structure(DataCaptureConfig.shape)),
      .optional("KmsKeyId", .kmsKeyId),
      .required("CreationTime", .timestamp),
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
    endpointConfigArn: String,
    productionVariants: [ProductionVariant],
    dataCaptureConfig: DataCaptureConfig? = nil,
    kmsKeyId: String? = nil,
    creationTime: Timestamp,
    asyncInferenceConfig: AsyncInferenceConfig? = nil,
    explainerConfig: ExplainerConfig? = nil,
    shadowProductionVariants: [ProductionVariant]? = nil,
    executionRoleArn: String? = nil,
    vpcConfig: VpcConfig? = nil,
    enableNetworkIsolation: Bool? = nil,
    metricsConfig: MetricsConfig? = nil
  ) {
    self.endpointConfigName = endpointConfigName
    self.endpointConfigArn = endpointConfigArn
    self.productionVariants = productionVariants
    self.dataCaptureConfig = dataCaptureConfig
    self.kmsKeyId = kmsKeyId
    self.creationTime = creationTime
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
    endpointConfigArn = try members.required("EndpointConfigArn")
    productionVariants = try members.required("ProductionVariants")
    dataCaptureConfig = try members.optional("DataCaptureConfig")
    kmsKeyId = try members.optional("KmsKeyId")
    creationTime = try members.required("CreationTime")
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
    members.write("EndpointConfigArn", endpointConfigArn)
    members.write("ProductionVariants", productionVariants)
    members.write("DataCaptureConfig", dataCaptureConfig)
    members.write("KmsKeyId", kmsKeyId)
    members.write("CreationTime", creationTime)
    members.write("AsyncInferenceConfig", asyncInferenceConfig)
    members.write("ExplainerConfig", explainerConfig)
    members.write("ShadowProductionVariants", shadowProductionVariants)
    members.write("ExecutionRoleArn", executionRoleArn)
    members.write("VpcConfig", vpcConfig)
    members.write("EnableNetworkIsolation", enableNetworkIsolation)
    members.write("MetricsConfig", metricsConfig)
  }
}
