// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `TransformResources` of SageMaker's API.
package struct TransformResources: ShapeStructure, Equatable {
  package var instanceType: String
  package var instanceCount: Int
  package var volumeKmsKeyId: String?
  package var transformAmiVersion: String?

  package static let shape = StructureShape(
    "TransformResources",
    [
      .required("InstanceType", .transformInstanceType),
      .required("InstanceCount", .transformInstanceCount),
      .optional("VolumeKmsKeyId", .kmsKeyId),
      .optional("TransformAmiVersion", .transformAmiVersion),
    ])

  package init(
    instanceType: String,
    instanceCount: Int,
    volumeKmsKeyId: String? = nil,
    transformAmiVersion: String? = nil
  ) {
    self.instanceType = instanceType
    self.instanceCount = instanceCount
    self.volumeKmsKeyId = volumeKmsKeyId
    self.transformAmiVersion = transformAmiVersion
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    instanceType = try members.required("InstanceType")
    instanceCount = try members.required("InstanceCount")
    volumeKmsKeyId = try members.optional("VolumeKmsKeyId")
    transformAmiVersion = try members.optional("TransformAmiVersion")
  }

  package func write(to members: inout MemberWriter) {
    members.write("InstanceType", instanceType)
    members.write("InstanceCount", instanceCount)
    members.write("VolumeKmsKeyId", volumeKmsKeyId)
    members.write("TransformAmiVersion", transformAmiVersion)
  }
}
