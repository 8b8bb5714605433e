// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `TransformJobDefinition` of SageMaker's API.
package struct TransformJobDefinition: ShapeStructure, Equatable {
  package var maxConcurrentTransforms: Int?
  package var maxPayloadInMB: Int?
  package var batchStrategy: BatchStrategy?
  package var environment: [String: String]?
  package var transformInput: TransformInput
  package var transformOutput: TransformOutput
  package var transformResources: TransformResources

  package static let shape = StructureShape(
    "TransformJobDefinition",
    [
      .optional("MaxConcurrentTransforms", .maxConcurrentTransforms),
      .optional("MaxPayloadInMB", .maxPayloadInMB),
      .optional("BatchStrategy", .choice(BatchStrategy.self)),
      .optional("Environment", .transformEnvironmentMap),
      .required("TransformInput", .structure(TransformInput.shape)),
      .required("TransformOutput", .structure(TransformOutput.shape)),
      .required("TransformResources", .structure(TransformResources.shape)),
    ])

  package init(
    maxConcurrentTransforms: Int? = nil,
    maxPayloadInMB: Int? = nil,
    batchStrategy: BatchStrategy? = nil,
    environment: [String: String]? = nil,
    transformInput: TransformInput,
    transformOutput: TransformOutput,
    transformResources: TransformResources
  ) {
    self.maxConcurrentTransforms = maxConcurrentTransforms
    self.maxPayloadInMB = maxPayloadInMB
    self.batchStrategy = batchStrategy
    self.environment = environment
    self.transformInput = transformInput
    self.transformOutput = transformOutput
    self.transformResources = transformResources
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    maxConcurrentTransforms = try members.optional("MaxConcurrentTransforms")
    maxPayloadInMB = try members.optional("MaxPayloadInMB")
    batchStrategy = try members.optional("BatchStrategy")
    environment = try members.optional("Environment")
    transformInput = try members.required("TransformInput")
    transformOutput = try members.required("TransformOutput")
    transformResources = try members.required("TransformResources")
  }

  package func write(to members: inout MemberWriter) {
    members.write("MaxConcurrentTransforms", maxConcurrentTransforms)
    members.write("MaxPayloadInMB", maxPayloadInMB)
    members.write("BatchStrategy", batchStrategy)
    members.write("Environment", environment)
    members.write("TransformInput", transformInput)
    members.write("TransformOutput", transformOutput)
    members.write("TransformResources", transformResources)
  }
}

/// The values of `BatchStrategy`.
package enum BatchStrategy: String, CaseIterable, Sendable, ShapeValue {
  case multiRecord = "MultiRecord"
  case singleRecord = "SingleRecord"
}
