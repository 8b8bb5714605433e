import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `summarise(t, n = count(), by: .plan)`
  static let summarise = Word(
    "summarise", .shaping, "One row for each group, in order of first appearance.",
    parameters: [
      .required("t", .table, "The table."),
      .definitions(isRequired: false, "Columns of the result, each from aggregates."),
      .option(
        "by", .either([.columns, .record]),
        "What makes a group: columns, or expressions, `hour(.t)` or `{hour: hour(.t)}`; one row for"
          + " the whole table without it."),
    ],
    result: .verb(),
    examples: [
      WordExample(
        "table({city: [\"Oslo\", \"Bergen\", \"Oslo\"], n: [1, 2, 3]})\n"
          + "  |> summarise(n = sum(.n), by: .city)"),
      WordExample(
        "table({day: [@2024-01-30, @2024-02-01, @2024-02-02]})\n"
          + "  |> summarise(days = count(), by: {month: month(.day)})"),
      WordExample("table({a: [1, 3], b: [5, 9]}) |> summarise(across(numeric(), {mean: mean}))"),
      WordExample("table({a: [1, 2, 4]}) |> summarise(rows = count(), mean = mean(.a))"),
    ],
    body: { call in
      let table = try call.table("t")
      let keys = try call.groupKeys(of: table)
      return .table(
        try keys.table.summarise(
          try call.definitions(in: table.schema, by: keys.names), by: keys.names))
    })
}
