// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ExplainerConfig` of SageMaker's API.
package struct ExplainerConfig: ShapeStructure, Equatable {
  package var clarifyExplainerConfig: ClarifyExplainerConfig?

  package static let shape = StructureShape(
    "ExplainerConfig",
    [
      .optional("ClarifyExplainerConfig", .structure(ClarifyExplainerConfig.shape))
    ])

  package init(
    clarifyExplainerConfig: ClarifyExplainerConfig? = nil
  ) {
    self.clarifyExplainerConfig = clarifyExplainerConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    clarifyExplainerConfig = try members.optional("ClarifyExplainerConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ClarifyExplainerConfig", clarifyExplainerConfig)
  }
}
