import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `confusion(score)`
  static let confusion = Word(
    "confusion", .running,
    "How many rows of each true class were called what: true classes down, called ones across.",
    parameters: [.required("evaluation", .evaluation, "What `evaluate` gave.")],
    result: .type(.anyTable),
    examples: [
      WordExample(
        "let t = table({x: [1, 2, 3, 4], y: [\"a\", \"a\", \"b\", \"b\"]})\n"
          + "confusion(t |> evaluate(t |> train(logistic(), target: .y)))")
    ],
    body: { call in
      guard case .evaluation(let evaluation) = call.value("evaluation") else {
        throw call.wrong("evaluation", call.value("evaluation"))
      }
      guard let table = try evaluation.confusionTable() else {
        throw RuntimeError(.noConfusion(at: call.range(of: "evaluation")))
      }
      return .table(table)
    })
}
