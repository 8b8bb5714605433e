import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `matching("_date")`
  static let matching = Word(
    "matching", .selectors, "The columns whose name contains a text.",
    parameters: [.required("text", .string, "What the name contains.")],
    result: .type(.plain(.selection)),
    examples: [
      WordExample("table({mean_a: [1], max_a: [2], b: [3]}) |> select(matching(\"_a\"))")
    ],
    body: { call in .selection(.matching(try call.string("text") ?? "")) })
}
