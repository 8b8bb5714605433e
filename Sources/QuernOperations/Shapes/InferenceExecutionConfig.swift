// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `InferenceExecutionConfig` of SageMaker's API.
package struct InferenceExecutionConfig: ShapeStructure, Equatable {
  package var mode: InferenceExecutionMode

  package static let shape = StructureShape(
    "InferenceExecutionConfig",
    [
      .required("Mode", .choice(InferenceExecutionMode.self))
    ])

  package init(
    mode: InferenceExecutionMode
  ) {
    self.mode = mode
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    mode = try members.required("Mode")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Mode", mode)
  }
}

/// The values of `InferenceExecutionMode`.
package enum InferenceExecutionMode: String, CaseIterable, Sendable, ShapeValue {
  case serial = "Serial"
  case direct = "Direct"
}
