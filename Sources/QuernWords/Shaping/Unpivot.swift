import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `unpivot(t, .jan, .feb)`
  static let unpivot = Word(
    "unpivot", .shaping, "Columns to rows: one row for each row and each of these columns.",
    parameters: [
      .required("t", .table, "The table."),
      .rest("columns", .columns, isRequired: true, "Columns, lists of columns, or selectors."),
      .option("names_to", .string, default: "\"name\"", "The column for their names."),
      .option("values_to", .string, default: "\"value\"", "The column for their values."),
      .option("drop_null", .bool, default: "false", "Leave out rows whose value is null."),
    ],
    result: .verb(),
    examples: [
      WordExample(
        "table({city: [\"Oslo\", \"Bergen\"], y2023: [1, null], y2024: [2, 3]})\n"
          + "  |> unpivot(.y2023, .y2024, names_to: \"year\", values_to: \"n\")"),
      WordExample("table({a: [1, 2], b: [null, 4]}) |> unpivot(numeric(), drop_null: true)"),
    ],
    body: { call in
      let table = try call.table("t")
      return .table(
        try table.unpivot(
          UnpivotSpec(
            columns: try call.columns("columns", in: table.schema),
            namesTo: try call.string("names_to") ?? "name",
            valuesTo: try call.string("values_to") ?? "value",
            dropsNull: try call.bool("drop_null") ?? false)))
    })
}
