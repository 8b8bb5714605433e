// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DeploymentConfig` of SageMaker's API.
package struct DeploymentConfig: ShapeStructure, Equatable {
  package var blueGreenUpdatePolicy: BlueGreenUpdatePolicy?
  package var rollingUpdatePolicy: RollingUpdatePolicy?
  package var autoRollbackConfiguration: AutoRollbackConfig?

  package static let shape = StructureShape(
    "DeploymentConfig",
    [
      .optional("BlueGreenUpdatePolicy", .structure(BlueGreenUpdatePolicy.shape)),
      .optional("RollingUpdatePolicy", .structure(RollingUpdatePolicy.shape)),
      .optional("AutoRollbackConfiguration", .structure(AutoRollbackConfig.shape)),
    ])

  package init(
    blueGreenUpdatePolicy: BlueGreenUpdatePolicy? = nil,
    rollingUpdatePolicy: RollingUpdatePolicy? = nil,
    autoRollbackConfiguration: AutoRollbackConfig? = nil
  ) {
    self.blueGreenUpdatePolicy = blueGreenUpdatePolicy
    self.rollingUpdatePolicy = rollingUpdatePolicy
    self.autoRollbackConfiguration = autoRollbackConfiguration
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    blueGreenUpdatePolicy = try members.optional("BlueGreenUpdatePolicy")
    rollingUpdatePolicy = try members.optional("RollingUpdatePolicy")
    autoRollbackConfiguration = try members.optional("AutoRollbackConfiguration")
  }

  package func write(to members: inout MemberWriter) {
    members.write("BlueGreenUpdatePolicy", blueGreenUpdatePolicy)
    members.write("RollingUpdatePolicy", rollingUpdatePolicy)
    members.write("AutoRollbackConfiguration", autoRollbackConfiguration)
  }
}
