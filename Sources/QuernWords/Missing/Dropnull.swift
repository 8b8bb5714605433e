import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `dropnull(t, .a)`
  static let dropnull = Word(
    "dropnull", .missing, "Drop the rows in which one of these columns is null; says how many.",
    parameters: [
      .required("t", .table, "The table."),
      .rest("columns", .columns, "Where null counts; all columns where nothing is given."),
    ],
    result: .verb(keepsSchema: true),
    examples: [WordExample("table({a: [1, null, 3]}) |> dropnull(.a)")],
    body: { call in
      let table = try call.table("t")
      let given = try call.columns("columns", in: table.schema)
      return .table(try table.dropNull(given.isEmpty ? table.schema.names : given))
    })
}
