import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `folds(t, 5)`
  static let folds = Word(
    "folds", .preparing,
    "Pairs of rows to train on and to measure on; every row is measured on once.",
    parameters: [
      .required("t", .table, "The table."),
      .optional("n", .int, default: "5", "How many pairs."),
      .option(
        "group", .columns,
        "Rows with equal values stay on one side; `all_columns()` keeps copies of a row together."),
      .option(
        "order", .column,
        "Each pair trains on what is earlier and measures on what comes next; ties stay together."),
      .option("stratify", .column, "Every fold has the same shares of these values."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .analysed { call in
      let rows = call.argument("t").map { StaticType.table($0.type.schema) } ?? .anyTable
      return .list(.tuple([rows, rows]))
    },
    isRandom: true,
    examples: [
      WordExample(
        "for (fit, held) in folds(table({x: [1, 2, 3, 4, 5, 6]}), 3): "
          + "[count_rows(fit), count_rows(held)]")
    ],
    body: { call in
      let pairs = try call.table("t").folds(
        try call.int("n", in: 2...100) ?? 5, try call.randomStream(),
        groups: try call.columns("group", in: try call.table("t").schema),
        order: try call.columnIfGiven("order"),
        stratify: try call.columnIfGiven("stratify"))
      return .list(pairs.map { .list([.table($0.train), .table($0.valid)]) })
    })
}
