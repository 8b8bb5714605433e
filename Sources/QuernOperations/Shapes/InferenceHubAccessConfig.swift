// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `InferenceHubAccessConfig` of SageMaker's API.
package struct InferenceHubAccessConfig: ShapeStructure, Equatable {
  package var hubContentArn: String

  package static let shape = StructureShape(
    "InferenceHubAccessConfig",
    [
      .required("HubContentArn", .hubContentArn)
    ])

  package init(
    hubContentArn: String
  ) {
    self.hubContentArn = hubContentArn
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    hubContentArn = try members.required("HubContentArn")
  }

  package func write(to members: inout MemberWriter) {
    members.write("HubContentArn", hubContentArn)
  }
}
