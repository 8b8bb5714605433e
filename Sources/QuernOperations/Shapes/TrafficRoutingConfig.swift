// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `TrafficRoutingConfig` of SageMaker's API.
package struct TrafficRoutingConfig: ShapeStructure, Equatable {
  package var type: TrafficRoutingConfigType
  package var waitIntervalInSeconds: Int
  package var canarySize: CapacitySize?
  package var linearStepSize: CapacitySize?

  package static let shape = StructureShape(
    "TrafficRoutingConfig",
    [
      .required("Type", .choice(TrafficRoutingConfigType.self)),
      .required("WaitIntervalInSeconds", .waitIntervalInSeconds),
      .optional("CanarySize", .structure(CapacitySize.shape)),
      .optional("LinearStepSize", .structure(CapacitySize.shape)),
    ])

  package init(
    type: TrafficRoutingConfigType,
    waitIntervalInSeconds: Int,
    canarySize: CapacitySize? = nil,
    linearStepSize: CapacitySize? = nil
  ) {
    self.type = type
    self.waitIntervalInSeconds = waitIntervalInSeconds
    self.canarySize = canarySize
    self.linearStepSize = linearStepSize
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    type = try members.required("Type")
    waitIntervalInSeconds = try members.required("WaitIntervalInSeconds")
    canarySize = try members.optional("CanarySize")
    linearStepSize = try members.optional("LinearStepSize")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Type", type)
    members.write("WaitIntervalInSeconds", waitIntervalInSeconds)
    members.write("CanarySize", canarySize)
    members.write("LinearStepSize", linearStepSize)
  }
}

/// The values of `TrafficRoutingConfigType`.
package enum TrafficRoutingConfigType: String, CaseIterable, Sendable, ShapeValue {
  case allAtOnce = "ALL_AT_ONCE"
  case canary = "CANARY"
  case linear = "LINEAR"
}
