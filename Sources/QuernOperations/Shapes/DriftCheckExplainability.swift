// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DriftCheckExplainability` of SageMaker's API.
package struct DriftCheckExplainability: ShapeStructure, Equatable {
  package var constraints: MetricsSource?
  package var configFile: FileSource?

  package static let shape = StructureShape(
    "DriftCheckExplainability",
    [
      .optional("Constraints", .structure(MetricsSource.shape)),
      .optional("ConfigFile", .structure(FileSource.shape)),
    ])

  package init(
    constraints: MetricsSource? = nil,
    configFile: FileSource? = nil
  ) {
    self.constraints = constraints
    self.configFile = configFile
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    constraints = try members.optional("Constraints")
    configFile = try members.optional("ConfigFile")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Constraints", constraints)
    members.write("ConfigFile", configFile)
  }
}
