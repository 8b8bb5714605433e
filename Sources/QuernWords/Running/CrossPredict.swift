import QuernLearning
import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `cross_predict(t, logistic(), target: .churn)`
  static let crossPredict = Word(
    "cross_predict", .running,
    "What a model says of each row that did not see it: trained on the other folds, in the order of "
      + "the rows, with `fold`; good for tuning a threshold without a part of its own.",
    parameters: [
      .required("t", .table, "The rows."),
      .required("algorithm", .algorithm, "Such as `xgboost(max_depth: 6)`."),
    ] + Parameter.training + Parameter.folding + [
      .option("seed", .int, "Instead of the notebook's.")
    ],
    result: .type(.anyTable),
    isRandom: true,
    examples: [
      WordExample(
        "let t = table({x: [1, 2, 3, 4, 5, 6], y: [false, true, false, true, false, true]})\n"
          + "t |> cross_predict(logistic(), target: .y, folds: 3) |> tune_threshold(f1, actual: .y)"
      )
    ],
    body: { call in .table(try CrossPrediction(call).run()) })
}

/// One call of `cross_predict`.
private struct CrossPrediction {
  let call: WordCall

  /// Where a row stands, on its way through the folds; no table has such a name.
  private static let place = "\u{1}row"

  init(_ call: WordCall) { self.call = call }

  func run() throws -> Table {
    for name in ["fold", "predicted", "score", "scores"]
    where try call.table("t").schema.index(of: name) != nil {
      throw RuntimeError(.predictedThere(name, at: call.range(of: "t")))
    }
    var isInOrder = true
    if case .list = call.value("folds") { isInOrder = false }
    var (request, _) = try call.trainRequest().settled(call.tableContext)
    if let order = try call.columnIfGiven("order") { request.order = [order] }
    if isInOrder {
      request.table = try request.table.derive([(Self.place, .window(Window(.rowNumber), []))])
      request.order.append(Self.place)
    }
    let pairs = try call.foldPairs(request)
    var all: Table?
    for (number, pair) in pairs.enumerated() {
      call.emitProgress("cross_predict", number, pairs.count, "folds")
      var request = request
      request.table = pair.train
      if request.algorithm["early_stopping_rounds"] != nil { request.validation = pair.valid }
      let model = try Model.train(
        request, LearningContext(table: call.tableContext, fit: call.host.fit))
      let said = try model.predict(pair.valid, call.tableContext)
        .derive([("fold", .literal(.int(Int64(number + 1))))])
      all = try all?.append(said) ?? said
    }
    call.emitProgress("cross_predict", pairs.count, pairs.count, "folds")
    guard let all else { throw RuntimeError(.notFolds(at: call.range(of: "folds"))) }
    guard isInOrder else { return all }
    return try all.sort([SortKey(expression: .column(Self.place))]).drop([Self.place])
  }
}
