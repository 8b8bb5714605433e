import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `sample(t, 10)`
  static let sample = Word(
    "sample", .looking, "Random rows without repetition, in the table's order.",
    parameters: [
      .required("t", .table, "The table."),
      .optional("n", .number, "How many rows: an int; or a share of them, such as 0.1."),
      .option("share", .number, "A share of the rows, from 0 to 1, instead of a number of them."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .verb(keepsSchema: true),
    isRandom: true,
    examples: [
      WordExample("table({a: 1..100}) |> sample(3, seed: 7) |> count_rows()"),
      WordExample("table({a: 1..100}) |> sample(share: 0.1) |> count_rows()"),
    ],
    body: { call in
      .table(try call.table("t").sample(try size(call), try call.randomStream()))
    })

  private static func size(_ call: WordCall) throws -> SampleSize {
    let share = try call.double("share")
    switch (call.value("n"), share) {
    case (.null, let share?): return .fraction(share)
    case (.int, nil): return .count(try call.int("n", in: 0...Int.max) ?? 0)
    case (.float(let value), nil): return .fraction(value)
    case (_, .some):
      throw TableError.invalidArgument(
        word: "sample", message: "takes a number of rows or a share, not both", hint: nil)
    default:
      throw TableError.invalidArgument(
        word: "sample", message: "how many rows is missing",
        hint: "sample(100), or sample(share: 0.1)")
    }
  }
}
