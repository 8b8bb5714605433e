// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CreateModelPackageInput` of SageMaker's API.
package struct CreateModelPackageInput: ShapeStructure, Equatable {
  package var modelPackageName: String?
  package var modelPackageGroupName: String?
  package var modelPackageDescription: String?
  package var modelPackageRegistrationType: ModelPackageRegistrationType?
  package var inferenceSpecification: InferenceSpecification?
  package var validationSpecification: ModelPackageValidationSpecification?
  package var sourceAlgorithmSpecification: SourceAlgorithmSpecification?
  package var certifyForMarketplace: Bool?
  package var tags: [Tag]?
  package var modelApprovalStatus: ModelApprovalStatus?
  package var metadataProperties: MetadataProperties?
  package var modelMetrics: ModelMetrics?
  package var clientToken: String?
  package var domain: String?
  package var task: String?
  package var samplePayloadUrl: String?
  package var customerMetadataProperties: [String: String]?
  package var driftCheckBaselines: DriftCheckBaselines?
  package var additionalInferenceSpecifications: [AdditionalInferenceSpecificationDefinition]?
  package var skipModelValidation: SkipModelValidation?
  package var sourceUri: String?
  package var securityConfig: ModelPackageSecurityConfig?
  package var modelCard: ModelPackageModelCard?
  package var modelLifeCycle: ModelLifeCycle?
  package var managedStorageType: ManagedStorageType?

  package static let shape = StructureShape(
    "CreateModelPackageInput",
    [
      .optional("ModelPackageName", .entityName),
      .optional("ModelPackageGroupName", .arnOrName),
      .optional("ModelPackageDescription", .entityDescription),
      .optional("ModelPackageRegistrationType", .choice(ModelPackageRegistrationType.self)),
      .optional("InferenceSpecification", .structure(InferenceSpecification.shape)),
      .optional("ValidationSpecification", .structure(ModelPackageValidationSpecification.shape)),
      .optional("SourceAlgorithmSpecification", .structure(SourceAlgorithmSpecification.shape)),
      .optional("CertifyForMarketplace", .certifyForMarketplace),
      .optional("Tags", .tagList),
      .optional("ModelApprovalStatus", .choice(ModelApprovalStatus.self)),
      .optional("MetadataProperties", .structure(MetadataProperties.shape)),
      .optional("ModelMetrics", .structure(ModelMetrics.shape)),
      .optional("ClientToken", .clientToken),
      .optional("Domain", .text),
      .optional("Task", .text),
      .optional("SamplePayloadUrl", .s3Uri),
      .optional("CustomerMetadataProperties", .customerMetadataMap),
      .optional("DriftCheckBaselines", .structure(DriftCheckBaselines.shape)),
      .optional("AdditionalInferenceSpecifications", .additionalInferenceSpecifications),
      .optional("SkipModelValidation", .choice(SkipModelValidation.self)),
      .optional("SourceUri", .modelPackageSourceUri),
      .optional("SecurityConfig", .structure(ModelPackageSecurityConfig.shape)),
      .optional("ModelCard", .structure(ModelPackageModelCard.shape)),
      .optional("ModelLifeCycle", .structure(ModelLifeCycle.shape)),
      .optional("ManagedStorageType", .choice(ManagedStorageType.self)),
    ])

  package init(
    modelPackageName: String? = nil,
    modelPackageGroupName: String? = nil,
    modelPackageDescription: String? = nil,
    modelPackageRegistrationType: ModelPackageRegistrationType? = nil,
    inferenceSpecification: InferenceSpecification? = nil,
    validationSpecification: ModelPackageValidationSpecification? = nil,
    sourceAlgorithmSpecification: SourceAlgorithmSpecification? = nil,
    certifyForMarketplace: Bool? = nil,
    tags: [Tag]? = nil,
    modelApprovalStatus: ModelApprovalStatus? = nil,
    metadataProperties: MetadataProperties? = nil,
    modelMetrics: ModelMetrics? = nil,
    clientToken: String? = nil,
    domain: String? = nil,
    task: String? = nil,
    samplePayloadUrl: String? = nil,
    customerMetadataProperties: [String: String]? = nil,
    driftCheckBaselines: DriftCheckBaselines? = nil,
    additionalInferenceSpecifications: [AdditionalInferenceSpecificationDefinition]? = nil,
    skipModelValidation: SkipModelValidation? = nil,
    sourceUri: String? = nil,
    securityConfig: ModelPackageSecurityConfig? = nil,
    modelCard: ModelPackageModelCard? = nil,
    modelLifeCycle: ModelLifeCycle? = nil,
    managedStorageType: ManagedStorageType? = nil
  ) {
    self.modelPackageName = modelPackageName
    self.modelPackageGroupName = modelPackageGroupName
    self.modelPackageDescription = modelPackageDescription
    self.modelPackageRegistrationType = modelPackageRegistrationType
    self.inferenceSpecification = inferenceSpecification
    self.validationSpecification = validationSpecification
    self.sourceAlgorithmSpecification = sourceAlgorithmSpecification
    self.certifyForMarketplace = certifyForMarketplace
    self.tags = tags
    self.modelApprovalStatus = modelApprovalStatus
    self.metadataProperties = metadataProperties
    self.modelMetrics = modelMetrics
    self.clientToken = clientToken
    self.domain = domain
    self.task = task
    self.samplePayloadUrl = samplePayloadUrl
    self.customerMetadataProperties = customerMetadataProperties
    self.driftCheckBaselines = driftCheckBaselines
    self.additionalInferenceSpecifications = additionalInferenceSpecifications
    self.skipModelValidation = skipModelValidation
    self.sourceUri = sourceUri
    self.securityConfig = securityConfig
    self.modelCard = modelCard
    self.modelLifeCycle = modelLifeCycle
    self.managedStorageType = managedStorageType
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageName = try members.optional("ModelPackageName")
    modelPackageGroupName = try members.optional("ModelPackageGroupName")
    modelPackageDescription = try members.optional("ModelPackageDescription")
    modelPackageRegistrationType = try members.optional("ModelPackageRegistrationType")
    inferenceSpecification = try members.optional("InferenceSpecification")
    validationSpecification = try members.optional("ValidationSpecification")
    sourceAlgorithmSpecification = try members.optional("SourceAlgorithmSpecification")
    certifyForMarketplace = try members.optional("CertifyForMarketplace")
    tags = try members.optional("Tags")
    modelApprovalStatus = try members.optional("ModelApprovalStatus")
    metadataProperties = try members.optional("MetadataProperties")
    modelMetrics = try members.optional("ModelMetrics")
    clientToken = try members.optional("ClientToken")
    domain = try members.optional("Domain")
    task = try members.optional("Task")
    samplePayloadUrl = try members.optional("SamplePayloadUrl")
    customerMetadataProperties = try members.optional("CustomerMetadataProperties")
    driftCheckBaselines = try members.optional("DriftCheckBaselines")
    additionalInferenceSpecifications = try members.optional("AdditionalInferenceSpecifications")
    skipModelValidation = try members.optional("SkipModelValidation")
    sourceUri = try members.optional("SourceUri")
    securityConfig = try members.optional("SecurityConfig")
    modelCard = try members.optional("ModelCard")
    modelLifeCycle = try members.optional("ModelLifeCycle")
    managedStorageType = try members.optional("ManagedStorageType")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageName", modelPackageName)
    members.write("ModelPackageGroupName", modelPackageGroupName)
    members.write("ModelPackageDescription", modelPackageDescription)
    members.write("ModelPackageRegistrationType", modelPackageRegistrationType)
    members.write("InferenceSpecification", inferenceSpecification)
    members.write("ValidationSpecification", validationSpecification)
    members.write("SourceAlgorithmSpecification", sourceAlgorithmSpecification)
    members.write("CertifyForMarketplace", certifyForMarketplace)
    members.write("Tags", tags)
    members.write("ModelApprovalStatus", modelApprovalStatus)
    members.write("MetadataProperties", metadataProperties)
    members.write("ModelMetrics", modelMetrics)
    members.write("ClientToken", clientToken)
    members.write("Domain", domain)
    members.write("Task", task)
    members.write("SamplePayloadUrl", samplePayloadUrl)
    members.write("CustomerMetadataProperties", customerMetadataProperties)
    members.write("DriftCheckBaselines", driftCheckBaselines)
    members.write("AdditionalInferenceSpecifications", additionalInferenceSpecifications)
    members.write("SkipModelValidation", skipModelValidation)
    members.write("SourceUri", sourceUri)
    members.write("SecurityConfig", securityConfig)
    members.write("ModelCard", modelCard)
    members.write("ModelLifeCycle", modelLifeCycle)
    members.write("ManagedStorageType", managedStorageType)
  }
}
