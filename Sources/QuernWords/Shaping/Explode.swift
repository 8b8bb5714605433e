import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `explode(t, .items)`
  static let explode = Word(
    "explode", .shaping, "One row for each element of a list column.",
    parameters: [
      .required("t", .table, "The table."),
      .rest(
        "columns", .columns, isRequired: true,
        "The list columns; several at once are gone through side by side."),
      .option(
        "keep_empty", .bool, default: "true",
        "Keep a row whose list is empty or null, with null in place of the element."),
    ],
    result: .verb(),
    examples: [
      WordExample("table({id: [1, 2], tags: [[\"a\", \"b\"], []]}) |> explode(.tags)"),
      WordExample(
        "table({id: [1, 2], tags: [[\"a\", \"b\"], []]}) |> explode(.tags, keep_empty: false)"),
    ],
    body: { call in
      let table = try call.table("t")
      return .table(
        try table.explode(
          try call.columns("columns", in: table.schema),
          keepsEmpty: try call.bool("keep_empty") ?? true))
    })
}
