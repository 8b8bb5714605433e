// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `TransformDataSource` of SageMaker's API.
package struct TransformDataSource: ShapeStructure, Equatable {
  package var s3DataSource: TransformS3DataSource

  package static let shape = StructureShape(
    "TransformDataSource",
    [
      .required("S3DataSource", .structure(TransformS3DataSource.shape))
    ])

  package init(
    s3DataSource: TransformS3DataSource
  ) {
    self.s3DataSource = s3DataSource
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    s3DataSource = try members.required("S3DataSource")
  }

  package func write(to members: inout MemberWriter) {
    members.write("S3DataSource", s3DataSource)
  }
}
