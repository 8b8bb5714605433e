import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `distinct(t, .a)`
  static let distinct = Word(
    "distinct", .shaping, "Keep one row of each kind; null equals null here.",
    parameters: [
      .required("t", .table, "The table."),
      .rest("columns", .columns, "What makes rows alike; all columns where nothing is given."),
      .option(
        "keep", .constant, default: "first", constants: DistinctRows.allCases.map(\.rawValue),
        "Which of the rows that are alike; `none`: only rows that no other is like."),
    ],
    result: .verb(keepsSchema: true),
    examples: [
      WordExample("table({a: [1, 1, 2], b: [3, 3, 4]}) |> distinct()"),
      WordExample("table({a: [1, 1, 2], b: [3, 9, 4]}) |> distinct(.a)"),
      WordExample("table({a: [1, 1, 2], b: [3, 9, 4]}) |> distinct(.a, keep: last)"),
    ],
    body: { call in
      let table = try call.table("t")
      let given = try call.columns("columns", in: table.schema)
      let keep = try call.constant("keep").flatMap(DistinctRows.init(rawValue:)) ?? .first
      return .table(
        try table.distinct(on: given.isEmpty ? table.schema.names : given, keep: keep))
    })
}
