// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// Numbers of SageMaker's API, by their names there.
extension Shape {
  package static let acceptEula = Shape.boolean
  package static let capacitySizeValue = Shape.integer(1...)
  package static let certifyForMarketplace = Shape.boolean
  package static let clarifyLabelIndex = Shape.integer(0...)
  package static let clarifyMaxPayloadInMB = Shape.integer(1...25)
  package static let clarifyMaxRecordCount = Shape.integer(1...)
  package static let clarifyProbabilityIndex = Shape.integer(0...)
  package static let clarifyShapNumberOfSamples = Shape.integer(1...)
  package static let clarifyShapSeed = Shape.integer()
  package static let clarifyShapUseLogit = Shape.boolean
  package static let creationTime = Shape.timestamp
  package static let enableCapture = Shape.boolean
  package static let enableEnhancedMetrics = Shape.boolean
  package static let initialTaskCount = Shape.integer(1...)
  package static let instancePoolPriority = Shape.integer(1...5)
  package static let managedInstanceScalingCooldownInMinutes = Shape.integer(5...1440)
  package static let managedInstanceScalingMaxInstanceCount = Shape.integer(1...)
  package static let managedInstanceScalingMaximumStepSize = Shape.integer(1...100)
  package static let managedInstanceScalingMinInstanceCount = Shape.integer(0...)
  package static let maxConcurrentInvocationsPerInstance = Shape.integer(1...1000)
  package static let maxConcurrentTransforms = Shape.integer(0...)
  package static let maxPayloadInMB = Shape.integer(0...)
  package static let maxResults = Shape.integer(1...100)
  package static let maximumExecutionTimeoutInSeconds = Shape.integer(600...28800)
  package static let metricPublishFrequencyInSeconds = Shape.integer()
  package static let modelPackageVersion = Shape.integer(1...)
  package static let productionVariantContainerStartupHealthCheckTimeoutInSeconds =
    Shape.integer(60...3600)
  package static let productionVariantModelDataDownloadTimeoutInSeconds = Shape.integer(60...3600)
  package static let productionVariantSSMAccess = Shape.boolean
  package static let productionVariantVolumeSizeInGB = Shape.integer(1...512)
  package static let samplingPercentage = Shape.integer(0...100)
  package static let serverlessMaxConcurrency = Shape.integer(1...200)
  package static let serverlessMemorySizeInMB = Shape.integer(1024...6144)
  package static let serverlessProvisionedConcurrency = Shape.integer(1...200)
  package static let taskCount = Shape.integer(0...)
  package static let terminationWaitInSeconds = Shape.integer(0...3600)
  package static let transformInstanceCount = Shape.integer(1...)
  package static let variantInstanceProvisionTimeoutInSeconds = Shape.integer(300...3600)
  package static let variantWeight = Shape.number(0...)
  package static let waitIntervalInSeconds = Shape.integer(0...3600)
}
