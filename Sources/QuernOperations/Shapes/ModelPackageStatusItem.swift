// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelPackageStatusItem` of SageMaker's API.
package struct ModelPackageStatusItem: ShapeStructure, Equatable {
  package var name: String
  package var status: DetailedModelPackageStatus
  package var failureReason: String?

  package static let shape = StructureShape(
    "ModelPackageStatusItem",
    [
      .required("Name", .entityName),
      .required("Status", .choice(DetailedModelPackageStatus.self)),
      .optional("FailureReason", .text),
    ])

  package init(
    name: String,
    status: DetailedModelPackageStatus,
    failureReason: String? = nil
  ) {
    self.name = name
    self.status = status
    self.failureReason = failureReason
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    name = try members.required("Name")
    status = try members.required("Status")
    failureReason = try members.optional("FailureReason")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Name", name)
    members.write("Status", status)
    members.write("FailureReason", failureReason)
  }
}

/// The values of `DetailedModelPackageStatus`.
package enum DetailedModelPackageStatus: String, CaseIterable, Sendable, ShapeValue {
  case notStarted = "NotStarted"
  case inProgress = "InProgress"
  case completed = "Completed"
  case failed = "Failed"
}
