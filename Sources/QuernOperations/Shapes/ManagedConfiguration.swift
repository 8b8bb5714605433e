// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ManagedConfiguration` of SageMaker's API.
package struct ManagedConfiguration: ShapeStructure, Equatable {
  package var managedStorageType: ManagedStorageType?

  package static let shape = StructureShape(
    "ManagedConfiguration",
    [
      .optional("ManagedStorageType", .choice(ManagedStorageType.self))
    ])

  package init(
    managedStorageType: ManagedStorageType? = nil
  ) {
    self.managedStorageType = managedStorageType
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    managedStorageType = try members.optional("ManagedStorageType")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ManagedStorageType", managedStorageType)
  }
}
