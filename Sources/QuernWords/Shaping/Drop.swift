import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `drop(t, .a)`
  static let drop = Word(
    "drop", .shaping, "Leave these columns out.",
    parameters: [
      .required("t", .table, "The table."),
      .rest("columns", .columns, isRequired: true, "Columns, lists of columns, or selectors."),
    ],
    result: .verb(),
    examples: [WordExample("table({a: [1, 2], b: [3, 4]}) |> drop(.b)")],
    step: { call in .drop(try call.selection("columns") ?? .names([])) },
    body: { call in
      let table = try call.table("t")
      return .table(try table.drop(try call.columns("columns", in: table.schema)))
    })
}
