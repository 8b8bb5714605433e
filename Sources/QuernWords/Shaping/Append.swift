import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `append(t, u)`
  static let append = Word(
    "append", .shaping, "Put the rows of another table below; columns are matched by name.",
    parameters: [
      .required("t", .table, "The table."),
      .required("other", .table, "The rows to add: the same columns, in any order."),
    ],
    result: .verb(keepsSchema: true),
    examples: [WordExample("table({a: [1]}) |> append(table({a: [2]}))")],
    body: { call in .table(try call.table("t").append(try call.table("other"))) })
}
