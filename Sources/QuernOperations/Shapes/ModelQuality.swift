// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelQuality` of SageMaker's API.
package struct ModelQuality: ShapeStructure, Equatable {
  package var statistics: MetricsSource?
  package var constraints: MetricsSource?

  package static let shape = StructureShape(
    "ModelQuality",
    [
      .optional("Statistics", .structure(MetricsSource.shape)),
      .optional("Constraints", .structure(MetricsSource.shape)),
    ])

  package init(
    statistics: MetricsSource? = nil,
    constraints: MetricsSource? = nil
  ) {
    self.statistics = statistics
    self.constraints = constraints
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    statistics = try members.optional("Statistics")
    constraints = try members.optional("Constraints")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Statistics", statistics)
    members.write("Constraints", constraints)
  }
}
