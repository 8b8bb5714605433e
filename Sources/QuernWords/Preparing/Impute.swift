import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `impute(numeric(), with: median)`
  static let impute = Word(
    "impute", .preparing, "A recipe step: nulls become a value learned from the training part.",
    parameters: [
      .rest("columns", .columns, isRequired: true, "Which columns."),
      .option(
        "with", .either([.constant, .scalar]), default: "median",
        constants: ["median", "mean", "mode"], "What a null becomes: learned, or a value."),
      .option(
        "indicator", .bool, default: "false", "Add a column `NAME_missing` that says where."),
    ],
    result: .type(.plain(.step)),
    examples: [WordExample("recipe(impute(numeric(), with: mean, indicator: true))")],
    body: { call in
      .step(
        .impute(
          try call.selection("columns") ?? .numeric(except: []), with: try imputation(call),
          indicator: try call.bool("indicator") ?? false))
    })

  private static func imputation(_ call: WordCall) throws(RuntimeError) -> Imputation {
    let value = call.value("with")
    if case .constant(let name) = value {
      switch name {
      case "mean": return .mean
      case "mode": return .mode
      default: return .median
      }
    }
    guard call.isGiven("with") else { return .median }
    guard let scalar = value.scalar, scalar != .null else { throw call.wrong("with", value) }
    return .constant(scalar)
  }
}
