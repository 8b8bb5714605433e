// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `MetadataProperties` of SageMaker's API.
package struct MetadataProperties: ShapeStructure, Equatable {
  package var commitId: String?
  package var repository: String?
  package var generatedBy: String?
  package var projectId: String?

  package static let shape = StructureShape(
    "MetadataProperties",
    [
      .optional("CommitId", .metadataPropertyValue),
      .optional("Repository", .metadataPropertyValue),
      .optional("GeneratedBy", .metadataPropertyValue),
      .optional("ProjectId", .metadataPropertyValue),
    ])

  package init(
    commitId: String? = nil,
    repository: String? = nil,
    generatedBy: String? = nil,
    projectId: String? = nil
  ) {
    self.commitId = commitId
    self.repository = repository
    self.generatedBy = generatedBy
    self.projectId = projectId
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    commitId = try members.optional("CommitId")
    repository = try members.optional("Repository")
    generatedBy = try members.optional("GeneratedBy")
    projectId = try members.optional("ProjectId")
  }

  package func write(to members: inout MemberWriter) {
    members.write("CommitId", commitId)
    members.write("Repository", repository)
    members.write("GeneratedBy", generatedBy)
    members.write("ProjectId", projectId)
  }
}
