// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `TransformInput` of SageMaker's API.
package struct TransformInput: ShapeStructure, Equatable {
  package var dataSource: TransformDataSource
  package var contentType: String?
  package var compressionType: CompressionType?
  package var splitType: SplitType?

  package static let shape = StructureShape(
    "TransformInput",
    [
      .required("DataSource", .structure(TransformDataSource.shape)),
      .optional("ContentType", .contentType),
      .optional("CompressionType", .choice(CompressionType.self)),
      .optional("SplitType", .choice(SplitType.self)),
    ])

  package init(
    dataSource: TransformDataSource,
    contentType: String? = nil,
    compressionType: CompressionType? = nil,
    splitType: SplitType? = nil
  ) {
    self.dataSource = dataSource
    self.contentType = contentType
    self.compressionType = compressionType
    self.splitType = splitType
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    dataSource = try members.required("DataSource")
    contentType = try members.optional("ContentType")
    compressionType = try members.optional("CompressionType")
    splitType = try members.optional("SplitType")
  }

  package func write(to members: inout MemberWriter) {
    members.write("DataSource", dataSource)
    members.write("ContentType", contentType)
    members.write("CompressionType", compressionType)
    members.write("SplitType", splitType)
  }
}

/// The values of `SplitType`.
package enum SplitType: String, CaseIterable, Sendable, ShapeValue {
  case nothing = "None"
  case line = "Line"
  case recordIO = "RecordIO"
  case tfRecord = "TFRecord"
}
