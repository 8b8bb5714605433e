import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `predict(t, m)`
  static let predict = Word(
    "predict", .running,
    "Append what a model says of each row: `predicted`, and scores of classes.",
    parameters: [
      .required("t", .table, "The rows; rows in = rows out, in order."),
      .required("model", .model, "The model; its preparation is applied first."),
      .option(
        "threshold", .number,
        "Rows scored at least this high are called positive; the model's own without it (see "
          + "`with_threshold`), or above 0.5."),
    ],
    result: .analysed { call in
      guard case .model(let shape?)? = call.argument("model")?.type,
        let schema = call.argument("t")?.type.schema
      else { return .anyTable }
      return .table(Schema(fields: schema.fields + shape.predicted))
    },
    examples: [
      WordExample(
        "let m = table({x: [1, 2, 3], y: [3, 5, 7]}) |> train(linear(), target: .y)\n"
          + "table({x: [10]}) |> predict(m) |> derive(rounded = round(.predicted, 6))")
    ],
    body: { call in
      .table(
        try call.model("model").predict(
          try call.table("t"), threshold: try call.share("threshold"), call.tableContext))
    })
}
