// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelDataSource` of SageMaker's API.
package struct ModelDataSource: ShapeStructure, Equatable {
  package var s3DataSource: S3ModelDataSource?

  package static let shape = StructureShape(
    "ModelDataSource",
    [
      .optional("S3DataSource", .structure(S3ModelDataSource.shape))
    ])

  package init(
    s3DataSource: S3ModelDataSource? = nil
  ) {
    self.s3DataSource = s3DataSource
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    s3DataSource = try members.optional("S3DataSource")
  }

  package func write(to members: inout MemberWriter) {
    members.write("S3DataSource", s3DataSource)
  }
}
