import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `balance()`, `balance(up)`
  static let balance = Word(
    "balance", .preparing,
    "A recipe step: classes count alike in training; no other rows are touched.",
    parameters: [
      .optional(
        "to", .constant, default: "weights", constants: Balance.allCases.map(\.rawValue),
        "`weights`: rows of rare classes weigh more; `up`: they are drawn again; `down`: rows of "
          + "frequent ones are left out.")
    ],
    result: .type(.plain(.step)),
    examples: [WordExample("recipe(onehot(categorical()), balance(up))")],
    body: { call in
      .step(.balance(try call.constant("to").flatMap(Balance.init(rawValue:)) ?? .weights))
    })
}
