import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `with_threshold(m, 0.3)`
  static let withThreshold = Word(
    "with_threshold", .running,
    "The same model, calling rows positive from this score on: in predict, evaluate and deployed.",
    parameters: [
      .required("model", .model, "A model of two classes."),
      .required(
        "threshold", .either([.number, .record]),
        "The score, from 0 to 1; or what `tune_threshold` gave."),
    ],
    result: .analysed { call in
      guard case .model(let shape)? = call.argument("model")?.type else { return .model(nil) }
      return .model(shape)
    },
    examples: [
      WordExample(
        "let t = table({x: [1, 2, 3, 4], y: [false, false, true, true]})\n"
          + "let m = t |> train(logistic(), target: .y)\n"
          + "let careful = m |> with_threshold(t |> evaluate(m) |> tune_threshold(cost: {fp: 9, fn: 1}))\n"
          + "(t |> predict(careful)).predicted")
    ],
    body: { call in
      .model(try call.model("model").with(threshold: try threshold(call)))
    })

  private static func threshold(_ call: WordCall) throws -> Double {
    guard case .record(let tuned) = call.value("threshold") else {
      guard let threshold = try call.share("threshold") else { throw call.missing("threshold") }
      return threshold
    }
    guard let threshold = tuned["threshold"]?.scalar?.doubleValue else {
      throw RuntimeError(.noThresholdIn(tuned.names, at: call.range(of: "threshold")))
    }
    return threshold
  }
}
