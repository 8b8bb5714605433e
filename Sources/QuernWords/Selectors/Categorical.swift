import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `categorical()`
  static let categorical = Word(
    "categorical", .selectors, "The str and category columns, whichever they are.",
    parameters: [],
    result: .type(.plain(.selection)),
    examples: [WordExample("table({a: [1], b: [\"x\"]}) |> select(categorical())")],
    body: { _ in .selection(.categorical(except: [])) })
}
