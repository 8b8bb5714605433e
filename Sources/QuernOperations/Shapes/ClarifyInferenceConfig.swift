// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ClarifyInferenceConfig` of SageMaker's API.
package struct ClarifyInferenceConfig: ShapeStructure, Equatable {
  package var featuresAttribute: String?
  package var contentTemplate: String?
  package var maxRecordCount: Int?
  package var maxPayloadInMB: Int?
  package var probabilityIndex: Int?
  package var labelIndex: Int?
  package var probabilityAttribute: String?
  package var labelAttribute: String?
  package var labelHeaders: [String]?
  package var featureHeaders: [String]?
  package var featureTypes: [ClarifyFeatureType]?

  package static let shape = StructureShape(
    "ClarifyInferenceConfig",
    [
      .optional("FeaturesAttribute", .clarifyFeaturesAttribute),
      .optional("ContentTemplate", .clarifyContentTemplate),
      .optional("MaxRecordCount", .clarifyMaxRecordCount),
      .optional("MaxPayloadInMB", .clarifyMaxPayloadInMB),
      .optional("ProbabilityIndex", .clarifyProbabilityIndex),
      .optional("LabelIndex", .clarifyLabelIndex),
      .optional("ProbabilityAttribute", .clarifyProbabilityAttribute),
      .optional("LabelAttribute", .clarifyLabelAttribute),
      .optional("LabelHeaders", .clarifyLabelHeaders),
      .optional("FeatureHeaders", .clarifyFeatureHeaders),
      .optional("FeatureTypes", .clarifyFeatureTypes),
    ])

  package init(
    featuresAttribute: String? = nil,
    contentTemplate: String? = nil,
    maxRecordCount: Int? = nil,
    maxPayloadInMB: Int? = nil,
    probabilityIndex: Int? = nil,
    labelIndex: Int? = nil,
    probabilityAttribute: String? = nil,
    labelAttribute: String? = nil,
    labelHeaders: [String]? = nil,
    featureHeaders: [String]? = nil,
    featureTypes: [ClarifyFeatureType]? = nil
  ) {
    self.featuresAttribute = featuresAttribute
    self.contentTemplate = contentTemplate
    self.maxRecordCount = maxRecordCount
    self.maxPayloadInMB = maxPayloadInMB
    self.probabilityIndex = probabilityIndex
    self.labelIndex = labelIndex
    self.probabilityAttribute = probabilityAttribute
    self.labelAttribute = labelAttribute
    self.labelHeaders = labelHeaders
    self.featureHeaders = featureHeaders
    self.featureTypes = featureTypes
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    featuresAttribute = try members.optional("FeaturesAttribute")
    contentTemplate = try members.optional("ContentTemplate")
    maxRecordCount = try members.optional("MaxRecordCount")
    maxPayloadInMB = try members.optional("MaxPayloadInMB")
    probabilityIndex = try members.optional("ProbabilityIndex")
    labelIndex = try members.optional("LabelIndex")
    probabilityAttribute = try members.optional("ProbabilityAttribute")
    labelAttribute = try members.optional("LabelAttribute")
    labelHeaders = try members.optional("LabelHeaders")
    featureHeaders = try members.optional("FeatureHeaders")
    featureTypes = try members.optional("FeatureTypes")
  }

  package func write(to members: inout MemberWriter) {
    members.write("FeaturesAttribute", featuresAttribute)
    members.write("ContentTemplate", contentTemplate)
    members.write("MaxRecordCount", maxRecordCount)
    members.write("MaxPayloadInMB", maxPayloadInMB)
    members.write("ProbabilityIndex", probabilityIndex)
    members.write("LabelIndex", labelIndex)
    members.write("ProbabilityAttribute", probabilityAttribute)
    members.write("LabelAttribute", labelAttribute)
    members.write("LabelHeaders", labelHeaders)
    members.write("FeatureHeaders", featureHeaders)
    members.write("FeatureTypes", featureTypes)
  }
}

/// The values of `ClarifyFeatureType`.
package enum ClarifyFeatureType: String, CaseIterable, Sendable, ShapeValue {
  case numerical
  case categorical
  case text
}
