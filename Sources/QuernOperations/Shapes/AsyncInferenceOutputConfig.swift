// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `AsyncInferenceOutputConfig` of SageMaker's API.
package struct AsyncInferenceOutputConfig: ShapeStructure, Equatable {
  package var kmsKeyId: String?
  package var s3OutputPath: String?
  package var notificationConfig: AsyncInferenceNotificationConfig?
  package var s3FailurePath: String?

  package static let shape = StructureShape(
    "AsyncInferenceOutputConfig",
    [
      .optional("KmsKeyId", .kmsKeyId),
      .optional("S3OutputPath", .destinationS3Uri),
      .optional("NotificationConfig", .structure(AsyncInferenceNotificationConfig.shape)),
      .optional("S3FailurePath", .destinationS3Uri),
    ])

  package init(
    kmsKeyId: String? = nil,
    s3OutputPath: String? = nil,
    notificationConfig: AsyncInferenceNotificationConfig? = nil,
    s3FailurePath: String? = nil
  ) {
    self.kmsKeyId = kmsKeyId
    self.s3OutputPath = s3OutputPath
    self.notificationConfig = notificationConfig
    self.s3FailurePath = s3FailurePath
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    kmsKeyId = try members.optional("KmsKeyId")
    s3OutputPath = try members.optional("S3OutputPath")
    notificationConfig = try members.optional("NotificationConfig")
    s3FailurePath = try members.optional("S3FailurePath")
  }

  package func write(to members: inout MemberWriter) {
    members.write("KmsKeyId", kmsKeyId)
    members.write("S3OutputPath", s3OutputPath)
    members.write("NotificationConfig", notificationConfig)
    members.write("S3FailurePath", s3FailurePath)
  }
}
