// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ClarifyExplainerConfig` of SageMaker's API.
package struct ClarifyExplainerConfig: ShapeStructure, Equatable {
  package var enableExplanations: String?
  package var inferenceConfig: ClarifyInferenceConfig?
  package var shapConfig: ClarifyShapConfig

  package static let shape = StructureShape(
    "ClarifyExplainerConfig",
    [
      .optional("EnableExplanations", .clarifyEnableExplanations),
      .optional("InferenceConfig", .structure(ClarifyInferenceConfig.shape)),
      .required("ShapConfig", .structure(ClarifyShapConfig.shape)),
    ])

  package init(
    enableExplanations: String? = nil,
    inferenceConfig: ClarifyInferenceConfig? = nil,
    shapConfig: ClarifyShapConfig
  ) {
    self.enableExplanations = enableExplanations
    self.inferenceConfig = inferenceConfig
    self.shapConfig = shapConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    enableExplanations = try members.optional("EnableExplanations")
    inferenceConfig = try members.optional("InferenceConfig")
    shapConfig = try members.required("ShapConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EnableExplanations", enableExplanations)
    members.write("InferenceConfig", inferenceConfig)
    members.write("ShapConfig", shapConfig)
  }
}
