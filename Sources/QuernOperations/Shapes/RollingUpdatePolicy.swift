// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `RollingUpdatePolicy` of SageMaker's API.
package struct RollingUpdatePolicy: ShapeStructure, Equatable {
  package var maximumBatchSize: CapacitySize
  package var waitIntervalInSeconds: Int
  package var maximumExecutionTimeoutInSeconds: Int?
  package var rollbackMaximumBatchSize: CapacitySize?

  package static let shape = StructureShape(
    "RollingUpdatePolicy",
    [
      .required("MaximumBatchSize", .structure(CapacitySize.shape)),
      .required("WaitIntervalInSeconds", .waitIntervalInSeconds),
      .optional("MaximumExecutionTimeoutInSeconds", .maximumExecutionTimeoutInSeconds),
      .optional("RollbackMaximumBatchSize", .structure(CapacitySize.shape)),
    ])

  package init(
    maximumBatchSize: CapacitySize,
    waitIntervalInSeconds: Int,
    maximumExecutionTimeoutInSeconds: Int? = nil,
    rollbackMaximumBatchSize: CapacitySize? = nil
  ) {
    self.maximumBatchSize = maximumBatchSize
    self.waitIntervalInSeconds = waitIntervalInSeconds
    self.maximumExecutionTimeoutInSeconds = maximumExecutionTimeoutInSeconds
    self.rollbackMaximumBatchSize = rollbackMaximumBatchSize
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    maximumBatchSize = try members.required("MaximumBatchSize")
    waitIntervalInSeconds = try members.required("WaitIntervalInSeconds")
    maximumExecutionTimeoutInSeconds = try members.optional("MaximumExecutionTimeoutInSeconds")
    rollbackMaximumBatchSize = try members.optional("RollbackMaximumBatchSize")
  }

  package func write(to members: inout MemberWriter) {
    members.write("MaximumBatchSize", maximumBatchSize)
    members.write("WaitIntervalInSeconds", waitIntervalInSeconds)
    members.write("MaximumExecutionTimeoutInSeconds", maximumExecutionTimeoutInSeconds)
    members.write("RollbackMaximumBatchSize", rollbackMaximumBatchSize)
  }
}
