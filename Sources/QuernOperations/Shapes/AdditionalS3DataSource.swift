// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `AdditionalS3DataSource` of SageMaker's API.
package struct AdditionalS3DataSource: ShapeStructure, Equatable {
  package var s3DataType: AdditionalS3DataSourceDataType
  package var s3Uri: String
  package var compressionType: CompressionType?
  package var eTag: String?

  package static let shape = StructureShape(
    "AdditionalS3DataSource",
    [
      .required("S3DataType", .choice(AdditionalS3DataSourceDataType.self)),
      .required("S3Uri", .s3Uri),
      .optional("CompressionType", .choice(CompressionType.self)),
      .optional("ETag", .text),
    ])

  package init(
    s3DataType: AdditionalS3DataSourceDataType,
    s3Uri: String,
    compressionType: CompressionType? = nil,
    eTag: String? = nil
  ) {
    self.s3DataType = s3DataType
    self.s3Uri = s3Uri
    self.compressionType = compressionType
    self.eTag = eTag
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    s3DataType = try members.required("S3DataType")
    s3Uri = try members.required("S3Uri")
    compressionType = try members.optional("CompressionType")
    eTag = try members.optional("ETag")
  }

  package func write(to members: inout MemberWriter) {
    members.write("S3DataType", s3DataType)
    members.write("S3Uri", s3Uri)
    members.write("CompressionType", compressionType)
    members.write("ETag", eTag)
  }
}

/// The values of `AdditionalS3DataSourceDataType`.
package enum AdditionalS3DataSourceDataType: String, CaseIterable, Sendable, ShapeValue {
  case s3Object = "S3Object"
  case s3Prefix = "S3Prefix"
}
