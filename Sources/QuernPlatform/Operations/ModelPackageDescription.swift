internal import QuernOperations
internal import QuernText

/// A registered model's version as Describe and List show it.
enum ModelPackageDescription {
  static func describe(
    _ record: ModelPackageRecord, _ scope: Scope
  ) throws -> DescribeModelPackageOutput {
    let input = try Operations.createModelPackage.checked(try JSON.parse(record.input))
    return DescribeModelPackageOutput(
      modelPackageName: record.shortName, modelPackageGroupName: record.groupName,
      modelPackageVersion: record.version,
      modelPackageRegistrationType: input.modelPackageRegistrationType ?? .registered,
      modelPackageArn: scope.arn(.modelPackage, record.shortName).text,
      modelPackageDescription: input.modelPackageDescription,
      creationTime: Timestamp(microseconds: record.createdAt),
      inferenceSpecification: input.inferenceSpecification,
      modelPackageStatus: .completed,
      modelPackageStatusDetails: ModelPackageStatusDetails(validationStatuses: []),
      certifyForMarketplace: input.certifyForMarketplace,
      modelApprovalStatus: try approval(record),
      createdBy: UserContext(userProfileName: record.principal),
      metadataProperties: input.metadataProperties, modelMetrics: input.modelMetrics,
      lastModifiedTime: Timestamp(microseconds: record.modifiedAt),
      approvalDescription: record.approvalDescription, domain: input.domain, task: input.task,
      samplePayloadUrl: input.samplePayloadUrl,
      customerMetadataProperties: input.customerMetadataProperties,
      driftCheckBaselines: input.driftCheckBaselines,
      skipModelValidation: input.skipModelValidation, sourceUri: input.sourceUri,
      securityConfig: input.securityConfig, modelCard: input.modelCard,
      modelLifeCycle: input.modelLifeCycle)
  }

  static func summary(_ record: ModelPackageRecord, _ scope: Scope) throws -> ModelPackageSummary {
    ModelPackageSummary(
      modelPackageName: record.shortName, modelPackageGroupName: record.groupName,
      modelPackageVersion: record.version,
      modelPackageArn: scope.arn(.modelPackage, record.shortName).text,
      modelPackageDescription: try JSON.parse(record.input)["ModelPackageDescription"]?
        .stringValue,
      creationTime: Timestamp(microseconds: record.createdAt), modelPackageStatus: .completed,
      modelApprovalStatus: try approval(record))
  }

  private static func approval(_ record: ModelPackageRecord) throws -> ModelApprovalStatus {
    guard let status = ModelApprovalStatus(rawValue: record.approvalStatus) else {
      throw PlatformFault.database(
        doing: "read \(record.shortName)", reason: "unknown status \(record.approvalStatus)")
    }
    return status
  }
}
