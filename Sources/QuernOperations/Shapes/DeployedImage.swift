// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DeployedImage` of SageMaker's API.
package struct DeployedImage: ShapeStructure, Equatable {
  package var specifiedImage: String?
  package var resolvedImage: String?
  package var resolutionTime: Timestamp?

  package static let shape = StructureShape(
    "DeployedImage",
    [
      .optional("SpecifiedImage", .containerImage),
      .optional("ResolvedImage", .containerImage),
      .optional("ResolutionTime", .timestamp),
    ])

  package init(
    specifiedImage: String? = nil,
    resolvedImage: String? = nil,
    resolutionTime: Timestamp? = nil
  ) {
    self.specifiedImage = specifiedImage
    self.resolvedImage = resolvedImage
    self.resolutionTime = resolutionTime
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    specifiedImage = try members.optional("SpecifiedImage")
    resolvedImage = try members.optional("ResolvedImage")
    resolutionTime = try members.optional("ResolutionTime")
  }

  package func write(to members: inout MemberWriter) {
    members.write("SpecifiedImage", specifiedImage)
    members.write("ResolvedImage", resolvedImage)
    members.write("ResolutionTime", resolutionTime)
  }
}
