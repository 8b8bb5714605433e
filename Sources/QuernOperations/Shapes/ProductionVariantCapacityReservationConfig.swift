// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariantCapacityReservationConfig` of SageMaker's API.
package struct ProductionVariantCapacityReservationConfig: ShapeStructure, Equatable {
  package var capacityReservationPreference: CapacityReservationPreference?
  package var mlReservationArn: String?

  package static let shape = StructureShape(
    "ProductionVariantCapacityReservationConfig",
    [
      .optional("CapacityReservationPreference", .choice(CapacityReservationPreference.self)),
      .optional("MlReservationArn", .mlReservationArn),
    ])

  package init(
    capacityReservationPreference: CapacityReservationPreference? = nil,
    mlReservationArn: String? = nil
  ) {
    self.capacityReservationPreference = capacityReservationPreference
    self.mlReservationArn = mlReservationArn
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    capacityReservationPreference = try members.optional("CapacityReservationPreference")
    mlReservationArn = try members.optional("MlReservationArn")
  }

  package func write(to members: inout MemberWriter) {
    members.write("CapacityReservationPreference", capacityReservationPreference)
    members.write("MlReservationArn", mlReservationArn)
  }
}
