// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `VariantProperty` of SageMaker's API.
package struct VariantProperty: ShapeStructure, Equatable {
  package var variantPropertyType: VariantPropertyType

  package static let shape = StructureShape(
    "VariantProperty",
    [
      .required("VariantPropertyType", .choice(VariantPropertyType.self))
    ])

  package init(
    variantPropertyType: VariantPropertyType
  ) {
    self.variantPropertyType = variantPropertyType
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    variantPropertyType = try members.required("VariantPropertyType")
  }

  package func write(to members: inout MemberWriter) {
    members.write("VariantPropertyType", variantPropertyType)
  }
}

/// The values of `VariantPropertyType`.
package enum VariantPropertyType: String, CaseIterable, Sendable, ShapeValue {
  case desiredInstanceCount = "DesiredInstanceCount"
  case desiredWeight = "DesiredWeight"
  case dataCaptureConfig = "DataCaptureConfig"
}
