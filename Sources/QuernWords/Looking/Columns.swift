import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `columns(t)`
  static let columns = Word(
    "columns", .looking, "The names of a table's columns, in order.",
    parameters: [.required("t", .table, "The table.")],
    result: .type(.list(.string)),
    examples: [WordExample("table({a: [1], b: [2]}) |> columns()")],
    body: { call in .list(try call.table("t").schema.names.map { .string($0) }) })
}
