// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CreateModelPackageGroupInput` of SageMaker's API.
package struct CreateModelPackageGroupInput: ShapeStructure, Equatable {
  package var modelPackageGroupName: String
  package var modelPackageGroupDescription: String?
  package var tags: [Tag]?
  package var managedConfiguration: ManagedConfiguration?

  package static let shape = StructureShape(
    "CreateModelPackageGroupInput",
    [
      .required("ModelPackageGroupName", .entityName),
      .optional("ModelPackageGroupDescription", .entityDescription),
      .optional("Tags", .tagList),
      .optional("ManagedConfiguration", .structure(ManagedConfiguration.shape)),
    ])

  package init(
    modelPackageGroupName: String,
    modelPackageGroupDescription: String? = nil,
    tags: [Tag]? = nil,
    managedConfiguration: ManagedConfiguration? = nil
  ) {
    self.modelPackageGroupName = modelPackageGroupName
    self.modelPackageGroupDescription = modelPackageGroupDescription
    self.tags = tags
    self.managedConfiguration = managedConfiguration
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageGroupName = try members.required("ModelPackageGroupName")
    modelPackageGroupDescription = try members.optional("ModelPackageGroupDescription")
    tags = try members.optional("Tags")
    managedConfiguration = try members.optional("ManagedConfiguration")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageGroupName", modelPackageGroupName)
    members.write("ModelPackageGroupDescription", modelPackageGroupDescription)
    members.write("Tags", tags)
    members.write("ManagedConfiguration", managedConfiguration)
  }
}
