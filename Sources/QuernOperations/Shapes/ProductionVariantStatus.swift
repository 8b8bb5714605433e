// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariantStatus` of SageMaker's API.
package struct ProductionVariantStatus: ShapeStructure, Equatable {
  package var status: VariantStatus
  package var statusMessage: String?
  package var startTime: Timestamp?

  package static let shape = StructureShape(
    "ProductionVariantStatus",
    [
      .required("Status", .choice(VariantStatus.self)),
      .optional("StatusMessage", .variantStatusMessage),
      .optional("StartTime", .timestamp),
    ])

  package init(
    status: VariantStatus,
    statusMessage: String? = nil,
    startTime: Timestamp? = nil
  ) {
    self.status = status
    self.statusMessage = statusMessage
    self.startTime = startTime
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    status = try members.required("Status")
    statusMessage = try members.optional("StatusMessage")
    startTime = try members.optional("StartTime")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Status", status)
    members.write("StatusMessage", statusMessage)
    members.write("StartTime", startTime)
  }
}

/// The values of `VariantStatus`.
package enum VariantStatus: String, CaseIterable, Sendable, ShapeValue {
  case creating = "Creating"
  case updating = "Updating"
  case deleting = "Deleting"
  case activatingTraffic = "ActivatingTraffic"
  case baking = "Baking"
}
