// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `VpcConfig` of SageMaker's API.
package struct VpcConfig: ShapeStructure, Equatable {
  package var securityGroupIds: [String]
  package var subnets: [String]

  package static let shape = StructureShape(
    "VpcConfig",
    [
      .required("SecurityGroupIds", .vpcSecurityGroupIds),
      .required("Subnets", .subnets),
    ])

  package init(
    securityGroupIds: [String],
    subnets: [String]
  ) {
    self.securityGroupIds = securityGroupIds
    self.subnets = subnets
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    securityGroupIds = try members.required("SecurityGroupIds")
    subnets = try members.required("Subnets")
  }

  package func write(to members: inout MemberWriter) {
    members.write("SecurityGroupIds", securityGroupIds)
    members.write("Subnets", subnets)
  }
}
