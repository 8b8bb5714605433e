import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `all_columns()`
  static let allColumns = Word(
    "all_columns", .selectors, "Every column.",
    parameters: [],
    result: .type(.plain(.selection)),
    examples: [WordExample("table({a: [1], b: [2]}) |> select(all_columns())")],
    body: { _ in .selection(.all(except: [])) })
}
