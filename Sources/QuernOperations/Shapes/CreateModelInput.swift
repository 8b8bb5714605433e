// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CreateModelInput` of SageMaker's API.
package struct CreateModelInput: ShapeStructure, Equatable {
  package var modelName: String
  package var primaryContainer: ContainerDefinition?
  package var containers: [ContainerDefinition]?
  package var inferenceExecutionConfig: InferenceExecutionConfig?
  package var executionRoleArn: String?
  package var tags: [Tag]?
  package var vpcConfig: VpcConfig?
  package var enableNetworkIsolation: Bool?

  package static let shape = StructureShape(
    "CreateModelInput",
    [
      .required("ModelName", .modelName),
      .optional("PrimaryContainer", .structure(ContainerDefinition.shape)),
      .optional("Containers", .containerDefinitionList),
      .optional("InferenceExecutionConfig", .structure(InferenceExecutionConfig.shape)),
      .optional("ExecutionRoleArn", .roleArn),
      .optional("Tags", .tagList),
      .optional("VpcConfig", .structure(VpcConfig.shape)),
      .optional("EnableNetworkIsolation", .boolean),
    ])

  package init(
    modelName: String,
    primaryContainer: ContainerDefinition? = nil,
    containers: [ContainerDefinition]? = nil,
    inferenceExecutionConfig: InferenceExecutionConfig? = nil,
    executionRoleArn: String? = nil,
    tags: [Tag]? = nil,
    vpcConfig: VpcConfig? = nil,
    enableNetworkIsolation: Bool? = nil
  ) {
    self.modelName = modelName
    self.primaryContainer = primaryContainer
    self.containers = containers
    self.inferenceExecutionConfig = inferenceExecutionConfig
    self.executionRoleArn = executionRoleArn
    self.tags = tags
    self.vpcConfig = vpcConfig
    self.enableNetworkIsolation = enableNetworkIsolation
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelName = try members.required("ModelName")
    primaryContainer = try members.optional("PrimaryContainer")
    containers = try members.optional("Containers")
    inferenceExecutionConfig = try members.optional("InferenceExecutionConfig")
    executionRoleArn = try members.optional("ExecutionRoleArn")
    tags = try members.optional("Tags")
    vpcConfig = try members.optional("VpcConfig")
    enableNetworkIsolation = try members.optional("EnableNetworkIsolation")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelName", modelName)
    members.write("PrimaryContainer", primaryContainer)
    members.write("Containers", containers)
    members.write("InferenceExecutionConfig", inferenceExecutionConfig)
    members.write("ExecutionRoleArn", executionRoleArn)
    members.write("Tags", tags)
    members.write("VpcConfig", vpcConfig)
    members.write("EnableNetworkIsolation", enableNetworkIsolation)
  }
}
