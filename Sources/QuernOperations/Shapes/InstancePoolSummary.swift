// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `InstancePoolSummary` of SageMaker's API.
package struct InstancePoolSummary: ShapeStructure, Equatable {
  package var instanceType: String
  package var currentInstanceCount: Int

  package static let shape = StructureShape(
    "InstancePoolSummary",
    [
      .required("InstanceType", .productionVariantInstanceType),
      .required("CurrentInstanceCount", .taskCount),
    ])

  package init(
    instanceType: String,
    currentInstanceCount: Int
  ) {
    self.instanceType = instanceType
    self.currentInstanceCount = currentInstanceCount
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    instanceType = try members.required("InstanceType")
    currentInstanceCount = try members.required("CurrentInstanceCount")
  }

  package func write(to members: inout MemberWriter) {
    members.write("InstanceType", instanceType)
    members.write("CurrentInstanceCount", currentInstanceCount)
  }
}
