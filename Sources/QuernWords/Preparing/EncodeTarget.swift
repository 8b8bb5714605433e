import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `encode_target(.city)`
  static let encodeTarget = Word(
    "encode_target", .preparing,
    "A recipe step: each label becomes the mean of the target among its rows, for many labels.",
    parameters: [
      .rest("columns", .columns, isRequired: true, "Which columns."),
      .option(
        "smoothing", .number, default: "10",
        "The mean of all rows counts as much as this many rows of the label."),
    ],
    result: .type(.plain(.step)),
    examples: [WordExample("recipe(encode_target(.city, smoothing: 20))")],
    body: { call in
      let smoothing = try call.double("smoothing") ?? 10
      guard smoothing >= 0 else {
        throw RuntimeError(.negativeSmoothing(smoothing, at: call.range(of: "smoothing")))
      }
      return .step(
        .encodeTarget(
          try call.selection("columns") ?? .categorical(except: []),
          TargetEncodingOptions(smoothing: smoothing)))
    })
}
