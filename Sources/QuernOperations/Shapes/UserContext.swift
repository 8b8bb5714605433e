// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `UserContext` of SageMaker's API.
package struct UserContext: ShapeStructure, Equatable {
  package var userProfileArn: String?
  package var userProfileName: String?
  package var domainId: String?
  package var iamIdentity: IamIdentity?

  package static let shape = StructureShape(
    "UserContext",
    [
      .optional("UserProfileArn", .text),
      .optional("UserProfileName", .text),
      .optional("DomainId", .text),
      .optional("IamIdentity", .structure(IamIdentity.shape)),
    ])

  package init(
    userProfileArn: String? = nil,
    userProfileName: String? = nil,
    domainId: String? = nil,
    iamIdentity: IamIdentity? = nil
  ) {
    self.userProfileArn = userProfileArn
    self.userProfileName = userProfileName
    self.domainId = domainId
    self.iamIdentity = iamIdentity
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    userProfileArn = try members.optional("UserProfileArn")
    userProfileName = try members.optional("UserProfileName")
    domainId = try members.optional("DomainId")
    iamIdentity = try members.optional("IamIdentity")
  }

  package func write(to members: inout MemberWriter) {
    members.write("UserProfileArn", userProfileArn)
    members.write("UserProfileName", userProfileName)
    members.write("DomainId", domainId)
    members.write("IamIdentity", iamIdentity)
  }
}
