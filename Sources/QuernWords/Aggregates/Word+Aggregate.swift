import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// An aggregate: of a column it is an expression, of a list a value, by the same kernels.
  static func aggregate(_ aggregate: Aggregate, _ summary: String, example: String) -> Word {
    Word(
      aggregate.name, .aggregates, summary,
      parameters: [
        .required("x", .either([.expression, .list]), "A column, an expression, or a list.")
      ],
      result: .lifted(.unknown),
      examples: [WordExample(example)],
      lift: { call in .aggregate(aggregate, try call.expression("x")) },
      body: { call in try ListAggregate.value(aggregate, of: call, "x") })
  }
}
