// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `TransformS3DataSource` of SageMaker's API.
package struct TransformS3DataSource: ShapeStructure, Equatable {
  package var s3DataType: S3DataType
  package var s3Uri: String

  package static let shape = StructureShape(
    "TransformS3DataSource",
    [
      .required("S3DataType", .choice(S3DataType.self)),
      .required("S3Uri", .s3Uri),
    ])

  package init(
    s3DataType: S3DataType,
    s3Uri: String
  ) {
    self.s3DataType = s3DataType
    self.s3Uri = s3Uri
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    s3DataType = try members.required("S3DataType")
    s3Uri = try members.required("S3Uri")
  }

  package func write(to members: inout MemberWriter) {
    members.write("S3DataType", s3DataType)
    members.write("S3Uri", s3Uri)
  }
}

/// The values of `S3DataType`.
package enum S3DataType: String, CaseIterable, Sendable, ShapeValue {
  case manifestFile = "ManifestFile"
  case s3Prefix = "S3Prefix"
  case augmentedManifestFile = "AugmentedManifestFile"
  case converse = "Converse"
}
