// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `Tag` of SageMaker's API.
package struct Tag: ShapeStructure, Equatable {
  package var key: String
  package var value: String

  package static let shape = StructureShape(
    "Tag",
    [
      .required("Key", .tagKey),
      .required("Value", .tagValue),
    ])

  package init(
    key: String,
    value: String
  ) {
    self.key = key
    self.value = value
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    key = try members.required("Key")
    value = try members.required("Value")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Key", key)
    members.write("Value", value)
  }
}
