// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelMetrics` of SageMaker's API.
package struct ModelMetrics: ShapeStructure, Equatable {
  package var modelQuality: ModelQuality?
  package var modelDataQuality: ModelDataQuality?
  package var bias: Bias?
  package var explainability: Explainability?

  package static let shape = StructureShape(
    "ModelMetrics",
    [
      .optional("ModelQuality", .structure(ModelQuality.shape)),
      .optional("ModelDataQuality", .structure(ModelDataQuality.shape)),
      .optional("Bias", .structure(Bias.shape)),
      .optional("Explainability", .structure(Explainability.shape)),
    ])

  package init(
    modelQuality: ModelQuality? = nil,
    modelDataQuality: ModelDataQuality? = nil,
    bias: Bias? = nil,
    explainability: Explainability? = nil
  ) {
    self.modelQuality = modelQuality
    self.modelDataQuality = modelDataQuality
    self.bias = bias
    self.explainability = explainability
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelQuality = try members.optional("ModelQuality")
    modelDataQuality = try members.optional("ModelDataQuality")
    bias = try members.optional("Bias")
    explainability = try members.optional("Explainability")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelQuality", modelQuality)
    members.write("ModelDataQuality", modelDataQuality)
    members.write("Bias", bias)
    members.write("Explainability", explainability)
  }
}
