// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `AsyncInferenceClientConfig` of SageMaker's API.
package struct AsyncInferenceClientConfig: ShapeStructure, Equatable {
  package var maxConcurrentInvocationsPerInstance: Int?

  package static let shape = StructureShape(
    "AsyncInferenceClientConfig",
    [
      .optional("MaxConcurrentInvocationsPerInstance", .maxConcurrentInvocationsPerInstance)
    ])

  package init(
    maxConcurrentInvocationsPerInstance: Int? = nil
  ) {
    self.maxConcurrentInvocationsPerInstance = maxConcurrentInvocationsPerInstance
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    maxConcurrentInvocationsPerInstance =
      try members.optional("MaxConcurrentInvocationsPerInstance")
  }

  package func write(to members: inout MemberWriter) {
    members.write("MaxConcurrentInvocationsPerInstance", maxConcurrentInvocationsPerInstance)
  }
}
