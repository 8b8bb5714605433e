// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CaptureContentTypeHeader` of SageMaker's API.
package struct CaptureContentTypeHeader: ShapeStructure, Equatable {
  package var csvContentTypes: [String]?
  package var jsonContentTypes: [String]?

  package static let shape = StructureShape(
    "CaptureContentTypeHeader",
    [
      .optional("CsvContentTypes", .csvContentTypes),
      .optional("JsonContentTypes", .jsonContentTypes),
    ])

  package init(
    csvContentTypes: [String]? = nil,
    jsonContentTypes: [String]? = nil
  ) {
    self.csvContentTypes = csvContentTypes
    self.jsonContentTypes = jsonContentTypes
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    csvContentTypes = try members.optional("CsvContentTypes")
    jsonContentTypes = try members.optional("JsonContentTypes")
  }

  package func write(to members: inout MemberWriter) {
    members.write("CsvContentTypes", csvContentTypes)
    members.write("JsonContentTypes", jsonContentTypes)
  }
}
