// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `MetricsSource` of SageMaker's API.
package struct MetricsSource: ShapeStructure, Equatable {
  package var contentType: String
  package var contentDigest: String?
  package var s3Uri: String

  package static let shape = StructureShape(
    "MetricsSource",
    [
      .required("ContentType", .contentType),
      .optional("ContentDigest", .contentDigest),
      .required("S3Uri", .s3Uri),
    ])

  package init(
    contentType: String,
    contentDigest: String? = nil,
    s3Uri: String
  ) {
    self.contentType = contentType
    self.contentDigest = contentDigest
    self.s3Uri = s3Uri
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    contentType = try members.required("ContentType")
    contentDigest = try members.optional("ContentDigest")
    s3Uri = try members.required("S3Uri")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ContentType", contentType)
    members.write("ContentDigest", contentDigest)
    members.write("S3Uri", s3Uri)
  }
}
