// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `IamIdentity` of SageMaker's API.
package struct IamIdentity: ShapeStructure, Equatable {
  package var arn: String?
  package var principalId: String?
  package var sourceIdentity: String?

  package static let shape = StructureShape(
    "IamIdentity",
    [
      .optional("Arn", .text),
      .optional("PrincipalId", .text),
      .optional("SourceIdentity", .text),
    ])

  package init(
    arn: String? = nil,
    principalId: String? = nil,
    sourceIdentity: String? = nil
  ) {
    self.arn = arn
    self.principalId = principalId
    self.sourceIdentity = sourceIdentity
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    arn = try members.optional("Arn")
    principalId = try members.optional("PrincipalId")
    sourceIdentity = try members.optional("SourceIdentity")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Arn", arn)
    members.write("PrincipalId", principalId)
    members.write("SourceIdentity", sourceIdentity)
  }
}
