// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelInput` of SageMaker's API.
package struct ModelInput: ShapeStructure, Equatable {
  package var dataInputConfig: String

  package static let shape = StructureShape(
    "ModelInput",
    [
      .required("DataInputConfig", .dataInputConfig)
    ])

  package init(
    dataInputConfig: String
  ) {
    self.dataInputConfig = dataInputConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    dataInputConfig = try members.required("DataInputConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("DataInputConfig", dataInputConfig)
  }
}
