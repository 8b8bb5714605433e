// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `MultiModelConfig` of SageMaker's API.
package struct MultiModelConfig: ShapeStructure, Equatable {
  package var modelCacheSetting: ModelCacheSetting?

  package static let shape = StructureShape(
    "MultiModelConfig",
    [
      .optional("ModelCacheSetting", .choice(ModelCacheSetting.self))
    ])

  package init(
    modelCacheSetting: ModelCacheSetting? = nil
  ) {
    self.modelCacheSetting = modelCacheSetting
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelCacheSetting = try members.optional("ModelCacheSetting")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelCacheSetting", modelCacheSetting)
  }
}

/// The values of `ModelCacheSetting`.
package enum ModelCacheSetting: String, CaseIterable, Sendable, ShapeValue {
  case enabled = "Enabled"
  case disabled = "Disabled"
}
