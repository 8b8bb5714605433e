// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `AsyncInferenceConfig` of SageMaker's API.
package struct AsyncInferenceConfig: ShapeStructure, Equatable {
  package var clientConfig: AsyncInferenceClientConfig?
  package var outputConfig: AsyncInferenceOutputConfig

  package static let shape = StructureShape(
    "AsyncInferenceConfig",
    [
      .optional("ClientConfig", .structure(AsyncInferenceClientConfig.shape)),
      .required("OutputConfig", .structure(AsyncInferenceOutputConfig.shape)),
    ])

  package init(
    clientConfig: AsyncInferenceClientConfig? = nil,
    outputConfig: AsyncInferenceOutputConfig
  ) {
    self.clientConfig = clientConfig
    self.outputConfig = outputConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    clientConfig = try members.optional("ClientConfig")
    outputConfig = try members.required("OutputConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ClientConfig", clientConfig)
    members.write("OutputConfig", outputConfig)
  }
}
