import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `cache(t)`
  static let cache = Word(
    "cache", .files, "Compute a table's rows now and keep them, instead of when they are needed.",
    parameters: [.required("t", .table, "The table.")],
    result: .sameAsFirst,
    examples: [WordExample("cache(table({a: [1, 2, 3]}) |> filter(.a > 1))")],
    body: { call in .table(Table(data: try call.table("t").collect(call.tableContext))) })
}
