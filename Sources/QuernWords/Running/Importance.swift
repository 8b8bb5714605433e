import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `importance(m)`, `importance(m, on: held)`
  static let importance = Word(
    "importance", .running, "How much each feature counts, the greatest first.",
    parameters: [
      .required("model", .model, "The model."),
      .option(
        "on", .table,
        "Rows that training did not see: each input's values are dealt out at random, and what the "
          + "metric loses is its importance. Without it: what the training says of its features."),
      .option(
        "metric", .constant, constants: Metric.allCases.map(\.rawValue),
        "With `on:`; the chief one of the task where none is given."),
      .option("repeats", .int, default: "5", "With `on:`, how often each input is dealt out."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .analysed { call in
      .table(call.argument("on") == nil ? trainingSchema : permutationSchema)
    },
    isRandom: true,
    examples: [
      WordExample(
        "let t = table({a: [1, 2, 3, 4, 5], b: [2, 1, 2, 1, 2], y: [3, 5, 7, 9, 11]})\n"
          + "importance(t |> train(linear(), target: .y), on: t, seed: 1)")
    ],
    body: { call in
      let model = try call.model("model")
      guard let table = try call.tableIfGiven("on") else {
        for name in ["metric", "repeats"] where call.isGiven(name) {
          throw RuntimeError(.importanceNeedsRows(name, at: call.range(of: name)))
        }
        return .table(try table(try model.importance(), trainingSchema))
      }
      let found = try model.importance(
        on: table, metric: try call.constant("metric").map { try Metric.named($0) },
        repeats: try call.int("repeats", in: 1...1_000) ?? 5, try call.randomStream(),
        call.tableContext)
      return .table(try Self.table(found, permutationSchema))
    })

  private static let trainingSchema = Schema([("feature", .string), ("importance", .float)])
  private static let permutationSchema = Schema([
    ("feature", .string), ("importance", .float), ("sd", .float),
  ])

  private static func table(_ all: [Importance], _ schema: Schema) throws -> Table {
    let rows = all.map { item in
      [Scalar.string(item.name), .float(item.value)]
        + (schema.count > 2 ? [item.deviation.map { .float($0) } ?? .null] : [])
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }
}
