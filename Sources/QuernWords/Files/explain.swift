import QuernPlan
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
        actual: try call.bool("run") ?? true, context: call.tableContext)
      call.host.emit(.stream(text.hasSuffix("\n") ? text : text + "\n"))
      return .string(text)
    })

  /// `schema(t)`
  static let schema = Word(
    "schema", .files, "The columns of a table and their types.",
    parameters: [.required("t", .table, "The table.")],
    result: .type(.plain(.record)),
    examples: [WordExample("schema(table({a: [1], b: [\"x\"]}))")],
    body: { call in
      .record(try call.table("t").schema.fields.map { ($0.name, Value.string($0.type.name)) })
    })
}
