// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelPackageModelCard` of SageMaker's API.
package struct ModelPackageModelCard: ShapeStructure, Equatable {
  package var modelCardContent: String?
  package var modelCardStatus: ModelCardStatus?

  package static let shape = StructureShape(
    "ModelPackageModelCard",
    [
      .optional("ModelCardContent", .modelCardContent),
      .optional("ModelCardStatus", .choice(ModelCardStatus.self)),
    ])

  package init(
    modelCardContent: String? = nil,
    modelCardStatus: ModelCardStatus? = nil
  ) {
    self.modelCardContent = modelCardContent
    self.modelCardStatus = modelCardStatus
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelCardContent = try members.optional("ModelCardContent")
    modelCardStatus = try members.optional("ModelCardStatus")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelCardContent", modelCardContent)
    members.write("ModelCardStatus", modelCardStatus)
  }
}

/// The values of `ModelCardStatus`.
package enum ModelCardStatus: String, CaseIterable, Sendable, ShapeValue {
  case draft = "Draft"
  case pendingReview = "PendingReview"
  case approved = "Approved"
  case archived = "Archived"
}
