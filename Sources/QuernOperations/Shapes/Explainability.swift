// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `Explainability` of SageMaker's API.
package struct Explainability: ShapeStructure, Equatable {
  package var report: MetricsSource?

  package static let shape = StructureShape(
    "Explainability",
    [
      .optional("Report", .structure(MetricsSource.shape))
    ])

  package init(
    report: MetricsSource? = nil
  ) {
    self.report = report
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    report = try members.optional("Report")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Report", report)
  }
}
