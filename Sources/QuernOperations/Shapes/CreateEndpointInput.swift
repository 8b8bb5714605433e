// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CreateEndpointInput` of SageMaker's API.
package struct CreateEndpointInput: ShapeStructure, Equatable {
  package var endpointName: String
  package var endpointConfigName: String
  package var deploymentConfig: DeploymentConfig?
  package var tags: [Tag]?

  package static let shape = StructureShape(
    "CreateEndpointInput",
    [
      .required("EndpointName", .endpointName),
      .required("EndpointConfigName", .endpointConfigName),
      .optional("DeploymentConfig", .structure(DeploymentConfig.shape)),
      .optional("Tags", .tagList),
    ])

  package init(
    endpointName: String,
    endpointConfigName: String,
    deploymentConfig: DeploymentConfig? = nil,
    tags: [Tag]? = nil
  ) {
    self.endpointName = endpointName
    self.endpointConfigName = endpointConfigName
    self.deploymentConfig = deploymentConfig
    self.tags = tags
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    endpointName = try members.required("EndpointName")
    endpointConfigName = try members.required("EndpointConfigName")
    deploymentConfig = try members.optional("DeploymentConfig")
    tags = try members.optional("Tags")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EndpointName", endpointName)
    members.write("EndpointConfigName", endpointConfigName)
    members.write("DeploymentConfig", deploymentConfig)
    members.write("Tags", tags)
  }
}
