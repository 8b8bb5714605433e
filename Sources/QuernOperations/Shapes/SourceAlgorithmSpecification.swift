// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `SourceAlgorithmSpecification` of SageMaker's API.
package struct SourceAlgorithmSpecification: ShapeStructure, Equatable {
  package var sourceAlgorithms: [SourceAlgorithm]

  package static let shape = StructureShape(
    "SourceAlgorithmSpecification",
    [
      .required("SourceAlgorithms", .sourceAlgorithmList)
    ])

  package init(
    sourceAlgorithms: [SourceAlgorithm]
  ) {
    self.sourceAlgorithms = sourceAlgorithms
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    sourceAlgorithms = try members.required("SourceAlgorithms")
  }

  package func write(to members: inout MemberWriter) {
    members.write("SourceAlgorithms", sourceAlgorithms)
  }
}
