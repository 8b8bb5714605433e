// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `UpdateModelPackageInput` of SageMaker's API.
package struct UpdateModelPackageInput: ShapeStructure, Equatable {
  package var modelPackageArn: String
  package var modelApprovalStatus: ModelApprovalStatus?
  package var modelPackageRegistrationType: ModelPackageRegistrationType?
  package var approvalDescription: String?
  package var customerMetadataProperties: [String: String]?
  package var customerMetadataPropertiesToRemove: [String]?
  package var additionalInferenceSpecificationsToAdd: [AdditionalInferenceSpecificationDefinition]?
  package var inferenceSpecification: InferenceSpecification?
  package var sourceUri: String?
  package var modelCard: ModelPackageModelCard?
  package var modelLifeCycle: ModelLifeCycle?
  package var clientToken: String?

  package static let shape = StructureShape(
    "UpdateModelPackageInput",
    [
      .required("ModelPackageArn", .modelPackageArn),
      .optional("ModelApprovalStatus", .choice(ModelApprovalStatus.self)),
      .optional("ModelPackageRegistrationType", .choice(ModelPackageRegistrationType.self)),
      .optional("ApprovalDescription", .approvalDescription),
      .optional("CustomerMetadataProperties", .customerMetadataMap),
      .optional("CustomerMetadataPropertiesToRemove", .customerMetadataKeyList),
      .optional("AdditionalInferenceSpecificationsToAdd", .additionalInferenceSpecifications),
      .optional("InferenceSpecification", .structure(InferenceSpecification.shape)),
      .optional("SourceUri", .modelPackageSourceUri),
      .optional("ModelCard", .structure(ModelPackageModelCard.shape)),
      .optional("ModelLifeCycle", .structure(ModelLifeCycle.shape)),
      .optional("ClientToken", .clientToken),
    ])

  package init(
    modelPackageArn: String,
    modelApprovalStatus: ModelApprovalStatus? = nil,
    modelPackageRegistrationType: ModelPackageRegistrationType? = nil,
    approvalDescription: String? = nil,
    customerMetadataProperties: [String: String]? = nil,
    customerMetadataPropertiesToRemove: [String]? = nil,
    additionalInferenceSpecificationsToAdd: [AdditionalInferenceSpecificationDefinition]? = nil,
    inferenceSpecification: InferenceSpecification? = nil,
    sourceUri: String? = nil,
    modelCard: ModelPackageModelCard? = nil,
    modelLifeCycle: ModelLifeCycle? = nil,
    clientToken: String? = nil
  ) {
    self.modelPackageArn = modelPackageArn
    self.modelApprovalStatus = modelApprovalStatus
    self.modelPackageRegistrationType = modelPackageRegistrationType
    self.approvalDescription = approvalDescription
    self.customerMetadataProperties = customerMetadataProperties
    self.customerMetadataPropertiesToRemove = customerMetadataPropertiesToRemove
    self.additionalInferenceSpecificationsToAdd = additionalInferenceSpecificationsToAdd
    self.inferenceSpecification = inferenceSpecification
    self.sourceUri = sourceUri
    self.modelCard = modelCard
    self.modelLifeCycle = modelLifeCycle
    self.clientToken = clientToken
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageArn = try members.required("ModelPackageArn")
    modelApprovalStatus = try members.optional("ModelApprovalStatus")
    modelPackageRegistrationType = try members.optional("ModelPackageRegistrationType")
    approvalDescription = try members.optional("ApprovalDescription")
    customerMetadataProperties = try members.optional("CustomerMetadataProperties")
    customerMetadataPropertiesToRemove = try members.optional("CustomerMetadataPropertiesToRemove")
    additionalInferenceSpecificationsToAdd =
      try members.optional("AdditionalInferenceSpecificationsToAdd")
    inferenceSpecification = try members.optional("InferenceSpecification")
    sourceUri = try members.optional("SourceUri")
    modelCard = try members.optional("ModelCard")
    modelLifeCycle = try members.optional("ModelLifeCycle")
    clientToken = try members.optional("ClientToken")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageArn", modelPackageArn)
    members.write("ModelApprovalStatus", modelApprovalStatus)
    members.write("ModelPackageRegistrationType", modelPackageRegistrationType)
    members.write("ApprovalDescription", approvalDescription)
    members.write("CustomerMetadataProperties", customerMetadataProperties)
    members.write("CustomerMetadataPropertiesToRemove", customerMetadataPropertiesToRemove)
    members.write("AdditionalInferenceSpecificationsToAdd", additionalInferenceSpecificationsToAdd)
    members.write("InferenceSpecification", inferenceSpecification)
    members.write("SourceUri", sourceUri)
    members.write("ModelCard", modelCard)
    members.write("ModelLifeCycle", modelLifeCycle)
    members.write("ClientToken", clientToken)
  }
}
