// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DriftCheckBias` of SageMaker's API.
package struct DriftCheckBias: ShapeStructure, Equatable {
  package var configFile: FileSource?
  package var preTrainingConstraints: MetricsSource?
  package var postTrainingConstraints: MetricsSource?

  package static let shape = StructureShape(
    "DriftCheckBias",
    [
      .optional("ConfigFile", .structure(FileSource.shape)),
      .optional("PreTrainingConstraints", .structure(MetricsSource.shape)),
      .optional("PostTrainingConstraints", .structure(MetricsSource.shape)),
    ])

  package init(
    configFile: FileSource? = nil,
    preTrainingConstraints: MetricsSource? = nil,
    postTrainingConstraints: MetricsSource? = nil
  ) {
    self.configFile = configFile
    self.preTrainingConstraints = preTrainingConstraints
    self.postTrainingConstraints = postTrainingConstraints
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    configFile = try members.optional("ConfigFile")
    preTrainingConstraints = try members.optional("PreTrainingConstraints")
    postTrainingConstraints = try members.optional("PostTrainingConstraints")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ConfigFile", configFile)
    members.write("PreTrainingConstraints", preTrainingConstraints)
    members.write("PostTrainingConstraints", postTrainingConstraints)
  }
}
