package import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// A verb with an expression over columns.
  package static let filter = Word(
    "filter", .shaping, "The rows in which a condition is true, in their order.",
    parameters: [
      .required("t", .table, "The table."),
      .required(
        "condition", .expression,
        "True, false or null for each row; rows with null are dropped, and counted."),
      .option(
        "by", .either([.columns, .record]),
        "Columns, or expressions over them, by which aggregates in the condition are grouped."),
    ],
    result: .verb(keepsSchema: true),
    examples: [
      WordExample("read(\"cities.csv\") |> filter(.n > 1)"),
      WordExample("read(\"cities.csv\") |> filter(.n > mean(.n), by: .city)"),
    ],
    body: { call in
      let table = try call.table("t")
      let keys = try call.windowKeys(of: table)
      return .table(
        try keys.shown(
          try keys.table.filter(try call.expression("condition"), by: keys.names)))
    })
}
