import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `evaluate(t, m, [auc, logloss])`
  static let evaluate = Word(
    "evaluate", .running, "Measure a model on rows with known answers.",
    parameters: [
      .required("t", .table, "Rows with the target; a warning tells of rows that trained it."),
      .required("model", .model, "The model."),
      .optional(
        "metrics", .either([.constant, .list]), constants: Metric.allCases.map(\.rawValue),
        "One metric or a list; those that fit the task where nothing is given."),
    ],
    result: .type(.plain(.evaluation)),
    examples: [
      WordExample(
        "let m = table({x: [1, 2, 3], y: [3, 5, 7]}) |> train(linear(), target: .y)\n"
          + "table({x: [4, 5], y: [9, 11]}) |> evaluate(m, [rmse])")
    ],
    body: { call in
      let evaluation = try call.model("model").evaluate(
        try call.table("t"), metrics: try metrics(call), call.tableContext)
      return .evaluation(evaluation)
    })

  private static func metrics(_ call: WordCall) throws -> [Metric] {
    let names: [String]
    switch call.value("metrics") {
    case .null: return []
    case .constant(let name), .string(let name): names = [name]
    case .list(let values):
      names = try values.map { value in
        switch value {
        case .constant(let name), .string(let name): name
        default: throw call.wrong("metrics", value)
        }
      }
    case let other: throw call.wrong("metrics", other)
    }
    return try names.map { try Metric.named($0) }
  }
}
