// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ClarifyShapBaselineConfig` of SageMaker's API.
package struct ClarifyShapBaselineConfig: ShapeStructure, Equatable {
  package var mimeType: String?
  package var shapBaseline: String?
  package var shapBaselineUri: String?

  package static let shape = StructureShape(
    "ClarifyShapBaselineConfig",
    [
      .optional("MimeType", .clarifyMimeType),
      .optional("ShapBaseline", .clarifyShapBaseline),
      .optional("ShapBaselineUri", .url),
    ])

  package init(
    mimeType: String? = nil,
    shapBaseline: String? = nil,
    shapBaselineUri: String? = nil
  ) {
    self.mimeType = mimeType
    self.shapBaseline = shapBaseline
    self.shapBaselineUri = shapBaselineUri
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    mimeType = try members.optional("MimeType")
    shapBaseline = try members.optional("ShapBaseline")
    shapBaselineUri = try members.optional("ShapBaselineUri")
  }

  package func write(to members: inout MemberWriter) {
    members.write("MimeType", mimeType)
    members.write("ShapBaseline", shapBaseline)
    members.write("ShapBaselineUri", shapBaselineUri)
  }
}
