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
      .option("by", .columns, "What makes a group; one row for the whole table without it."),
    ],
    result: .verb(),
    examples: [
      WordExample(
        "table({city: [\"Oslo\", \"Bergen\", \"Oslo\"], n: [1, 2, 3]})\n"
          + "  |> summarise(n = sum(.n), by: .city)"),
      WordExample("table({a: [1, 3], b: [5, 9]}) |> summarise(across(numeric(), {mean: mean}))"),
      WordExample("table({a: [1, 2, 4]}) |> summarise(rows = count(), mean = mean(.a))"),
    ],
    body: { call in
      let table = try call.table("t")
      let by = call.isGiven("by") ? try call.columns("by", in: table.schema) : []
      return .table(try table.summarise(try call.definitions(in: table.schema, by: by), by: by))
    })
}
