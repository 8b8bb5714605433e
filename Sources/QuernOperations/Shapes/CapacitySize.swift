// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CapacitySize` of SageMaker's API.
package struct CapacitySize: ShapeStructure, Equatable {
  package var type: CapacitySizeType
  package var value: Int

  package static let shape = StructureShape(
    "CapacitySize",
    [
      .required("Type", .choice(CapacitySizeType.self)),
      .required("Value", .capacitySizeValue),
    ])

  package init(
    type: CapacitySizeType,
    value: Int
  ) {
    self.type = type
    self.value = value
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    type = try members.required("Type")
    value = try members.required("Value")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Type", type)
    members.write("Value", value)
  }
}

/// The values of `CapacitySizeType`.
package enum CapacitySizeType: String, CaseIterable, Sendable, ShapeValue {
  case instanceCount = "INSTANCE_COUNT"
  case capacityPercent = "CAPACITY_PERCENT"
}
