// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelLifeCycle` of SageMaker's API.
package struct ModelLifeCycle: ShapeStructure, Equatable {
  package var stage: String
  package var stageStatus: String
  package var stageDescription: String?

  package static let shape = StructureShape(
    "ModelLifeCycle",
    [
      .required("Stage", .entityName),
      .required("StageStatus", .entityName),
      .optional("StageDescription", .stageDescription),
    ])

  package init(
    stage: String,
    stageStatus: String,
    stageDescription: String? = nil
  ) {
    self.stage = stage
    self.stageStatus = stageStatus
    self.stageDescription = stageDescription
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    stage = try members.required("Stage")
    stageStatus = try members.required("StageStatus")
    stageDescription = try members.optional("StageDescription")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Stage", stage)
    members.write("StageStatus", stageStatus)
    members.write("StageDescription", stageDescription)
  }
}
