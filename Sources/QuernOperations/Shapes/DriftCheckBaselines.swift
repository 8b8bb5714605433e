// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DriftCheckBaselines` of SageMaker's API.
package struct DriftCheckBaselines: ShapeStructure, Equatable {
  package var bias: DriftCheckBias?
  package var explainability: DriftCheckExplainability?
  package var modelQuality: DriftCheckModelQuality?
  package var modelDataQuality: DriftCheckModelDataQuality?

  package static let shape = StructureShape(
    "DriftCheckBaselines",
    [
      .optional("Bias", .structure(DriftCheckBias.shape)),
      .optional("Explainability", .structure(DriftCheckExplainability.shape)),
      .optional("ModelQuality", .structure(DriftCheckModelQuality.shape)),
      .optional("ModelDataQuality", .structure(DriftCheckModelDataQuality.shape)),
    ])

  package init(
    bias: DriftCheckBias? = nil,
    explainability: DriftCheckExplainability? = nil,
    modelQuality: DriftCheckModelQuality? = nil,
    modelDataQuality: DriftCheckModelDataQuality? = nil
  ) {
    self.bias = bias
    self.explainability = explainability
    self.modelQuality = modelQuality
    self.modelDataQuality = modelDataQuality
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    bias = try members.optional("Bias")
    explainability = try members.optional("Explainability")
    modelQuality = try members.optional("ModelQuality")
    modelDataQuality = try members.optional("ModelDataQuality")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Bias", bias)
    members.write("Explainability", explainability)
    members.write("ModelQuality", modelQuality)
    members.write("ModelDataQuality", modelDataQuality)
  }
}
