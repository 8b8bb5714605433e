// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `AsyncInferenceNotificationConfig` of SageMaker's API.
package struct AsyncInferenceNotificationConfig: ShapeStructure, Equatable {
  package var successTopic: String?
  package var errorTopic: String?
  package var includeInferenceResponseIn: [AsyncNotificationTopicTypes]?

  package static let shape = StructureShape(
    "AsyncInferenceNotificationConfig",
    [
      .optional("SuccessTopic", .snsTopicArn),
      .optional("ErrorTopic", .snsTopicArn),
      .optional("IncludeInferenceResponseIn", .asyncNotificationTopicTypeList),
    ])

  package init(
    successTopic: String? = nil,
    errorTopic: String? = nil,
    includeInferenceResponseIn: [AsyncNotificationTopicTypes]? = nil
  ) {
    self.successTopic = successTopic
    self.errorTopic = errorTopic
    self.includeInferenceResponseIn = includeInferenceResponseIn
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    successTopic = try members.optional("SuccessTopic")
    errorTopic = try members.optional("ErrorTopic")
    includeInferenceResponseIn = try members.optional("IncludeInferenceResponseIn")
  }

  package func write(to members: inout MemberWriter) {
    members.write("SuccessTopic", successTopic)
    members.write("ErrorTopic", errorTopic)
    members.write("IncludeInferenceResponseIn", includeInferenceResponseIn)
  }
}

/// The values of `AsyncNotificationTopicTypes`.
package enum AsyncNotificationTopicTypes: String, CaseIterable, Sendable, ShapeValue {
  case successNotificationTopic = "SUCCESS_NOTIFICATION_TOPIC"
  case errorNotificationTopic = "ERROR_NOTIFICATION_TOPIC"
}
