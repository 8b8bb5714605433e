// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `UpdateEndpointInput` of SageMaker's API.
package struct UpdateEndpointInput: ShapeStructure, Equatable {
  package var endpointName: String
  package var endpointConfigName: String
  package var retainAllVariantProperties: Bool?
  package var excludeRetainedVariantProperties: [VariantProperty]?
  package var deploymentConfig: DeploymentConfig?
  package var retainDeploymentConfig: Bool?

  package static let shape = StructureShape(
    "UpdateEndpointInput",
    [
      .required("EndpointName", .endpointName),
      .required("EndpointConfigName", .endpointConfigName),
      .optional("RetainAllVariantProperties", .boolean),
      .optional("ExcludeRetainedVariantProperties", .variantPropertyList),
      .optional("DeploymentConfig", .structure(DeploymentConfig.shape)),
      .optional("RetainDeploymentConfig", .boolean),
    ])

  package init(
    endpointName: String,
    endpointConfigName: String,
    retainAllVariantProperties: Bool? = nil,
    excludeRetainedVariantProperties: [VariantProperty]? = nil,
    deploymentConfig: DeploymentConfig? = nil,
    retainDeploymentConfig: Bool? = nil
  ) {
    self.endpointName = endpointName
    self.endpointConfigName = endpointConfigName
    self.retainAllVariantProperties = retainAllVariantProperties
    self.excludeRetainedVariantProperties = excludeRetainedVariantProperties
    self.deploymentConfig = deploymentConfig
    self.retainDeploymentConfig = retainDeploymentConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointName = try members.required("EndpointName")
    endpointConfigName = try members.required("EndpointConfigName")
    retainAllVariantProperties = try members.optional("RetainAllVariantProperties")
    excludeRetainedVariantProperties = try members.optional("ExcludeRetainedVariantProperties")
    deploymentConfig = try members.optional("DeploymentConfig")
    retainDeploymentConfig = try members.optional("RetainDeploymentConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointName", endpointName)
    members.write("EndpointConfigName", endpointConfigName)
    members.write("RetainAllVariantProperties", retainAllVariantProperties)
    members.write("ExcludeRetainedVariantProperties", excludeRetainedVariantProperties)
    members.write("DeploymentConfig", deploymentConfig)
    members.write("RetainDeploymentConfig", retainDeploymentConfig)
  }
}
