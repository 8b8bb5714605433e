import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `head(t, 5)`
  static let head = Word(
    "head", .looking, "The first rows.",
    parameters: [
      .required("t", .table, "The table."),
      .optional("n", .int, default: "5", "How many rows."),
    ],
    result: .verb(keepsSchema: true),
    examples: [WordExample("table({a: [1, 2, 3]}) |> head(2)")],
    body: { call in
      .table(try call.table("t").head(try call.int("n", in: 0...Int.max) ?? 5))
    })
}
