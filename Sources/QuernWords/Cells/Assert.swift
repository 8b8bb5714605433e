import QuernPlan
import QuernValue

extension Word {
  /// `assert(n > 100, "too few rows")`
  static let assert = Word(
    "assert", .cells, "Stop the cell with an error unless a condition is true; null is not true.",
    parameters: [
      .required("condition", .bool, "What must be true."),
      .optional("message", .string, "What to say if it is not."),
    ],
    result: .type(.bool),
    isQuiet: true,
    examples: [WordExample("assert(1 + 1 == 2)")],
    body: { call in
      if try call.bool("condition") == true { return .bool(true) }
      throw RuntimeError(
        .assertionFailed(try call.string("message"), at: call.range(of: "condition")))
    })
}
