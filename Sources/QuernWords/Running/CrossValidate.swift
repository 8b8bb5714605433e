import QuernLearning
import QuernPlan
import QuernSystem
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `cross_validate(t, xgboost(), target: .churn, folds: 5)`
  static let crossValidate = Word(
    "cross_validate", .running,
    "Train and measure on each fold in turn: a row for each, then their mean and deviation.",
    parameters: [
      .required("t", .table, "The rows."),
      .required("algorithm", .algorithm, "Such as `xgboost(max_depth: 6)`."),
    ] + Parameter.training + Parameter.folding + [
      .metrics(
        "metrics", option: true, "One metric or a list; those that fit the task without it."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .type(.anyTable),
    isRandom: true,
    examples: [
      WordExample(
        "table({x: [1, 2, 3, 4, 5, 6], y: [3, 5, 7, 9, 11, 14]})\n"
          + "  |> cross_validate(linear(), target: .y, folds: 3, metrics: [rmse])")
    ],
    body: { call in
      let started = call.host.now()
      let beganNs = Clock.system.monotonicNs()
      let choices = try call.metrics("metrics")
      let runner = try FoldRunner(call, choices)
      let folds = try runner.measure(runner.request.algorithm) { done, total in
        call.emitProgress("cross_validate", done, total, "folds")
      }
      try call.record(
        "cross_validate", runner, folds, started: started,
        seconds: Double(Clock.system.monotonicNs() - beganNs) / 1e9)
      return .table(try runner.table(folds))
    })
}

/// What one fold measured.
struct FoldResult {
  var rows: Int
  var metrics: [MetricValue]
}

/// Trains and measures on folds, for `cross_validate` and `tune`.
struct FoldRunner {
  let call: WordCall
  let request: TrainRequest
  let task: LearningTask
  let pairs: [(train: Table, valid: Table)]
  let choices: [MetricChoice]

  init(
    call: WordCall, request: TrainRequest, task: LearningTask,
    pairs: [(train: Table, valid: Table)], choices: [MetricChoice]
  ) {
    self.call = call
    self.request = request
    self.task = task
    self.pairs = pairs
    self.choices = choices
  }

  init(_ call: WordCall, _ choices: [MetricChoice]) throws {
    self.call = call
    var request = try call.trainRequest()
    (request, task) = try request.settled(call.tableContext)
    if let order = try call.columnIfGiven("order") { request.order = [order] }
    self.request = request
    self.choices = choices
    pairs = try call.foldPairs(request)
  }

  init(_ call: WordCall, _ choices: [MetricChoice], validation: Table) throws {
    self.call = call
    let (request, task) = try call.trainRequest().settled(call.tableContext)
    self.request = request
    self.task = task
    self.choices = choices
    pairs = [(request.table, validation)]
  }

  /// What each fold measures of an algorithm; `share` below 1 trains on a part of the rows.
  func measure(
    _ algorithm: AlgorithmSpec, share: Double = 1, _ progress: (Int, Int) throws -> Void
  ) throws -> [FoldResult] {
    var results: [FoldResult] = []
    let context = LearningContext(table: call.tableContext, fit: call.host.fit)
    for (place, pair) in pairs.enumerated() {
      try progress(place, pairs.count)
      var request = request
      request.algorithm = algorithm
      request.table = pair.train
      if share < 1 {
        let random = RandomStream(seed: request.seed, word: "halving", ordinal: place)
        request.table = try pair.train.sample(.fraction(share), random)
      }
      if algorithm["early_stopping_rounds"] != nil { request.validation = pair.valid }
      let model = try Model.train(request, context)
      let evaluation = try call.evaluation(
        of: model, EvaluationRequest(table: pair.valid, weight: request.weight), choices)
      if share == 1 {
        warn(evaluation, place)
        warnOfUndefined(evaluation, place)
      }
      results.append(FoldResult(rows: evaluation.rows, metrics: evaluation.metrics))
    }
    try progress(pairs.count, pairs.count)
    return results
  }

  /// Rows that are on both sides of a fold: told of the first fold that has some.
  private func warn(_ evaluation: Evaluation, _ place: Int) {
    for note in evaluation.notes where note.hasSuffix("the metrics flatter") && place == 0 {
      let text =
        note.contains("to train")
        ? "fold 1: \(note); folds(…, group: all_columns()) keeps them on one side" : nil
      if let text { call.tableContext.notes.add(Note(code: "repeated-rows", text: text)) }
    }
  }

  /// A metric without a value in a fold has no mean: said of the first such fold.
  private func warnOfUndefined(_ evaluation: Evaluation, _ place: Int) {
    let names = evaluation.metrics.filter { $0.value == nil }.map(\.name)
    guard let first = names.first, task.isClassification else { return }
    call.tableContext.notes.add(
      Note(
        code: "undefined-metric",
        text: "fold \(place + 1): `\(first)` is not defined: are there rows of one class only? "
          + "stratify: gives every fold the same shares"))
  }

  static func mean(_ folds: [FoldResult], _ place: Int) -> Double? {
    let values = folds.compactMap { $0.metrics[place].value }
    guard values.count == folds.count, !values.isEmpty else { return nil }
    return values.reduce(0, +) / Double(values.count)
  }

  /// The deviation of a sample; nil of fewer than two folds.
  static func deviation(_ folds: [FoldResult], _ place: Int) -> Double? {
    let values = folds.compactMap { $0.metrics[place].value }
    guard values.count == folds.count, values.count > 1, let mean = mean(folds, place) else {
      return nil
    }
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count - 1)).squareRoot()
  }

  /// A row for each fold, then `mean` and `sd`.
  func table(_ folds: [FoldResult]) throws -> Table {
    let names = folds.first?.metrics.map(\.name) ?? []
    let schema = Schema(
      fields: [Field(name: "fold", type: .string), Field(name: "rows", type: .int)]
        + names.map { Field(name: $0, type: .float) })
    func number(_ value: Double?) -> Scalar { value.map { .float($0) } ?? .null }
    var rows = folds.enumerated().map { place, fold in
      [Scalar.string(String(place + 1)), .int(Int64(fold.rows))]
        + fold.metrics.map { number($0.value) }
    }
    rows.append([.string("mean"), .null] + names.indices.map { number(Self.mean(folds, $0)) })
    rows.append([.string("sd"), .null] + names.indices.map { number(Self.deviation(folds, $0)) })
    return Table(data: try TableData.build(schema, rows: rows))
  }
}

