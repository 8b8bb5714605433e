import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `numeric()`
  static let numeric = Word(
    "numeric", .selectors, "The int, float and size columns, whichever they are.",
    parameters: [],
    result: .type(.plain(.selection)),
    examples: [WordExample("table({a: [1], b: [\"x\"], c: [0.5]}) |> select(numeric())")],
    body: { _ in .selection(.numeric(except: [])) })
}
