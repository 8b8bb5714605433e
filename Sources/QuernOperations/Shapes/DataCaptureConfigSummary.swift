// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DataCaptureConfigSummary` of SageMaker's API.
package struct DataCaptureConfigSummary: ShapeStructure, Equatable {
  package var enableCapture: Bool
  package var captureStatus: CaptureStatus
  package var currentSamplingPercentage: Int
  package var destinationS3Uri: String
  package var kmsKeyId: String

  package static let shape = StructureShape(
    "DataCaptureConfigSummary",
    [
      .required("EnableCapture", .enableCapture),
      .required("CaptureStatus", .choice(CaptureStatus.self)),
      .required("CurrentSamplingPercentage", .samplingPercentage),
      .required("DestinationS3Uri", .destinationS3Uri),
      .required("KmsKeyId", .kmsKeyId),
    ])

  package init(
    enableCapture: Bool,
    captureStatus: CaptureStatus,
    currentSamplingPercentage: Int,
    destinationS3Uri: String,
    kmsKeyId: String
  ) {
    self.enableCapture = enableCapture
    self.captureStatus = captureStatus
    self.currentSamplingPercentage = currentSamplingPercentage
    self.destinationS3Uri = destinationS3Uri
    self.kmsKeyId = kmsKeyId
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    enableCapture = try members.required("EnableCapture")
    captureStatus = try members.required("CaptureStatus")
    currentSamplingPercentage = try members.required("CurrentSamplingPercentage")
    destinationS3Uri = try members.required("DestinationS3Uri")
    kmsKeyId = try members.required("KmsKeyId")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EnableCapture", enableCapture)
    members.write("CaptureStatus", captureStatus)
    members.write("CurrentSamplingPercentage", currentSamplingPercentage)
    members.write("DestinationS3Uri", destinationS3Uri)
    members.write("KmsKeyId", kmsKeyId)
  }
}

/// The values of `CaptureStatus`.
package enum CaptureStatus: String, CaseIterable, Sendable, ShapeValue {
  case started = "Started"
  case stopped = "Stopped"
}
