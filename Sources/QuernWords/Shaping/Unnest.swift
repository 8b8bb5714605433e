import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `unnest(t, .address)`
  static let unnest = Word(
    "unnest", .shaping, "The fields of a struct column as columns, in its place.",
    parameters: [
      .required("t", .table, "The table."),
      .rest("columns", .columns, isRequired: true, "The struct columns."),
      .option(
        "prefix", .bool, default: "false",
        "Put the column's name and `_` before each field's name."),
    ],
    result: .verb(),
    examples: [
      WordExample("table({id: [1], at: [{city: \"Oslo\", zip: \"0150\"}]}) |> unnest(.at)"),
      WordExample("table({id: [1], at: [{id: 7}]}) |> unnest(.at, prefix: true)"),
    ],
    body: { call in
      let table = try call.table("t")
      return .table(
        try table.unnest(
          try call.columns("columns", in: table.schema),
          prefix: try call.bool("prefix") ?? false))
    })
}
