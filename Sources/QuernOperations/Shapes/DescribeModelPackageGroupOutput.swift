// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `DescribeModelPackageGroupOutput` of SageMaker's API.
package struct DescribeModelPackageGroupOutput: ShapeStructure, Equatable {
  package var modelPackageGroupName: String
  package var modelPackageGroupArn: String
  package var modelPackageGroupDescription: String?
  package var creationTime: Timestamp
  package var createdBy: UserContext
  package var modelPackageGroupStatus: ModelPackageGroupStatus
  package var managedConfiguration: ManagedConfiguration?

  package static let shape = StructureShape(
    "DescribeModelPackageGroupOutput",
    [
      .required("ModelPackageGroupName", .entityName),
      .required("ModelPackageGroupArn", .modelPackageGroupArn),
      .optional("ModelPackageGroupDescription", .entityDescription),
      .required("CreationTime", .creationTime),
      .required("CreatedBy", .structure(UserContext.shape)),
      .required("ModelPackageGroupStatus", .choice(ModelPackageGroupStatus.self)),
      .optional("ManagedConfiguration", .structure(ManagedConfiguration.shape)),
    ])

  package init(
    modelPackageGroupName: String,
    modelPackageGroupArn: String,
    modelPackageGroupDescription: String? = nil,
    creationTime: Timestamp,
    createdBy: UserContext,
    modelPackageGroupStatus: ModelPackageGroupStatus,
    managedConfiguration: ManagedConfiguration? = nil
  ) {
    self.modelPackageGroupName = modelPackageGroupName
    self.modelPackageGroupArn = modelPackageGroupArn
    self.modelPackageGroupDescription = modelPackageGroupDescription
    self.creationTime = creationTime
    self.createdBy = createdBy
    self.modelPackageGroupStatus = modelPackageGroupStatus
    self.managedConfiguration = managedConfiguration
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageGroupName = try members.required("ModelPackageGroupName")
    modelPackageGroupArn = try members.required("ModelPackageGroupArn")
    modelPackageGroupDescription = try members.optional("ModelPackageGroupDescription")
    creationTime = try members.required("CreationTime")
    createdBy = try members.required("CreatedBy")
    modelPackageGroupStatus = try members.required("ModelPackageGroupStatus")
    managedConfiguration = try members.optional("ManagedConfiguration")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageGroupName", modelPackageGroupName)
    members.write("ModelPackageGroupArn", modelPackageGroupArn)
    members.write("ModelPackageGroupDescription", modelPackageGroupDescription)
    members.write("CreationTime", creationTime)
    members.write("CreatedBy", createdBy)
    members.write("ModelPackageGroupStatus", modelPackageGroupStatus)
    members.write("ManagedConfiguration", managedConfiguration)
  }
}
