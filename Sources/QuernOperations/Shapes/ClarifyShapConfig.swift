// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ClarifyShapConfig` of SageMaker's API.
package struct ClarifyShapConfig: ShapeStructure, Equatable {
  package var shapBaselineConfig: ClarifyShapBaselineConfig
  package var numberOfSamples: Int?
  package var useLogit: Bool?
  package var seed: Int?
  package var textConfig: ClarifyTextConfig?

  package static let shape = StructureShape(
    "ClarifyShapConfig",
    [
      .required("ShapBaselineConfig", .structure(ClarifyShapBaselineConfig.shape)),
      .optional("NumberOfSamples", .clarifyShapNumberOfSamples),
      .optional("UseLogit", .clarifyShapUseLogit),
      .optional("Seed", .clarifyShapSeed),
      .optional("TextConfig", .structure(ClarifyTextConfig.shape)),
    ])

  package init(
    shapBaselineConfig: ClarifyShapBaselineConfig,
    numberOfSamples: Int? = nil,
    useLogit: Bool? = nil,
    seed: Int? = nil,
    textConfig: ClarifyTextConfig? = nil
  ) {
    self.shapBaselineConfig = shapBaselineConfig
    self.numberOfSamples = numberOfSamples
    self.useLogit = useLogit
    self.seed = seed
    self.textConfig = textConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    shapBaselineConfig = try members.required("ShapBaselineConfig")
    numberOfSamples = try members.optional("NumberOfSamples")
    useLogit = try members.optional("UseLogit")
    seed = try members.optional("Seed")
    textConfig = try members.optional("TextConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ShapBaselineConfig", shapBaselineConfig)
    members.write("NumberOfSamples", numberOfSamples)
    members.write("UseLogit", useLogit)
    members.write("Seed", seed)
    members.write("TextConfig", textConfig)
  }
}
