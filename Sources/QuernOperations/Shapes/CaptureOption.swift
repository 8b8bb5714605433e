// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `CaptureOption` of SageMaker's API.
package struct CaptureOption: ShapeStructure, Equatable {
  package var captureMode: CaptureMode

  package static let shape = StructureShape(
    "CaptureOption",
    [
      .required("CaptureMode", .choice(CaptureMode.self))
    ])

  package init(
    captureMode: CaptureMode
  ) {
    self.captureMode = captureMode
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    captureMode = try members.required("CaptureMode")
  }

  package func write(to members: inout MemberWriter) {
    members.write("CaptureMode", captureMode)
  }
}

/// The values of `CaptureMode`.
package enum CaptureMode: String, CaseIterable, Sendable, ShapeValue {
  case input = "Input"
  case output = "Output"
  case inputAndOutput = "InputAndOutput"
}
