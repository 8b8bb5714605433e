package import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// An aggregate: over a column it is an expression, over a list a number.
  package static let sum = Word(
    "sum", .aggregates, "The sum of a column's or a list's values; nulls are skipped.",
    parameters: [
      .required("x", .either([.list, .expression]), "A column, or a list of numbers.")
    ],
    result: .lifted(.unknown),
    examples: [
      WordExample("sum([1, 2, null])", shows: "3"),
      WordExample("sum([0.5, 1])", shows: "1.5"),
      WordExample("sum(1..4)", shows: "10"),
    ],
    lift: { call in .aggregate(.sum, try call.expression("x")) },
    body: { call in try ListAggregate.value(.sum, of: call, "x") })
}
