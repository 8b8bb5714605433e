// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `Bias` of SageMaker's API.
package struct Bias: ShapeStructure, Equatable {
  package var report: MetricsSource?
  package var preTrainingReport: MetricsSource?
  package var postTrainingReport: MetricsSource?

  package static let shape = StructureShape(
    "Bias",
    [
      .optional("Report", .structure(MetricsSource.shape)),
      .optional("PreTrainingReport", .structure(MetricsSource.shape)),
      .optional("PostTrainingReport", .structure(MetricsSource.shape)),
    ])

  package init(
    report: MetricsSource? = nil,
    preTrainingReport: MetricsSource? = nil,
    postTrainingReport: MetricsSource? = nil
  ) {
    self.report = report
    self.preTrainingReport = preTrainingReport
    self.postTrainingReport = postTrainingReport
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    report = try members.optional("Report")
    preTrainingReport = try members.optional("PreTrainingReport")
    postTrainingReport = try members.optional("PostTrainingReport")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Report", report)
    members.write("PreTrainingReport", preTrainingReport)
    members.write("PostTrainingReport", postTrainingReport)
  }
}
