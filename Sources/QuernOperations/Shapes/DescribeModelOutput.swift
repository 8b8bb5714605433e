// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DescribeModelOutput` of SageMaker's API.
package struct DescribeModelOutput: ShapeStructure, Equatable {
  package var modelName: String
  package var primaryContainer: ContainerDefinition?
  package var containers: [ContainerDefinition]?
  package var inferenceExecutionConfig: InferenceExecutionConfig?
  package var executionRoleArn: String?
  package var vpcConfig: VpcConfig?
  package var creationTime: Timestamp
  package var modelArn: String
  package var enableNetworkIsolation: Bool?
  package var deploymentRecommendation: DeploymentRecommendation?

  package static let shape = StructureShape(
    "DescribeModelOutput",
    [
      .required("ModelName", .modelName),
      .optional("PrimaryContainer", .structure(ContainerDefinition.shape)),
      .optional("Containers", .containerDefinitionList),
      .optional("InferenceExecutionConfig", .structure(InferenceExecutionConfig.shape)),
      .optional("ExecutionRoleArn", .roleArn),
      .optional("VpcConfig", .structure(VpcConfig.shape)),
      .required("CreationTime", .timestamp),
      .required("ModelArn", .modelArn),
      .optional("EnableNetworkIsolation", .boolean),
      .optional("DeploymentRecommendation", .structure(DeploymentRecommendation.shape)),
    ])

  package init(
    modelName: String,
    primaryContainer: ContainerDefinition? = nil,
    containers: [ContainerDefinition]? = nil,
    inferenceExecutionConfig: InferenceExecutionConfig? = nil,
    executionRoleArn: String? = nil,
    vpcConfig: VpcConfig? = nil,
    creationTime: Timestamp,
    modelArn: String,
    enableNetworkIsolation: Bool? = nil,
    deploymentRecommendation: DeploymentRecommendation? = nil
  ) {
    self.modelName = modelName
    self.primaryContainer = primaryContainer
    self.containers = containers
    self.inferenceExecutionConfig = inferenceExecutionConfig
    self.executionRoleArn = executionRoleArn
    self.vpcConfig = vpcConfig
    self.creationTime = creationTime
    self.modelArn = modelArn
    self.enableNetworkIsolation = enableNetworkIsolation
    self.deploymentRecommendation = deploymentRecommendation
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelName = try members.required("ModelName")
    primaryContainer = try members.optional("PrimaryContainer")
    containers = try members.optional("Containers")
    inferenceExecutionConfig = try members.optional("InferenceExecutionConfig")
    executionRoleArn = try members.optional("ExecutionRoleArn")
    vpcConfig = try members.optional("VpcConfig")
    creationTime = try members.required("CreationTime")
    modelArn = try members.required("ModelArn")
    enableNetworkIsolation = try members.optional("EnableNetworkIsolation")
    deploymentRecommendation = try members.optional("DeploymentRecommendation")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelName", modelName)
    members.write("PrimaryContainer", primaryContainer)
    members.write("Containers", containers)
    members.write("InferenceExecutionConfig", inferenceExecutionConfig)
    members.write("ExecutionRoleArn", executionRoleArn)
    members.write("VpcConfig", vpcConfig)
    members.write("CreationTime", creationTime)
    members.write("ModelArn", modelArn)
    members.write("EnableNetworkIsolation", enableNetworkIsolation)
    members.write("DeploymentRecommendation", deploymentRecommendation)
  }
}
