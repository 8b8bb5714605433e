// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariantCapacityReservationSummary` of SageMaker's API.
package struct ProductionVariantCapacityReservationSummary: ShapeStructure, Equatable {
  package var mlReservationArn: String?
  package var capacityReservationPreference: CapacityReservationPreference?
  package var totalInstanceCount: Int?
  package var availableInstanceCount: Int?
  package var usedByCurrentEndpoint: Int?
  package var ec2CapacityReservations: [Ec2CapacityReservation]?

  package static let shape = StructureShape(
    "ProductionVariantCapacityReservationSummary",
    [
      .optional("MlReservationArn", .mlReservationArn),
      .optional("CapacityReservationPreference", .choice(CapacityReservationPreference.self)),
      .optional("TotalInstanceCount", .taskCount),
      .optional("AvailableInstanceCount", .taskCount),
      .optional("UsedByCurrentEndpoint", .taskCount),
      .optional("Ec2CapacityReservations", .ec2CapacityReservationsList),
    ])

  package init(
    mlReservationArn: String? = nil,
    capacityReservationPreference: CapacityReservationPreference? = nil,
    totalInstanceCount: Int? = nil,
    availableInstanceCount: Int? = nil,
    usedByCurrentEndpoint: Int? = nil,
    ec2CapacityReservations: [Ec2CapacityReservation]? = nil
  ) {
    self.mlReservationArn = mlReservationArn
    self.capacityReservationPreference = capacityReservationPreference
    self.totalInstanceCount = totalInstanceCount
    self.availableInstanceCount = availableInstanceCount
    self.usedByCurrentEndpoint = usedByCurrentEndpoint
    self.ec2CapacityReservations = ec2CapacityReservations
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    mlReservationArn = try members.optional("MlReservationArn")
    capacityReservationPreference = try members.optional("CapacityReservationPreference")
    totalInstanceCount = try members.optional("TotalInstanceCount")
    availableInstanceCount = try members.optional("AvailableInstanceCount")
    usedByCurrentEndpoint = try members.optional("UsedByCurrentEndpoint")
    ec2CapacityReservations = try members.optional("Ec2CapacityReservations")
  }

  package func write(to members: inout MemberWriter) {
    members.write("MlReservationArn", mlReservationArn)
    members.write("CapacityReservationPreference", capacityReservationPreference)
    members.write("TotalInstanceCount", totalInstanceCount)
    members.write("AvailableInstanceCount", availableInstanceCount)
    members.write("UsedByCurrentEndpoint", usedByCurrentEndpoint)
    members.write("Ec2CapacityReservations", ec2CapacityReservations)
  }
}
