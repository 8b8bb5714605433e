// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// Lists of SageMaker's API, by their names there.
extension Shape {
  package static let additionalInferenceSpecifications = Shape.list(
    .structure(AdditionalInferenceSpecificationDefinition.shape), count: 1...15)
  package static let additionalModelDataSources = Shape.list(
    .structure(AdditionalModelDataSource.shape), count: 0...5)
  package static let alarmList = Shape.list(.structure(Alarm.shape), count: 1...10)
  package static let asyncNotificationTopicTypeList = Shape.list(
    .choice(AsyncNotificationTopicTypes.self), count: 0...2)
  package static let captureOptionList = Shape.list(
    .structure(CaptureOption.shape), count: 1...32)
  package static let clarifyFeatureHeaders = Shape.list(.clarifyHeader, count: 1...256)
  package static let clarifyFeatureTypes = Shape.list(
    .choice(ClarifyFeatureType.self), count: 1...256)
  package static let clarifyLabelHeaders = Shape.list(.clarifyHeader, count: 1...16)
  package static let containerDefinitionList = Shape.list(
    .structure(ContainerDefinition.shape), count: 0...15)
  package static let contentTypes = Shape.list(.contentType)
  package static let csvContentTypes = Shape.list(.csvContentType, count: 1...10)
  package static let customerMetadataKeyList = Shape.list(.customerMetadataKey)
  package static let customerMetadataMap = Shape.map(
    .customerMetadataKey, .customerMetadataValue, count: 1...50)
  package static let deployedImages = Shape.list(.structure(DeployedImage.shape))
  package static let ec2CapacityReservationsList =
    Shape.list(.structure(Ec2CapacityReservation.shape))
  package static let endpointConfigSummaryList = Shape.list(.structure(EndpointConfigSummary.shape))
  package static let endpointSummaryList = Shape.list(.structure(EndpointSummary.shape))
  package static let environmentMap = Shape.map(
    .environmentKey, .environmentValue, count: 0...100)
  package static let instancePoolList = Shape.list(
    .structure(InstancePool.shape), count: 1...5)
  package static let instancePoolSummaryList = Shape.list(
    .structure(InstancePoolSummary.shape), count: 1...)
  package static let jsonContentTypes = Shape.list(.jsonContentType, count: 1...10)
  package static let modelPackageContainerDefinitionList = Shape.list(
    .structure(ModelPackageContainerDefinition.shape), count: 1...15)
  package static let modelPackageGroupSummaryList = Shape.list(
    .structure(ModelPackageGroupSummary.shape))
  package static let modelPackageStatusItemList =
    Shape.list(.structure(ModelPackageStatusItem.shape))
  package static let modelPackageSummaryList = Shape.list(.structure(ModelPackageSummary.shape))
  package static let modelPackageValidationProfiles = Shape.list(
    .structure(ModelPackageValidationProfile.shape), count: 0...1)
  package static let modelSummaryList = Shape.list(.structure(ModelSummary.shape))
  package static let pendingProductionVariantSummaryList = Shape.list(
    .structure(PendingProductionVariantSummary.shape), count: 1...)
  package static let productionVariantList = Shape.list(
    .structure(ProductionVariant.shape), count: 1...10)
  package static let productionVariantStatusList = Shape.list(
    .structure(ProductionVariantStatus.shape), count: 0...5)
  package static let productionVariantSummaryList = Shape.list(
    .structure(ProductionVariantSummary.shape), count: 1...)
  package static let realTimeInferenceRecommendations = Shape.list(
    .structure(RealTimeInferenceRecommendation.shape), count: 0...3)
  package static let realtimeInferenceInstanceTypes = Shape.list(.productionVariantInstanceType)
  package static let responseMIMETypes = Shape.list(.responseMIMEType)
  package static let sourceAlgorithmList = Shape.list(
    .structure(SourceAlgorithm.shape), count: 1...1)
  package static let subnets = Shape.list(.subnetId, count: 1...16)
  package static let tagList = Shape.list(.structure(Tag.shape), count: 0...50)
  package static let transformEnvironmentMap = Shape.map(
    .transformEnvironmentKey, .transformEnvironmentValue, count: 0...16)
  package static let transformInstanceTypes = Shape.list(.transformInstanceType, count: 1...)
  package static let variantPropertyList = Shape.list(
    .structure(VariantProperty.shape), count: 0...3)
  package static let vpcSecurityGroupIds = Shape.list(.securityGroupId, count: 1...5)
}
