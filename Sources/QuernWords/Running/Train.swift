import QuernLearning
import QuernPlan
import QuernSystem
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `train(t, xgboost(), target: .y)`
  static let train = Word(
    "train", .running, "Fit an algorithm to a table; the run is recorded.",
    parameters: [
      .required("t", .table, "The training rows."),
      .required(
        "algorithm", .algorithm, "Such as `xgboost(max_depth: 6)`, or what `tune` gave."),
      .option(
        "target", .column, "What to predict; nothing for algorithms without, such as `kmeans`."),
    ] + Parameter.trainingRows + [
      .option("validation", .table, "Rows to measure on while training, for early stopping."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .type(.model(nil)),
    isRandom: true,
    examples: [
      WordExample("table({x: [1, 2, 3, 4], y: [3, 5, 7, 9]}) |> train(linear(), target: .y)")
    ],
    body: { call in try TrainCall(call).run() })
}

/// One call of `train`: request, progress, record.
private struct TrainCall {
  let call: WordCall
  let request: TrainRequest

  init(_ call: WordCall) throws(RuntimeError) {
    self.call = call
    var request = try call.trainRequest()
    request.validation = try call.tableIfGiven("validation")
    self.request = request
  }

  func run() throws -> Value {
    let host = call.host
    let name = request.algorithm.name
    let started = host.now()
    let beganNs = Clock.system.monotonicNs()
    let context = LearningContext(
      table: host.tableContext, fit: host.fit,
      progress: { progress in
        host.emit(
          .progress(
            ProgressOutput(
              label: name, done: Double(progress.done), total: Double(progress.total),
              unit: progress.unit)))
      })
    let model = try Model.train(request, context)
    try host.record(
      record(model, started: started, seconds: Double(Clock.system.monotonicNs() - beganNs) / 1e9))
    return .model(model)
  }

  private func record(_ model: Model, started: Int64, seconds: Double) throws -> RunRecord {
    var run = RunRecord(
      kind: "train", name: nil,
      token: call.token,
      parameters: [
        ("algorithm", .string(request.algorithm.name)),
        ("task", .string(model.task.rawValue)),
        ("target", request.target.map { .string($0) } ?? .null),
        ("rows", .int(Int64(model.trainedRows))),
      ], seed: request.seed, startedMicroseconds: started, seconds: seconds)
    for parameter in request.algorithm.parameters {
      run.parameters.append((parameter.name, parameter.value.json()))
    }
    run.steps = model.history.map {
      RunStep(step: $0.step, name: "\($0.rows):\($0.name)", value: $0.value)
    }
    // The last value of each series is its metric, as SageMaker's FinalMetricDataList has it.
    for step in run.steps {
      if let index = run.metrics.firstIndex(where: { $0.name == step.name }) {
        run.metrics[index].value = step.value
      } else {
        run.metrics.append((step.name, step.value))
      }
    }
    run.digests = [
      ("data", try request.table.digest(call.tableContext)), ("model", try model.digest()),
    ]
    return run
  }
}
