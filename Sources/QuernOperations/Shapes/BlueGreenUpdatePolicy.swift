// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `BlueGreenUpdatePolicy` of SageMaker's API.
package struct BlueGreenUpdatePolicy: ShapeStructure, Equatable {
  package var trafficRoutingConfiguration: TrafficRoutingConfig
  package var terminationWaitInSeconds: Int?
  package var maximumExecutionTimeoutInSeconds: Int?

  package static let shape = StructureShape(
    "BlueGreenUpdatePolicy",
    [
      .required("TrafficRoutingConfiguration", .structure(TrafficRoutingConfig.shape)),
      .optional("TerminationWaitInSeconds", .terminationWaitInSeconds),
      .optional("MaximumExecutionTimeoutInSeconds", .maximumExecutionTimeoutInSeconds),
    ])

  package init(
    trafficRoutingConfiguration: TrafficRoutingConfig,
    terminationWaitInSeconds: Int? = nil,
    maximumExecutionTimeoutInSeconds: Int? = nil
  ) {
    self.trafficRoutingConfiguration = trafficRoutingConfiguration
    self.terminationWaitInSeconds = terminationWaitInSeconds
    self.maximumExecutionTimeoutInSeconds = maximumExecutionTimeoutInSeconds
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    trafficRoutingConfiguration = try members.required("TrafficRoutingConfiguration")
    terminationWaitInSeconds = try members.optional("TerminationWaitInSeconds")
    maximumExecutionTimeoutInSeconds = try members.optional("MaximumExecutionTimeoutInSeconds")
  }

  package func write(to members: inout MemberWriter) {
    members.write("TrafficRoutingConfiguration", trafficRoutingConfiguration)
    members.write("TerminationWaitInSeconds", terminationWaitInSeconds)
    members.write("MaximumExecutionTimeoutInSeconds", maximumExecutionTimeoutInSeconds)
  }
}
