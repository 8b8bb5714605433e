import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `distinct(t, .a)`
  static let distinct = Word(
    "distinct", .shaping, "Keep the first row of each kind; null equals null here.",
    parameters: [
      .required("t", .table, "The table."),
      .rest("columns", .columns, "What makes rows alike; all columns where nothing is given."),
    ],
    result: .verb(keepsSchema: true),
    examples: [
      WordExample("table({a: [1, 1, 2], b: [3, 3, 4]}) |> distinct()"),
      WordExample("table({a: [1, 1, 2], b: [3, 9, 4]}) |> distinct(.a)"),
    ],
    body: { call in
      let table = try call.table("t")
      let given = try call.columns("columns", in: table.schema)
      return .table(try table.distinct(on: given.isEmpty ? table.schema.names : given))
    })
}
