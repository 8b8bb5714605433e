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
      body: { call in try call.aggregated(aggregate) })
  }
}

extension WordCall {
  /// The aggregate of the list `x`, as of a column with these values.
  func aggregated(_ aggregate: Aggregate) throws -> Value {
    let values = try list("x") ?? []
    let column = try ListColumn(values, word: word.name, at: range(of: "x"))
    let table = Table(data: try column.data(name: "x"))
    let result = try table
      .summarise([(name: "x", expression: .aggregate(aggregate, .column("x")))], by: [])
      .collect(tableContext)
    return Value(result.scalar(row: 0, column: 0))
  }
}
