// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DataCaptureConfig` of SageMaker's API.
package struct DataCaptureConfig: ShapeStructure, Equatable {
  package var enableCapture: Bool?
  package var initialSamplingPercentage: Int
  package var destinationS3Uri: String
  package var kmsKeyId: String?
  package var captureOptions: [CaptureOption]
  package var captureContentTypeHeader: CaptureContentTypeHeader?

  package static let shape = StructureShape(
    "DataCaptureConfig",
    [
      .optional("EnableCapture", .enableCapture),
      .required("InitialSamplingPercentage", .samplingPercentage),
      .required("DestinationS3Uri", .destinationS3Uri),
      .optional("KmsKeyId", .kmsKeyId),
      .required("CaptureOptions", .captureOptionList),
      .optional("CaptureContentTypeHeader", .structure(CaptureContentTypeHeader.shape)),
    ])

  package init(
    enableCapture: Bool? = nil,
    initialSamplingPercentage: Int,
    destinationS3Uri: String,
    kmsKeyId: String? = nil,
    captureOptions: [CaptureOption],
    captureContentTypeHeader: CaptureContentTypeHeader? = nil
  ) {
    self.enableCapture = enableCapture
    self.initialSamplingPercentage = initialSamplingPercentage
    self.destinationS3Uri = destinationS3Uri
    self.kmsKeyId = kmsKeyId
    self.captureOptions = captureOptions
    self.captureContentTypeHeader = captureContentTypeHeader
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    enableCapture = try members.optional("EnableCapture")
    initialSamplingPercentage = try members.required("InitialSamplingPercentage")
    destinationS3Uri = try members.required("DestinationS3Uri")
    kmsKeyId = try members.optional("KmsKeyId")
    captureOptions = try members.required("CaptureOptions")
    captureContentTypeHeader = try members.optional("CaptureContentTypeHeader")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EnableCapture", enableCapture)
    members.write("InitialSamplingPercentage", initialSamplingPercentage)
    members.write("DestinationS3Uri", destinationS3Uri)
    members.write("KmsKeyId", kmsKeyId)
    members.write("CaptureOptions", captureOptions)
    members.write("CaptureContentTypeHeader", captureContentTypeHeader)
  }
}
