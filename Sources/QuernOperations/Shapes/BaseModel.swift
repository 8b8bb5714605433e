// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `BaseModel` of SageMaker's API.
package struct BaseModel: ShapeStructure, Equatable {
  package var hubContentName: String?
  package var hubContentVersion: String?
  package var recipeName: String?

  package static let shape = StructureShape(
    "BaseModel",
    [
      .optional("HubContentName", .hubContentName),
      .optional("HubContentVersion", .hubContentVersion),
      .optional("RecipeName", .recipeName),
    ])

  package init(
    hubContentName: String? = nil,
    hubContentVersion: String? = nil,
    recipeName: String? = nil
  ) {
    self.hubContentName = hubContentName
    self.hubContentVersion = hubContentVersion
    self.recipeName = recipeName
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    hubContentName = try members.optional("HubContentName")
    hubContentVersion = try members.optional("HubContentVersion")
    recipeName = try members.optional("RecipeName")
  }

  package func write(to members: inout MemberWriter) {
    members.write("HubContentName", hubContentName)
    members.write("HubContentVersion", hubContentVersion)
    members.write("RecipeName", recipeName)
  }
}
