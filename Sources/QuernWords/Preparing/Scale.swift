import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `scale(numeric())`
  static let scale = Word(
    "scale", .preparing,
    "A recipe step: bring numbers to one scale, learned from the training part.",
    parameters: [
      .rest("columns", .columns, isRequired: true, "Which columns."),
      .option(
        "to", .constant, default: "standard", constants: ["standard", "minmax", "robust"],
        "`standard`: mean 0, deviation 1; `minmax`: 0 to 1; `robust`: median and quartiles."),
    ],
    result: .type(.plain(.step)),
    examples: [WordExample("recipe(scale(numeric(), to: minmax))")],
    body: { call in
      .step(
        .scale(
          try call.selection("columns") ?? .numeric(except: []),
          try call.constant("to").flatMap(Scaling.init(rawValue:)) ?? .standard))
    })
}
