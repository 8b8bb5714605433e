// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DescribeEndpointOutput` of SageMaker's API.
package struct DescribeEndpointOutput: ShapeStructure, Equatable {
  package var endpointName: String
  package var endpointArn: String
  package var endpointConfigName: String?
  package var productionVariants: [ProductionVariantSummary]?
  package var dataCaptureConfig: DataCaptureConfigSummary?
  package var endpointStatus: EndpointStatus
  package var failureReason: String?
  package var creationTime: Timestamp
  package var lastModifiedTime: Timestamp
  package var lastDeploymentConfig: DeploymentConfig?
  package var asyncInferenceConfig: AsyncInferenceConfig?
  package var pendingDeploymentSummary: PendingDeploymentSummary?
  package var explainerConfig: ExplainerConfig?
  package var shadowProductionVariants: [ProductionVariantSummary]?
  package var metricsConfig: MetricsConfig?

  package static let shape = StructureShape(
    "DescribeEndpointOutput",
    [
      .required("EndpointName", .endpointName),
      .required("EndpointArn", .endpointArn),
      .optional("EndpointConfigName", .endpointConfigName),
      .optional("ProductionVariants", .productionVariantSummaryList),
      .optional("DataCaptureConfig", .structure(DataCaptureConfigSummary.shape)),
      .required("EndpointStatus", .choice(EndpointStatus.self)),
      .optional("FailureReason", .failureReason),
      .required("CreationTime", .timestamp),
      .required("LastModifiedTime", .timestamp),
      .optional("LastDeploymentConfig", .structure(DeploymentConfig.shape)),
      .optional("AsyncInferenceConfig", .structure(AsyncInferenceConfig.shape)),
      .optional("PendingDeploymentSummary", .structure(PendingDeploymentSummary.shape)),
      .optional("ExplainerConfig", .structure(ExplainerConfig.shape)),
      .optional("ShadowProductionVariants", .productionVariantSummaryList),
      .optional("MetricsConfig", .structure(MetricsConfig.shape)),
    ])

  package init(
    endpointName: String,
    endpointArn: String,
    endpointConfigName: String? = nil,
    productionVariants: [ProductionVariantSummary]? = nil,
    dataCaptureConfig: DataCaptureConfigSummary? = nil,
    endpointStatus: EndpointStatus,
    failureReason: String? = nil,
    creationTime: Timestamp,
    lastModifiedTime: Timestamp,
    lastDeploymentConfig: DeploymentConfig? = nil,
    asyncInferenceConfig: AsyncInferenceConfig? = nil,
    pendingDeploymentSummary: PendingDeploymentSummary? = nil,
    explainerConfig: ExplainerConfig? = nil,
    shadowProductionVariants: [ProductionVariantSummary]? = nil,
    metricsConfig: MetricsConfig? = nil
  ) {
    self.endpointName = endpointName
    self.endpointArn = endpointArn
    self.endpointConfigName = endpointConfigName
    self.productionVariants = productionVariants
    self.dataCaptureConfig = dataCaptureConfig
    self.endpointStatus = endpointStatus
    self.failureReason = failureReason
    self.creationTime = creationTime
    self.lastModifiedTime = lastModifiedTime
    self.lastDeploymentConfig = lastDeploymentConfig
    self.asyncInferenceConfig = asyncInferenceConfig
    self.pendingDeploymentSummary = pendingDeploymentSummary
    self.explainerConfig = explainerConfig
    self.shadowProductionVariants = shadowProductionVariants
    self.metricsConfig = metricsConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointName = try members.required("EndpointName")
    endpointArn = try members.required("EndpointArn")
    endpointConfigName = try members.optional("EndpointConfigName")
    productionVariants = try members.optional("ProductionVariants")
    dataCaptureConfig = try members.optional("DataCaptureConfig")
    endpointStatus = try members.required("EndpointStatus")
    failureReason = try members.optional("FailureReason")
    creationTime = try members.required("CreationTime")
    lastModifiedTime = try members.required("LastModifiedTime")
    lastDeploymentConfig = try members.optional("LastDeploymentConfig")
    asyncInferenceConfig = try members.optional("AsyncInferenceConfig")
    pendingDeploymentSummary = try members.optional("PendingDeploymentSummary")
    explainerConfig = try members.optional("ExplainerConfig")
    shadowProductionVariants = try members.optional("ShadowProductionVariants")
    metricsConfig = try members.optional("MetricsConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointName", endpointName)
    members.write("EndpointArn", endpointArn)
    members.write("EndpointConfigName", endpointConfigName)
    members.write("ProductionVariants", productionVariants)
    members.write("DataCaptureConfig", dataCaptureConfig)
    members.write("EndpointStatus", endpointStatus)
    members.write("FailureReason", failureReason)
    members.write("CreationTime", creationTime)
    members.write("LastModifiedTime", lastModifiedTime)
    members.write("LastDeploymentConfig", lastDeploymentConfig)
    members.write("AsyncInferenceConfig", asyncInferenceConfig)
    members.write("PendingDeploymentSummary", pendingDeploymentSummary)
    members.write("ExplainerConfig", explainerConfig)
    members.write("ShadowProductionVariants", shadowProductionVariants)
    members.write("MetricsConfig", metricsConfig)
  }
}
