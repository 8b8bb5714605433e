import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `evaluate(t, m, [auc, logloss])`
  static let evaluate = Word(
    "evaluate", .running,
    "Measure a model on rows with known answers; its fields are the metrics, and tables: `roc`, "
      + "`pr`, `calibration`, `confusion`, `classes`, `residuals`, `intervals`.",
    parameters: [
      .required("t", .table, "Rows with the target; a warning tells of rows that trained it."),
      .required("model", .model, "The model."),
      .metrics(
        "metrics", option: false,
        "One metric or a list; those that fit the task where nothing is given."),
      .option("weight", .column, "How much each row counts."),
      .option(
        "threshold", .number,
        "Rows scored at least this high are called positive; the model's own without it (see "
          + "`with_threshold`), or above 0.5."),
      .option(
        "intervals", .number, "As `0.95`: an interval beside each built-in metric, by bootstrap."),
      .option("resamples", .int, default: "1000", "How often the bootstrap draws the rows."),
      .option(
        "keep", .columns,
        "Columns kept beside the residuals of a regression; the model's inputs always are."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .type(.plain(.evaluation)),
    isRandom: true,
    examples: [
      WordExample(
        "let m = table({x: [1, 2, 3], y: [3, 5, 7]}) |> train(linear(), target: .y)\n"
          + "table({x: [4, 5], y: [9, 11]}) |> evaluate(m, [rmse])")
    ],
    body: { call in
      let request = EvaluationRequest(
        table: try call.table("t"), weight: try call.columnIfGiven("weight"),
        threshold: try call.share("threshold"), bootstrap: try bootstrap(call),
        kept: try call.columns("keep", in: try call.table("t").schema))
      return .evaluation(
        try call.evaluation(
          of: try call.model("model"), request, try call.metrics("metrics")))
    })

  private static func bootstrap(_ call: WordCall) throws -> Bootstrap? {
    guard let level = try call.double("intervals") else { return nil }
    guard level > 0, level < 1 else {
      throw RuntimeError(.shareOutOfRange("intervals", level, at: call.range(of: "intervals")))
    }
    return Bootstrap(
      level: level, resampleCount: try call.int("resamples", in: 10...100_000) ?? 1_000,
      random: try call.randomStream())
  }
}

extension WordCall {
  /// A number from 0 to 1.
  func share(_ name: String) throws(RuntimeError) -> Double? {
    guard let value = try double(name) else { return nil }
    // A threshold that calls no row positive lies just above the highest score, which may be 1.
    guard value >= 0, value <= 1.0.nextUp else {
      throw RuntimeError(.shareOutOfRange(name, value, at: range(of: name)))
    }
    return value
  }
}
