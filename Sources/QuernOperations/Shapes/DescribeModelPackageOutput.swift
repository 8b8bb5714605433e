// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DescribeModelPackageOutput` of SageMaker's API.
package struct DescribeModelPackageOutput: ShapeStructure, Equatable {
  package var modelPackageName: String
  package var modelPackageGroupName: String?
  package var modelPackageVersion: Int?
  package var modelPackageRegistrationType: ModelPackageRegistrationType?
  package var modelPackageArn: String
  package var modelPackageDescription: String?
  package var creationTime: Timestamp
  package var inferenceSpecification: InferenceSpecification?
  package var sourceAlgorithmSpecification: SourceAlgorithmSpecification?
  package var validationSpecification: ModelPackageValidationSpecification?
  package var modelPackageStatus: ModelPackageStatus
  package var modelPackageStatusDetails: ModelPackageStatusDetails
  package var certifyForMarketplace: Bool?
  package var modelApprovalStatus: ModelApprovalStatus?
  package var createdBy: UserContext?
  package var metadataProperties: MetadataProperties?
  package var modelMetrics: ModelMetrics?
  package var lastModifiedTime: Timestamp?
  package var lastModifiedBy: UserContext?
  package var approvalDescription: String?
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
    "DescribeModelPackageOutput",
    [
      .required("ModelPackageName", .entityName),
      .optional("ModelPackageGroupName", .entityName),
      .optional("ModelPackageVersion", .modelPackageVersion),
      .optional("ModelPackageRegistrationType", .choice(ModelPackageRegistrationType.self)),
      .required("ModelPackageArn", .modelPackageArn),
      .optional("ModelPackageDescription", .entityDescription),
      .required("CreationTime", .creationTime),
      .optional("InferenceSpecification", .structure(InferenceSpecification.shape)),
      .optional("SourceAlgorithmSpecification", .structure(SourceAlgorithmSpecification.shape)),
      .optional("ValidationSpecification", .structure(ModelPackageValidationSpecification.shape)),
      .required("ModelPackageStatus", .choice(ModelPackageStatus.self)),
      .required("ModelPackageStatusDetails", .structure(ModelPackageStatusDetails.shape)),
      .optional("CertifyForMarketplace", .certifyForMarketplace),
      .optional("ModelApprovalStatus", .choice(ModelApprovalStatus.self)),
      .optional("CreatedBy", .structure(UserContext.shape)),
      .optional("MetadataProperties", .structure(MetadataProperties.shape)),
      .optional("ModelMetrics", .structure(ModelMetrics.shape)),
      .optional("LastModifiedTime", .timestamp),
      .optional("LastModifiedBy", .structure(UserContext.shape)),
      .optional("ApprovalDescription", .approvalDescription),
      .optional("Domain", .text),
      .optional("Task", .text),
      .optional("SamplePayloadUrl", .text),
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
    modelPackageName: String,
    modelPackageGroupName: String? = nil,
    modelPackageVersion: Int? = nil,
    modelPackageRegistrationType: ModelPackageRegistrationType? = nil,
    modelPackageArn: String,
    modelPackageDescription: String? = nil,
    creationTime: Timestamp,
    inferenceSpecification: InferenceSpecification? = nil,
    sourceAlgorithmSpecification: SourceAlgorithmSpecification? = nil,
    validationSpecification: ModelPackageValidationSpecification? = nil,
    modelPackageStatus: ModelPackageStatus,
    modelPackageStatusDetails: ModelPackageStatusDetails,
    certifyForMarketplace: Bool? = nil,
    modelApprovalStatus: ModelApprovalStatus? = nil,
    createdBy: UserContext? = nil,
    metadataProperties: MetadataProperties? = nil,
    modelMetrics: ModelMetrics? = nil,
    lastModifiedTime: Timestamp? = nil,
    lastModifiedBy: UserContext? = nil,
    approvalDescription: String? = nil,
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
    self.modelPackageVersion = modelPackageVersion
    self.modelPackageRegistrationType = modelPackageRegistrationType
    self.modelPackageArn = modelPackageArn
    self.modelPackageDescription = modelPackageDescription
    self.creationTime = creationTime
    self.inferenceSpecification = inferenceSpecification
    self.sourceAlgorithmSpecification = sourceAlgorithmSpecification
    self.validationSpecification = validationSpecification
    self.modelPackageStatus = modelPackageStatus
    self.modelPackageStatusDetails = modelPackageStatusDetails
    self.certifyForMarketplace = certifyForMarketplace
    self.modelApprovalStatus = modelApprovalStatus
    self.createdBy = createdBy
    self.metadataProperties = metadataProperties
    self.modelMetrics = modelMetrics
    self.lastModifiedTime = lastModifiedTime
    self.lastModifiedBy = lastModifiedBy
    self.approvalDescription = approvalDescription
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
    modelPackageName = try members.required("ModelPackageName")
    modelPackageGroupName = try members.optional("ModelPackageGroupName")
    modelPackageVersion = try members.optional("ModelPackageVersion")
    modelPackageRegistrationType = try members.optional("ModelPackageRegistrationType")
    modelPackageArn = try members.required("ModelPackageArn")
    modelPackageDescription = try members.optional("ModelPackageDescription")
    creationTime = try members.required("CreationTime")
    inferenceSpecification = try members.optional("InferenceSpecification")
    sourceAlgorithmSpecification = try members.optional("SourceAlgorithmSpecification")
    validationSpecification = try members.optional("ValidationSpecification")
    modelPackageStatus = try members.required("ModelPackageStatus")
    modelPackageStatusDetails = try members.required("ModelPackageStatusDetails")
    certifyForMarketplace = try members.optional("CertifyForMarketplace")
    modelApprovalStatus = try members.optional("ModelApprovalStatus")
    createdBy = try members.optional("CreatedBy")
    metadataProperties = try members.optional("MetadataProperties")
    modelMetrics = try members.optional("ModelMetrics")
    lastModifiedTime = try members.optional("LastModifiedTime")
    lastModifiedBy = try members.optional("LastModifiedBy")
    approvalDescription = try members.optional("ApprovalDescription")
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
    members.write("ModelPackageVersion", modelPackageVersion)
    members.write("ModelPackageRegistrationType", modelPackageRegistrationType)
    members.write("ModelPackageArn", modelPackageArn)
    members.write("ModelPackageDescription", modelPackageDescription)
    members.write("CreationTime", creationTime)
    members.write("InferenceSpecification", inferenceSpecification)
    members.write("SourceAlgorithmSpecification", sourceAlgorithmSpecification)
    members.write("ValidationSpecification", validationSpecification)
    members.write("ModelPackageStatus", modelPackageStatus)
    members.write("ModelPackageStatusDetails", modelPackageStatusDetails)
    members.write("CertifyForMarketplace", certifyForMarketplace)
    members.write("ModelApprovalStatus", modelApprovalStatus)
    members.write("CreatedBy", createdBy)
    members.write("MetadataProperties", metadataProperties)
    members.write("ModelMetrics", modelMetrics)
    members.write("LastModifiedTime", lastModifiedTime)
    members.write("LastModifiedBy", lastModifiedBy)
    members.write("ApprovalDescription", approvalDescription)
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
