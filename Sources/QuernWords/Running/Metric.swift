import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `metric("profit", t => sum(if .predicted then .gain else 0), better: high)`
  static let metric = Word(
    "metric", .running, "A metric of your own, which stands wherever `auc` does.",
    parameters: [
      .required("name", .string, "What it is called in results."),
      .required(
        "f", .function,
        "From a table with `actual`, `predicted`, for two classes `score`, and `weight` where one "
          + "was given, to a number: or to an aggregate over its columns, as `mean(.actual)`."),
      .requiredOption(
        "better", .constant, constants: ["high", "low"], "Which values are the better ones."),
    ],
    result: .type(.function(nil)),
    examples: [
      WordExample(
        "let m = table({x: [1, 2, 3], y: [3, 5, 7]}) |> train(linear(), target: .y)\n"
          + "let worst = metric(\"worst\", t => max(abs(.actual - .predicted)), better: low)\n"
          + "table({x: [4, 5], y: [9, 12]}) |> evaluate(m, [rmse, worst])")
    ],
    body: { call in
      let name = try call.string("name") ?? ""
      let function = try call.function("f")
      if Metric.allCases.contains(where: { $0.rawValue == name }) {
        throw RuntimeError(.metricExists(name, at: call.range(of: "name")))
      }
      if case .word = function.origin {
        throw RuntimeError(.wordAsMetric(function.source, at: call.range(of: "f")))
      }
      guard function.requiredCount <= 1, !function.formals.isEmpty else {
        throw RuntimeError(.metricFormals(function.formals.count, at: call.range(of: "f")))
      }
      return .function(
        FunctionValue(
          origin: .metric(name: name, isBetterHigh: try call.constant("better") != "low"),
          source: function.source, formals: function.formals,
          requiredCount: function.requiredCount, captured: function.captured))
    })
}
