import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `recipe(impute(numeric(), with: median), onehot(.plan))`
  static let recipe = Word(
    "recipe", .preparing, "Preparation as a value: fitted by `train` on the training part alone.",
    parameters: [
      .rest(
        "steps", .step, isRequired: true,
        "Row-wise verbs written without their table, and preparing words; or other recipes.")
    ],
    result: .type(.plain(.recipe)),
    examples: [WordExample("recipe(impute(numeric(), with: median), onehot(.plan), drop(.id))")],
    body: { call in .recipe(Recipe(steps: try call.steps("steps"))) })
}
