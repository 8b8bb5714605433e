// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `SourceAlgorithm` of SageMaker's API.
package struct SourceAlgorithm: ShapeStructure, Equatable {
  package var modelDataUrl: String?
  package var modelDataSource: ModelDataSource?
  package var modelDataETag: String?
  package var algorithmName: String

  package static let shape = StructureShape(
    "SourceAlgorithm",
    [
      .optional("ModelDataUrl", .url),
      .optional("ModelDataSource", .structure(ModelDataSource.shape)),
      .optional("ModelDataETag", .text),
      .required("AlgorithmName", .arnOrName),
    ])

  package init(
    modelDataUrl: String? = nil,
    modelDataSource: ModelDataSource? = nil,
    modelDataETag: String? = nil,
    algorithmName: String
  ) {
    self.modelDataUrl = modelDataUrl
    self.modelDataSource = modelDataSource
    self.modelDataETag = modelDataETag
    self.algorithmName = algorithmName
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelDataUrl = try members.optional("ModelDataUrl")
    modelDataSource = try members.optional("ModelDataSource")
    modelDataETag = try members.optional("ModelDataETag")
    algorithmName = try members.required("AlgorithmName")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelDataUrl", modelDataUrl)
    members.write("ModelDataSource", modelDataSource)
    members.write("ModelDataETag", modelDataETag)
    members.write("AlgorithmName", algorithmName)
  }
}
