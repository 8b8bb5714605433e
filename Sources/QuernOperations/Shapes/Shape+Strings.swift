// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// Strings of SageMaker's API, by their names there.
extension Shape {
  package static let accept = Shape.string(length: 0...256, pattern: #".*"#)
  package static let additionalModelChannelName = Shape.string(
    length: 1...64, pattern: #"[A-Za-z0-9\.\-_]+"#)
  package static let alarmName = Shape.string(
    length: 1...255, pattern: #"(?!\s*$).+"#)
  package static let approvalDescription = Shape.string(length: 0...1024, pattern: #".*"#)
  package static let arnOrName = Shape.string(
    length: 1...170,
    pattern: #"(arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z\-]*\/)?[a-zA-Z0-9]([a-zA-Z"#
      + #"0-9-]{0,61}[a-zA-Z0-9])?"#)
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
  package static let clientToken = Shape.string(
    length: 1...36, pattern: #"[a-zA-Z0-9-]+"#)
  package static let containerHostname = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"#)
  package static let containerImage = Shape.string(length: 0...255, pattern: #"[\S]+"#)
  package static let contentDigest = Shape.string(
    length: 0...72, pattern: #"[Ss][Hh][Aa]256:[0-9a-fA-F]{64}"#)
  package static let contentType = Shape.string(length: 0...256, pattern: #".*"#)
  package static let csvContentType = Shape.string(
    length: 1...256, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*"#)
  package static let customerMetadataKey = Shape.string(
    length: 1...128, pattern: #"[\p{L}\p{Z}\p{N}_.:\/=+\-@]{1,128}"#)
  package static let customerMetadataValue = Shape.string(
    length: 1...256, pattern: #"[\p{L}\p{Z}\p{N}_.:\/=+\-@]{1,256}"#)
  package static let dataInputConfig = Shape.string(
    length: 1...16384, pattern: #"[\S\s]+"#)
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
  package static let entityDescription = Shape.string(
    length: 0...1024, pattern: #"[\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}]*"#)
  package static let entityName = Shape.string(
    length: 1...63, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"#)
  package static let environmentKey = Shape.string(
    length: 0...1024, pattern: #"[a-zA-Z_][a-zA-Z0-9_]*"#)
  package static let environmentValue = Shape.string(length: 0...1024, pattern: #"[\S\s]*"#)
  package static let failureReason = Shape.string(length: 0...1024)
  package static let hubContentArn = Shape.string(length: 0...255, pattern: #".*"#)
  package static let hubContentName = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"#)
  package static let hubContentVersion = Shape.string(
    length: 5...14, pattern: #"\d{1,4}.\d{1,4}.\d{1,4}"#)
  package static let imageDigest = Shape.string(
    length: 0...72, pattern: #"[Ss][Hh][Aa]256:[0-9a-fA-F]{64}"#)
  package static let inferenceSpecificationName = Shape.string(
    length: 1...63, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}"#)
  package static let jsonContentType = Shape.string(
    length: 1...256, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9])*\/[a-zA-Z0-9](-*[a-zA-Z0-9.])*"#)
  package static let kmsKeyId = Shape.string(
    length: 0...2048, pattern: #"[a-zA-Z0-9:/_-]*"#)
  package static let metadataPropertyValue = Shape.string(length: 0...1024, pattern: #".*"#)
  package static let mlReservationArn = Shape.string(
    length: 20...258,
    pattern: #"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:[a-z0-9\-]{1,14}/.*"#)
  package static let modelArn = Shape.string(
    length: 20...2048, pattern: #"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]*:[0-9]{12}:model/.*"#)
  package static let modelCardContent = Shape.string(length: 0...100000, pattern: #".*"#)
  package static let modelName = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?"#)
  package static let modelNameContains = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9-]+"#)
  package static let modelPackageArn = Shape.string(
    length: 1...2048,
    pattern: #"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package/[\S]{1,2048}"#)
  package static let modelPackageFrameworkVersion = Shape.string(
    length: 3...10, pattern: #"[0-9]\.[A-Za-z0-9.-]+"#)
  package static let modelPackageGroupArn = Shape.string(
    length: 1...2048,
    pattern: #"arn:aws[a-z\-]*:sagemaker:[a-z0-9\-]{9,16}:[0-9]{12}:model-package-group/[\S]{1,"#
      + #"2048}"#)
  package static let modelPackageSourceUri = Shape.string(
    length: 0...1024, pattern: #"[\p{L}\p{M}\p{Z}\p{N}\p{P}]{0,1024}"#)
  package static let nameContains = Shape.string(
    length: 0...63, pattern: #"[a-zA-Z0-9\-]+"#)
  package static let nextToken = Shape.string(length: 0...8192, pattern: #".*"#)
  package static let paginationToken = Shape.string(length: 0...8192, pattern: #".*"#)
  package static let productId = Shape.string(
    length: 0...256, pattern: #"[a-zA-Z0-9](-*[a-zA-Z0-9])*"#)
  package static let productionVariantInstanceType =
    Shape.choice(ProductionVariantInstanceTypeValues.all)
  package static let recipeName = Shape.string(length: 0...255)
  package static let repositoryCredentialsProviderArn =
    Shape.string(length: 1...2048, pattern: #".*"#)
  package static let responseMIMEType = Shape.string(
    length: 0...1024, pattern: #"[-\w]+\/.+"#)
  package static let roleArn = Shape.string(
    length: 20...2048, pattern: #"arn:aws[a-z\-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+"#)
  package static let s3ModelUri = Shape.string(
    length: 0...1024, pattern: #"(https|s3)://([^/]+)/?(.*)"#)
  package static let s3Uri = Shape.string(
    length: 0...1024, pattern: #"(https|s3)://([^/]+)/?(.*)|file:///.+|/.+"#)
  package static let securityGroupId = Shape.string(
    length: 0...32, pattern: #"[-0-9a-zA-Z]+"#)
  package static let snsTopicArn = Shape.string(
    length: 0...2048, pattern: #"arn:aws[a-z\-]*:sns:[a-z0-9\-]*:[0-9]{12}:[a-zA-Z0-9_.-]+"#)
  package static let stageDescription = Shape.string(
    length: 0...1024, pattern: #".{0,1024}"#)
  package static let subnetId = Shape.string(
    length: 0...32, pattern: #"[-0-9a-zA-Z]+"#)
  package static let tagKey = Shape.string(
    length: 1...128, pattern: #"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"#)
  package static let tagValue = Shape.string(
    length: 0...256, pattern: #"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"#)
  package static let transformAmiVersion = Shape.string(
    length: 1...63, pattern: #"[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*"#)
  package static let transformEnvironmentKey = Shape.string(
    length: 0...1024, pattern: #"[a-zA-Z_][a-zA-Z0-9_]{0,1023}"#)
  package static let transformEnvironmentValue = Shape.string(
    length: 0...10240, pattern: #"[\S\s]*"#)
  package static let transformInstanceType = Shape.choice(TransformInstanceTypeValues.all)
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
