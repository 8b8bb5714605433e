import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `matching("_date")`
  static let matching = Word(
    "matching", .selectors, "The columns whose name contains a text, or matches a pattern.",
    parameters: [
      .required(
        "text", .either([.string, .pattern]), "What the name contains: `regex('^q\\d')` too.")
    ],
    result: .type(.plain(.selection)),
    examples: [
      WordExample("table({mean_a: [1], max_a: [2], b: [3]}) |> select(matching(\"_a\"))"),
      WordExample("table({q1: [1], q2: [2], size: [3]}) |> select(matching(regex('^q\\d+$')))"),
    ],
    body: { call in
      if case .pattern(let pattern) = call.value("text") {
        return .selection(.matchingPattern(pattern))
      }
      return .selection(.matching(try call.string("text") ?? ""))
    })
}
