import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `count()`, `count(.x)`
  static let count = Word(
    "count", .aggregates, "How many rows; of a column or list, how many values are not null.",
    parameters: [
      .optional("x", .either([.expression, .list]), "A column, an expression, or a list.")
    ],
    result: .analysed { call in
      guard let argument = call.argument("x"), !argument.type.isColumn else { return .column(nil) }
      return .int
    },
    examples: [
      WordExample("count([1, null, 3])"),
      WordExample("table({a: [1, null]}) |> summarise(rows = count(), values = count(.a))"),
    ],
    lift: { call in .aggregate(.count, try call.expressionIfGiven("x")) },
    body: { call in
      call.isGiven("x")
        ? try ListAggregate.value(.count, of: call, "x") : .column(.aggregate(.count, nil))
    })
}