extension WordCall {
  func emitProgress(_ label: String, _ done: Int, _ total: Int, _ unit: String) {
    host.emit(
      .progress(
        ProgressOutput(label: label, done: Double(done), total: Double(total), unit: unit)))
  }

  /// Keeps a run with the mean of each metric.
  func record(
    _ kind: String, _ runner: FoldRunner, _ folds: [FoldResult], started: Int64, seconds: Double
  ) throws {
    let request = runner.request
    var run = RunRecord(
      kind: kind, name: nil, token: token,
      parameters: [
        ("algorithm", .string(request.algorithm.name)),
        ("task", .string(runner.task.rawValue)),
        ("target", request.target.map { .string($0) } ?? .null),
        ("folds", .int(Int64(runner.pairs.count))),
      ], seed: request.seed, startedMicroseconds: started, seconds: seconds)
    for parameter in request.algorithm.parameters {
      run.parameters.append((parameter.name, parameter.value.json()))
    }
    for (place, metric) in (folds.first?.metrics ?? []).enumerated() {
      guard let mean = FoldRunner.mean(folds, place) else { continue }
      run.metrics.append((metric.name, mean))
      for (fold, result) in folds.enumerated() {
        guard let value = result.metrics[place].value else { continue }
        run.steps.append(RunStep(step: fold + 1, name: metric.name, value: value))
      }
    }
    run.digests = [("data", try request.table.digest(tableContext))]
    try host.record(run)
  }
}
