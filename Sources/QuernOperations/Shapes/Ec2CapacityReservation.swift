// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `Ec2CapacityReservation` of SageMaker's API.
package struct Ec2CapacityReservation: ShapeStructure, Equatable {
  package var ec2CapacityReservationId: String?
  package var totalInstanceCount: Int?
  package var availableInstanceCount: Int?
  package var usedByCurrentEndpoint: Int?

  package static let shape = StructureShape(
    "Ec2CapacityReservation",
    [
      .optional("Ec2CapacityReservationId", .ec2CapacityReservationId),
      .optional("TotalInstanceCount", .taskCount),
      .optional("AvailableInstanceCount", .taskCount),
      .optional("UsedByCurrentEndpoint", .taskCount),
    ])

  package init(
    ec2CapacityReservationId: String? = nil,
    totalInstanceCount: Int? = nil,
    availableInstanceCount: Int? = nil,
    usedByCurrentEndpoint: Int? = nil
  ) {
    self.ec2CapacityReservationId = ec2CapacityReservationId
    self.totalInstanceCount = totalInstanceCount
    self.availableInstanceCount = availableInstanceCount
    self.usedByCurrentEndpoint = usedByCurrentEndpoint
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    ec2CapacityReservationId = try members.optional("Ec2CapacityReservationId")
    totalInstanceCount = try members.optional("TotalInstanceCount")
    availableInstanceCount = try members.optional("AvailableInstanceCount")
    usedByCurrentEndpoint = try members.optional("UsedByCurrentEndpoint")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Ec2CapacityReservationId", ec2CapacityReservationId)
    members.write("TotalInstanceCount", totalInstanceCount)
    members.write("AvailableInstanceCount", availableInstanceCount)
    members.write("UsedByCurrentEndpoint", usedByCurrentEndpoint)
  }
}
