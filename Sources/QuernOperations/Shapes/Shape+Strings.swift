// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// Strings of SageMaker's API, by their names there.
extension Shape {
  package static let additionalModelChannelName = Shape.string(
    length: 1...64, pattern: #"[A-Za-z0-9\.\-_]+"#)
  package static let alarmName = Shape.string(
    length: 1...255, pattern: #"(?!\s*$).+"#)
  package static let clarifyContentTemplate = Shape.string(length: 1...64, pattern: #".*"#)
  package static let clarifyEnableExplanations = Shape.string(length: 1...64, pattern: #".*"#)
  package static let clarifyFeaturesAttribute = Shape.string(length: 1...64, pattern: #".*"#)
  package static let clarifyHeader = Shape.string(length: 1...64, pattern: #".*"#)
  package static let clarifyLabelAttribute = Shape.string(length: 1...64, pattern: #".*"#)
  package static let clarifyMimeType = Shape.string(
    length: 0...255, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9+.])*"#)
  package static let clarifyProbabilityAttribute = Shape.string(length: 1...64, pattern: #".*"#)
  package static let clarifyShapBaseline = Shape.string(length: 1...4096, pattern: #"[\s\S]+"#)
  package static let clarifyTextLanguage = Shape.choice(ClarifyTextLanguageValues.all)
  package static let containerHostname = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"#)
  package static let containerImage = Shape.string(length: 0...255, pattern: #"[\S]+"#)
  package static let csvContentType = Shape.string(
    length: 1...256, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*"#)
  package static let destinationS3Uri = Shape.string(
    length: 0...512, pattern: #"(https|s3)://([^/])/?(.*)"#)
  package static let ec2CapacityReservationId = Shape.string()
  package static let endpointArn = Shape.string(
    length: 20...2048, pattern: #"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:endpoint/.*"#)
  package static let endpointConfigArn = Shape.string(
    length: 20...2048,
    pattern: #"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:endpoint-config/.*"#)
  package static let endpointConfigName = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"#)
  package static let endpointConfigNameContains = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9-]+"#)
  package static let endpointName = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"#)
  package static let endpointNameContains = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9-]+"#)
  package static let environmentKey = Shape.string(
    length: 0...1024, pattern: #"[a-zA-Z_][a-zA-Z0-9_]*"#)
  package static let environmentValue = Shape.string(length: 0...1024, pattern: #"[\S\s]*"#)
  package static let failureReason = Shape.string(length: 0...1024)
  package static let hubContentArn = Shape.string(length: 0...255, pattern: #".*"#)
  package static let inferenceSpecificationName = Shape.string(
    length: 1...63, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"#)
  package static let jsonContentType = Shape.string(
    length: 1...256, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*"#)
  package static let kmsKeyId = Shape.string(
    length: 0...2048, pattern: #"[a-zA-Z0-9:/_-]*"#)
  package static let mlReservationArn = Shape.string(
    length: 20...258,
    pattern: #"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z0-9\-]{1,14}/.*"#)
  package static let modelArn = Shape.string(
    length: 20...2048, pattern: #"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:model/.*"#)
  package static let modelName = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?"#)
  package static let modelNameContains = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9-]+"#)
  package static let paginationToken = Shape.string(length: 0...8192, pattern: #".*"#)
  package static let productionVariantInstanceType =
    Shape.choice(ProductionVariantInstanceTypeValues.all)
  package static let repositoryCredentialsProviderArn =
    Shape.string(length: 1...2048, pattern: #".*"#)
  package static let roleArn = Shape.string(
    length: 20...2048, pattern: #"arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+"#)
  package static let s3ModelUri = Shape.string(
    length: 0...1024, pattern: #"(https|s3)://([^/]+)/?(.*)"#)
  package static let securityGroupId = Shape.string(
    length: 0...32, pattern: #"[-0-9a-zA-Z]+"#)
  package static let snsTopicArn = Shape.string(
    length: 0...2048, pattern: #"arn:aws[a-z\-]*:sns:[a-z0-9\-]*:[0-9]{12}:[a-zA-Z0-9_.-]+"#)
  package static let subnetId = Shape.string(
    length: 0...32, pattern: #"[-0-9a-zA-Z]+"#)
  package static let tagKey = Shape.string(
    length: 1...128, pattern: #"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"#)
  package static let tagValue = Shape.string(
    length: 0...256, pattern: #"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"#)
  package static let url = Shape.string(
    length: 0...1024, pattern: #"(https|s3)://([^/]+)/?(.*)|file:///.+|/.+"#)
  package static let variantName = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"#)
  package static let variantStatusMessage = Shape.string(length: 0...1024)
  package static let versionedArnOrName = Shape.string(
    length: 1...176,
    pattern: #"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?[a-zA-Z0-9]([a-zA-Z"#
      + #"0-9-]{0,61}[a-zA-Z0-9])?(\/[0-9]{1,9})?"#)
}
