// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `RealTimeInferenceRecommendation` of SageMaker's API.
package struct RealTimeInferenceRecommendation: ShapeStructure, Equatable {
  package var recommendationId: String
  package var instanceType: String
  package var environment: [String: String]?

  package static let shape = StructureShape(
    "RealTimeInferenceRecommendation",
    [
      .required("RecommendationId", .text),
      .required("InstanceType", .productionVariantInstanceType),
      .optional("Environment", .environmentMap),
    ])

  package init(
    recommendationId: String,
    instanceType: String,
    environment: [String: String]? = nil
  ) {
    self.recommendationId = recommendationId
    self.instanceType = instanceType
    self.environment = environment
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    recommendationId = try members.required("RecommendationId")
    instanceType = try members.required("InstanceType")
    environment = try members.optional("Environment")
  }

  package func write(to members: inout MemberWriter) {
    members.write("RecommendationId", recommendationId)
    members.write("InstanceType", instanceType)
    members.write("Environment", environment)
  }
}
