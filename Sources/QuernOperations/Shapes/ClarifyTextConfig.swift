// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ClarifyTextConfig` of SageMaker's API.
package struct ClarifyTextConfig: ShapeStructure, Equatable {
  package var language: String
  package var granularity: ClarifyTextGranularity

  package static let shape = StructureShape(
    "ClarifyTextConfig",
    [
      .required("Language", .clarifyTextLanguage),
      .required("Granularity", .choice(ClarifyTextGranularity.self)),
    ])

  package init(
    language: String,
    granularity: ClarifyTextGranularity
  ) {
    self.language = language
    self.granularity = granularity
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    language = try members.required("Language")
    granularity = try members.required("Granularity")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Language", language)
    members.write("Granularity", granularity)
  }
}

/// The values of `ClarifyTextGranularity`.
package enum ClarifyTextGranularity: String, CaseIterable, Sendable, ShapeValue {
  case token
  case sentence
  case paragraph
}
