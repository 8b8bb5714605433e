import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `generate("churn", rows: 5000)`
  static let generate = Word(
    "generate", .files, "Made-up data for trying things, the same on every machine for one seed.",
    parameters: [
      .required(
        "what", .either([.constant, .string]), constants: ["churn"],
        "`churn`: customers of a telecom, who leaves, and the dirt of a real export."),
      .option("rows", .int, default: "1000", "How many rows."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .type(.table(ChurnCustomers.schema)),
    isRandom: true,
    examples: [WordExample("generate(churn, rows: 100, seed: 1) |> count_rows()")],
    body: { call in
      _ = try call.constant("what")
      let count = try call.int("rows", in: 0...1_000_000) ?? 1000
      let seed = try call.int("seed").map { Int64($0) } ?? call.context.seed
      // Not the call's own stream: the same seed gives the same customers wherever it stands.
      let stream = RandomStream(seed: seed, word: "generate", ordinal: 0)
      let rows = ChurnCustomers(stream: stream).rows(count: count)
      return .table(
        Table(data: try TableData.build(ChurnCustomers.schema, rows: rows)))
    })
}
