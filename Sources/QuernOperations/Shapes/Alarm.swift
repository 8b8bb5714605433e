// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `Alarm` of SageMaker's API.
package struct Alarm: ShapeStructure, Equatable {
  package var alarmName: String?

  package static let shape = StructureShape(
    "Alarm",
    [
      .optional("AlarmName", .alarmName)
    ])

  package init(
    alarmName: String? = nil
  ) {
    self.alarmName = alarmName
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    alarmName = try members.optional("AlarmName")
  }

  package func write(to members: inout MemberWriter) {
    members.write("AlarmName", alarmName)
  }
}
