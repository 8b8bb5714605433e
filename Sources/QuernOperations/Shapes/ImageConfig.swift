// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ImageConfig` of SageMaker's API.
package struct ImageConfig: ShapeStructure, Equatable {
  package var repositoryAccessMode: RepositoryAccessMode
  package var repositoryAuthConfig: RepositoryAuthConfig?

  package static let shape = StructureShape(
    "ImageConfig",
    [
      .required("RepositoryAccessMode", .choice(RepositoryAccessMode.self)),
      .optional("RepositoryAuthConfig", .structure(RepositoryAuthConfig.shape)),
    ])

  package init(
    repositoryAccessMode: RepositoryAccessMode,
    repositoryAuthConfig: RepositoryAuthConfig? = nil
  ) {
    self.repositoryAccessMode = repositoryAccessMode
    self.repositoryAuthConfig = repositoryAuthConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    repositoryAccessMode = try members.required("RepositoryAccessMode")
    repositoryAuthConfig = try members.optional("RepositoryAuthConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("RepositoryAccessMode", repositoryAccessMode)
    members.write("RepositoryAuthConfig", repositoryAuthConfig)
  }
}

/// The values of `RepositoryAccessMode`.
package enum RepositoryAccessMode: String, CaseIterable, Sendable, ShapeValue {
  case platform = "Platform"
  case vpc = "Vpc"
}
