import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `split(t, 0.8)`
  static let split = Word(
    "split", .preparing, "Cut a table into parts: at random, by group, or in order.",
    parameters: [
      .required("t", .table, "The table."),
      .required(
        "shares", .either([.number, .list]),
        "Share of the first part, the rest is the second; or one share for each part."),
      .option(
        "group", .columns,
        "Rows with equal values stay together, also when rows are added; `all_columns()` keeps "
          + "copies of a row together."),
      .option("order", .column, "Earlier rows into the first part; ties stay together."),
      .option("stratify", .column, "Every part has the same shares of these values."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .analysed { call in
      .list(call.argument("t").map { .table($0.type.schema) } ?? .anyTable)
    },
    isRandom: true,
    examples: [
      WordExample(
        "let (fit, held) = table({x: [1, 2, 3, 4]}) |> split(0.5, order: .x)\n"
          + "[count_rows(fit), count_rows(held)]")
    ],
    body: { call in
      let spec = SplitSpec(
        shares: try shares(call), random: try call.randomStream(),
        groups: try call.columns("group", in: try call.table("t").schema),
        order: try call.columnIfGiven("order"),
        stratify: try call.columnIfGiven("stratify"))
      return .list(try call.table("t").split(spec).map { .table($0) })
    })

  private static func shares(_ call: WordCall) throws -> [Double] {
    switch call.value("shares") {
    case .float(let share): return [share]
    case .int(let share): return [Double(share)]
    case .list(let values):
      return try values.map { value in
        switch value {
        case .float(let share): share
        case .int(let share): Double(share)
        default: throw call.wrong("shares", value)
        }
      }
    case let other: throw call.wrong("shares", other)
    }
  }
}
