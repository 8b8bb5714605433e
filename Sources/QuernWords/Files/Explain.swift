import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `explain(t)`
  static let explain = Word(
    "explain", .files, "How a table is computed: steps, columns read, rows estimated and counted.",
    parameters: [
      .required("t", .table, "The table."),
      .option("run", .bool, default: "true", "Run it, to show the rows that each step really had."),
    ],
    result: .type(.string),
    isQuiet: true,
    examples: [
      WordExample("table({a: [1, 2, 3]}) |> filter(.a > 1) |> select(.a) |> explain(run: false)")
    ],
    body: { call in
      let text = try call.table("t").explain(
        actual: try call.bool("run") ?? true, call.tableContext)
      try call.emit(.stream(text.hasSuffix("\n") ? text : text + "\n"))
      return .string(text)
    })
}
