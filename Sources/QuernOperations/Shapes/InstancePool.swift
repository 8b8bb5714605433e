// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `InstancePool` of SageMaker's API.
package struct InstancePool: ShapeStructure, Equatable {
  package var instanceType: String
  package var modelNameOverride: String?
  package var priority: Int

  package static let shape = StructureShape(
    "InstancePool",
    [
      .required("InstanceType", .productionVariantInstanceType),
      .optional("ModelNameOverride", .modelName),
      .required("Priority", .instancePoolPriority),
    ])

  package init(
    instanceType: String,
    modelNameOverride: String? = nil,
    priority: Int
  ) {
    self.instanceType = instanceType
    self.modelNameOverride = modelNameOverride
    self.priority = priority
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    instanceType = try members.required("InstanceType")
    modelNameOverride = try members.optional("ModelNameOverride")
    priority = try members.required("Priority")
  }

  package func write(to members: inout MemberWriter) {
    members.write("InstanceType", instanceType)
    members.write("ModelNameOverride", modelNameOverride)
    members.write("Priority", priority)
  }
}
