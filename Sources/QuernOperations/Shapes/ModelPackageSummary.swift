// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelPackageSummary` of SageMaker's API.
package struct ModelPackageSummary: ShapeStructure, Equatable {
  package var modelPackageName: String?
  package var modelPackageGroupName: String?
  package var modelPackageVersion: Int?
  package var modelPackageArn: String
  package var modelPackageDescription: String?
  package var creationTime: Timestamp
  package var modelPackageStatus: ModelPackageStatus
  package var modelApprovalStatus: ModelApprovalStatus?
  package var modelLifeCycle: ModelLifeCycle?
  package var modelPackageRegistrationType: ModelPackageRegistrationType?

  package static let shape = StructureShape(
    "ModelPackageSummary",
    [
      .optional("ModelPackageName", .entityName),
      .optional("ModelPackageGroupName", .entityName),
      .optional("ModelPackageVersion", .modelPackageVersion),
      .required("ModelPackageArn", .modelPackageArn),
      .optional("ModelPackageDescription", .entityDescription),
      .required("CreationTime", .creationTime),
      .required("ModelPackageStatus", .choice(ModelPackageStatus.self)),
      .optional("ModelApprovalStatus", .choice(ModelApprovalStatus.self)),
      .optional("ModelLifeCycle", .structure(ModelLifeCycle.shape)),
      .optional("ModelPackageRegistrationType", .choice(ModelPackageRegistrationType.self)),
    ])

  package init(
    modelPackageName: String? = nil,
    modelPackageGroupName: String? = nil,
    modelPackageVersion: Int? = nil,
    modelPackageArn: String,
    modelPackageDescription: String? = nil,
    creationTime: Timestamp,
    modelPackageStatus: ModelPackageStatus,
    modelApprovalStatus: ModelApprovalStatus? = nil,
    modelLifeCycle: ModelLifeCycle? = nil,
    modelPackageRegistrationType: ModelPackageRegistrationType? = nil
  ) {
    self.modelPackageName = modelPackageName
    self.modelPackageGroupName = modelPackageGroupName
    self.modelPackageVersion = modelPackageVersion
    self.modelPackageArn = modelPackageArn
    self.modelPackageDescription = modelPackageDescription
    self.creationTime = creationTime
    self.modelPackageStatus = modelPackageStatus
    self.modelApprovalStatus = modelApprovalStatus
    self.modelLifeCycle = modelLifeCycle
    self.modelPackageRegistrationType = modelPackageRegistrationType
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageName = try members.optional("ModelPackageName")
    modelPackageGroupName = try members.optional("ModelPackageGroupName")
    modelPackageVersion = try members.optional("ModelPackageVersion")
    modelPackageArn = try members.required("ModelPackageArn")
    modelPackageDescription = try members.optional("ModelPackageDescription")
    creationTime = try members.required("CreationTime")
    modelPackageStatus = try members.required("ModelPackageStatus")
    modelApprovalStatus = try members.optional("ModelApprovalStatus")
    modelLifeCycle = try members.optional("ModelLifeCycle")
    modelPackageRegistrationType = try members.optional("ModelPackageRegistrationType")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageName", modelPackageName)
    members.write("ModelPackageGroupName", modelPackageGroupName)
    members.write("ModelPackageVersion", modelPackageVersion)
    members.write("ModelPackageArn", modelPackageArn)
    members.write("ModelPackageDescription", modelPackageDescription)
    members.write("CreationTime", creationTime)
    members.write("ModelPackageStatus", modelPackageStatus)
    members.write("ModelApprovalStatus", modelApprovalStatus)
    members.write("ModelLifeCycle", modelLifeCycle)
    members.write("ModelPackageRegistrationType", modelPackageRegistrationType)
  }
}
