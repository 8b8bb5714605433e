package import QuernPlan
import QuernValue

extension Word {
  /// Output: shows its argument and gives it back.
  package static let show = Word(
    "show", .cells, "Shows a value in the middle of a cell, and gives it back.",
    parameters: [
      .required("value", .any, "What to show."),
      .option("rows", .int, default: "10", "How many rows of a table."),
    ],
    result: .sameAsFirst, isQuiet: true,
    examples: [WordExample("[1, 2] |> show()")],
    body: { call in
      let value = call.value("value")
      var context = DisplayContext(table: call.tableContext)
      if let rows = try call.int("rows", in: 0...10_000) {
        context.rowCountMax = rows
        context.rowCountWhole = rows
      }
      try call.emit(.display(try value.display(context)))
      return value
    })
}
