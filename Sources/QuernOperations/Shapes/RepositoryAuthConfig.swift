// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `RepositoryAuthConfig` of SageMaker's API.
package struct RepositoryAuthConfig: ShapeStructure, Equatable {
  package var repositoryCredentialsProviderArn: String

  package static let shape = StructureShape(
    "RepositoryAuthConfig",
    [
      .required("RepositoryCredentialsProviderArn", .repositoryCredentialsProviderArn)
    ])

  package init(
    repositoryCredentialsProviderArn: String
  ) {
    self.repositoryCredentialsProviderArn = repositoryCredentialsProviderArn
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    repositoryCredentialsProviderArn = try members.required("RepositoryCredentialsProviderArn")
  }

  package func write(to members: inout MemberWriter) {
    members.write("RepositoryCredentialsProviderArn", repositoryCredentialsProviderArn)
  }
}
