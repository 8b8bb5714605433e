// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelAccessConfig` of SageMaker's API.
package struct ModelAccessConfig: ShapeStructure, Equatable {
  package var acceptEula: Bool

  package static let shape = StructureShape(
    "ModelAccessConfig",
    [
      .required("AcceptEula", .acceptEula)
    ])

  package init(
    acceptEula: Bool
  ) {
    self.acceptEula = acceptEula
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    acceptEula = try members.required("AcceptEula")
  }

  package func write(to members: inout MemberWriter) {
    members.write("AcceptEula", acceptEula)
  }
}
