import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `count_rows(t)`
  static let countRows = Word(
    "count_rows", .looking, "How many rows a table has.",
    parameters: [.required("t", .table, "The table.")],
    result: .type(.int),
    examples: [WordExample("table({a: [1, 2, 3]}) |> count_rows()")],
    body: { call in .int(Int64(try call.table("t").rowCount(call.tableContext))) })
}
