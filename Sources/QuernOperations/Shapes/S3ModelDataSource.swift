// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `S3ModelDataSource` of SageMaker's API.
package struct S3ModelDataSource: ShapeStructure, Equatable {
  package var s3Uri: String
  package var s3DataType: S3ModelDataType
  package var compressionType: ModelCompressionType
  package var modelAccessConfig: ModelAccessConfig?
  package var hubAccessConfig: InferenceHubAccessConfig?
  package var manifestS3Uri: String?
  package var eTag: String?
  package var manifestEtag: String?

  package static let shape = StructureShape(
    "S3ModelDataSource",
    [
      .required("S3Uri", .s3ModelUri),
      .required("S3DataType", .choice(S3ModelDataType.self)),
      .required("CompressionType", .choice(ModelCompressionType.self)),
      .optional("ModelAccessConfig", .structure(ModelAccessConfig.shape)),
      .optional("HubAccessConfig", .structure(InferenceHubAccessConfig.shape)),
      .optional("ManifestS3Uri", .s3ModelUri),
      .optional("ETag", .text),
      .optional("ManifestEtag", .text),
    ])

  package init(
    s3Uri: String,
    s3DataType: S3ModelDataType,
    compressionType: ModelCompressionType,
    modelAccessConfig: ModelAccessConfig? = nil,
    hubAccessConfig: InferenceHubAccessConfig? = nil,
    manifestS3Uri: String? = nil,
    eTag: String? = nil,
    manifestEtag: String? = nil
  ) {
    self.s3Uri = s3Uri
    self.s3DataType = s3DataType
    self.compressionType = compressionType
    self.modelAccessConfig = modelAccessConfig
    self.hubAccessConfig = hubAccessConfig
    self.manifestS3Uri = manifestS3Uri
    self.eTag = eTag
    self.manifestEtag = manifestEtag
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    s3Uri = try members.required("S3Uri")
    s3DataType = try members.required("S3DataType")
    compressionType = try members.required("CompressionType")
    modelAccessConfig = try members.optional("ModelAccessConfig")
    hubAccessConfig = try members.optional("HubAccessConfig")
    manifestS3Uri = try members.optional("ManifestS3Uri")
    eTag = try members.optional("ETag")
    manifestEtag = try members.optional("ManifestEtag")
  }

  package func write(to members: inout MemberWriter) {
    members.write("S3Uri", s3Uri)
    members.write("S3DataType", s3DataType)
    members.write("CompressionType", compressionType)
    members.write("ModelAccessConfig", modelAccessConfig)
    members.write("HubAccessConfig", hubAccessConfig)
    members.write("ManifestS3Uri", manifestS3Uri)
    members.write("ETag", eTag)
    members.write("ManifestEtag", manifestEtag)
  }
}

/// The values of `ModelCompressionType`.
package enum ModelCompressionType: String, CaseIterable, Sendable, ShapeValue {
  case nothing = "None"
  case gzip = "Gzip"
}

/// The values of `S3ModelDataType`.
package enum S3ModelDataType: String, CaseIterable, Sendable, ShapeValue {
  case s3Prefix = "S3Prefix"
  case s3Object = "S3Object"
}
