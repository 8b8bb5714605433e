import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `select(t, .a, .b)`
  static let select = Word(
    "select", .shaping, "Keep these columns, in this order.",
    parameters: [
      .required("t", .table, "The table."),
      .rest("columns", .columns, isRequired: true, "Columns, lists of columns, or selectors."),
    ],
    result: .verb(),
    examples: [
      WordExample("table({a: [1, 2], b: [3, 4], c: [5, 6]}) |> select(.c, .a)"),
      WordExample("table({a: [1], b: [\"x\"]}) |> select(numeric())"),
    ],
    step: { call in .select(try call.selection("columns") ?? .names([])) },
    body: { call in
      let table = try call.table("t")
      return .table(try table.select(try call.columns("columns", in: table.schema)))
    })
}
