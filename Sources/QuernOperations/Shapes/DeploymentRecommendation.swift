// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DeploymentRecommendation` of SageMaker's API.
package struct DeploymentRecommendation: ShapeStructure, Equatable {
  package var recommendationStatus: RecommendationStatus
  package var realTimeInferenceRecommendations: [RealTimeInferenceRecommendation]?

  package static let shape = StructureShape(
    "DeploymentRecommendation",
    [
      .required("RecommendationStatus", .choice(RecommendationStatus.self)),
      .optional("RealTimeInferenceRecommendations", .realTimeInferenceRecommendations),
    ])

  package init(
    recommendationStatus: RecommendationStatus,
    realTimeInferenceRecommendations: [RealTimeInferenceRecommendation]? = nil
  ) {
    self.recommendationStatus = recommendationStatus
    self.realTimeInferenceRecommendations = realTimeInferenceRecommendations
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    recommendationStatus = try members.required("RecommendationStatus")
    realTimeInferenceRecommendations = try members.optional("RealTimeInferenceRecommendations")
  }

  package func write(to members: inout MemberWriter) {
    members.write("RecommendationStatus", recommendationStatus)
    members.write("RealTimeInferenceRecommendations", realTimeInferenceRecommendations)
  }
}

/// The values of `RecommendationStatus`.
package enum RecommendationStatus: String, CaseIterable, Sendable, ShapeValue {
  case inProgress = "IN_PROGRESS"
  case completed = "COMPLETED"
  case failed = "FAILED"
  case notApplicable = "NOT_APPLICABLE"
}
