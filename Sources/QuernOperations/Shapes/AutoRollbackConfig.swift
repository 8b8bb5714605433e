// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `AutoRollbackConfig` of SageMaker's API.
package struct AutoRollbackConfig: ShapeStructure, Equatable {
  package var alarms: [Alarm]?

  package static let shape = StructureShape(
    "AutoRollbackConfig",
    [
      .optional("Alarms", .alarmList)
    ])

  package init(
    alarms: [Alarm]? = nil
  ) {
    self.alarms = alarms
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    alarms = try members.optional("Alarms")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Alarms", alarms)
  }
}
