import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `tail(t, 5)`
  static let tail = Word(
    "tail", .looking, "The last rows.",
    parameters: [
      .required("t", .table, "The table."),
      .optional("n", .int, default: "5", "How many rows."),
    ],
    result: .verb(keepsSchema: true),
    examples: [WordExample("table({a: [1, 2, 3]}) |> tail(2)")],
    body: { call in
      .table(try call.table("t").tail(try call.int("n", in: 0...Int.max) ?? 5))
    })
}
