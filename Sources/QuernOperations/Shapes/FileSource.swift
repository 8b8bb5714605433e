// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `FileSource` of SageMaker's API.
package struct FileSource: ShapeStructure, Equatable {
  package var contentType: String?
  package var contentDigest: String?
  package var s3Uri: String

  package static let shape = StructureShape(
    "FileSource",
    [
      .optional("ContentType", .contentType),
      .optional("ContentDigest", .contentDigest),
      .required("S3Uri", .s3Uri),
    ])

  package init(
    contentType: String? = nil,
    contentDigest: String? = nil,
    s3Uri: String
  ) {
    self.contentType = contentType
    self.contentDigest = contentDigest
    self.s3Uri = s3Uri
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    contentType = try members.optional("ContentType")
    contentDigest = try members.optional("ContentDigest")
    s3Uri = try members.required("S3Uri")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ContentType", contentType)
    members.write("ContentDigest", contentDigest)
    members.write("S3Uri", s3Uri)
  }
}
