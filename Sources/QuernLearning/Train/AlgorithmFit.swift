import QuernSystem
import QuernTable
import QuernText

/// Features and labels on their way to one algorithm.
struct AlgorithmFit {
  let algorithm: CheckedAlgorithm
  let training: TableData
  let target: Target
  let weights: [Double]?
  let validation: ValidationPart?
  let seed: Int64
  let context: LearningContext

  typealias Outcome = (predictor: Predictor, history: [MetricStep], notes: [String])

  func run() throws(LearningError) -> Outcome {
    switch algorithm.kind.name {
    case "linear": try runLinear()
    case "logistic": try runLogistic()
    default: try runTrees()
    }
  }

  private func matrix() throws(LearningError) -> FeatureMatrix<Double> {
    try FeatureMatrix<Double>(training, algorithm: algorithm.kind, context: context.table)
  }

  private func runLinear() throws(LearningError) -> Outcome {
    let fit = LeastSquares(
      rows: try matrix(), labels: target.labels, weights: weights,
      l2: algorithm.double("l2") ?? 0, hasIntercept: algorithm.bool("intercept") ?? true,
      names: training.schema.names, context: context.table)
    let solution = try fit.solve()
    let predictor = LinearPredictor(
      link: .identity, coefficients: [solution.coefficients], intercepts: [solution.intercept])
    return (.linear(predictor), [], solution.notes)
  }

  private func runLogistic() throws(LearningError) -> Outcome {
    let classCount = target.task == .binary ? 2 : target.classes.count
    let fit = LogisticRegression(
      rows: try matrix(), labels: target.labels.map { Int($0) }, classCount: classCount,
      weights: weights, l2: algorithm.double("l2") ?? 1,
      hasIntercept: algorithm.bool("intercept") ?? true,
      iterationCountMax: algorithm.int("iterations") ?? 1000,
      tolerance: algorithm.double("tolerance") ?? 1e-9, target: target.field.name, context: context)
    return try fit.solve()
  }

  // MARK: Trees

  private func runTrees() throws(LearningError) -> Outcome {
    try checkConstraints()
    let job = try fitJob()
    let progress = context.progress
    let result = try context.fit.run(job, context.table.interrupt) { progress?($0) }
    let json: JSON
    do throws(JSONError) {
      json = try JSON.parse(result.modelBytes)
    } catch {
      throw .notXGBoost(error.message)
    }
    let ensemble = try TreeEnsemble(xgboost: json)
    var notes: [String] = []
    if result.bestRound < result.rounds {
      notes.append("stopped after \(result.rounds) rounds; kept the best, \(result.bestRound)")
    }
    return (.trees(ensemble, saved: XGBoostJSON(json)), result.history, notes)
  }

  private func checkConstraints() throws(LearningError) {
    if algorithm["early_stopping_rounds"] != nil, validation == nil {
      throw .earlyStoppingWithoutValidation()
    }
    if case .list(let constraints)? = algorithm["monotone_constraints"],
      constraints.count != training.schema.count
    {
      throw .constraintCount(constraints.count, features: training.schema.names)
    }
    let objectives = AlgorithmKind.xgboostObjectives(target.task)
    if let objective = algorithm.text("objective"), !objectives.contains(objective) {
      throw .objectiveTask(objective, task: target.task, possible: objectives)
    }
  }

  private func fitJob() throws(LearningError) -> FitJob {
    let width = training.schema.count
    let rows = FitRows(
      rowCount: training.rowCount, columnCount: width, hasWeights: weights != nil, offsetBytes: 0)
    let checked = validation.map {
      FitRows(
        rowCount: $0.features.rowCount, columnCount: width, hasWeights: $0.weights != nil,
        offsetBytes: rows.endBytes)
    }
    let payload = try FitPayload(
      byteCount: checked?.endBytes ?? rows.endBytes, arena: context.table.arena)
    try write(training, target.labels, weights, to: payload, rows)
    if let validation, let checked {
      try write(validation.features, validation.labels, validation.weights, to: payload, checked)
    }
    return FitJob(
      header: FitHeader(
        algorithm: algorithm.kind.name, parameters: parameters(),
        featureNames: training.schema.names, training: rows, validation: checked,
        rounds: algorithm.int("rounds") ?? 100,
        earlyStoppingRounds: algorithm.int("early_stopping_rounds"),
        threadCount: context.table.workers.threadCount),
      payload: payload)
  }

  private func write(
    _ data: TableData, _ labels: [Double], _ weights: [Double]?, to payload: FitPayload,
    _ rows: FitRows
  ) throws(LearningError) {
    _ = try FeatureMatrix<Float>(
      data, algorithm: algorithm.kind, context: context.table,
      values: payload.floats(at: rows.offsetBytes), owner: payload)
    let target = payload.floats(at: rows.labelOffsetBytes)
    for (row, label) in labels.enumerated() { target[row] = Float(label) }
    guard let weights else { return }
    let out = payload.floats(at: rows.weightOffsetBytes)
    for (row, weight) in weights.enumerated() { out[row] = Float(weight) }
  }

  /// The parameters in XGBoost's own words.
  private func parameters() -> [FitParameter] {
    let notXGBoosts: Set<String> = [
      "rounds", "early_stopping_rounds", "objective", "eval_metric", "seed",
      "monotone_constraints",
    ]
    var all: [FitParameter] = []
    func set(_ name: String, _ value: String) { all.append(FitParameter(name: name, value: value)) }
    let objective =
      algorithm.text("objective")
      ?? AlgorithmKind.xgboostObjectives(target.task)[0]
    set("objective", objective == "multi:softmax" ? "multi:softprob" : objective)
    if target.task == .multiclass { set("num_class", String(target.classes.count)) }
    let seed = algorithm.int("seed") ?? Int(truncatingIfNeeded: self.seed & 0x7fff_ffff)
    set("seed", String(seed))
    for metric in algorithm.texts("eval_metric") { set("eval_metric", metric) }
    if case .list(let signs)? = algorithm["monotone_constraints"] {
      set("monotone_constraints", "(\(signs.map(\.text).joined(separator: ",")))")
    }
    for (name, value) in algorithm.effective where !notXGBoosts.contains(name) {
      if name == "scale_pos_weight" && target.task != .binary { continue }
      set(name, value.text)
    }
    return all
  }
}

extension LearningError {
  static func earlyStoppingWithoutValidation() -> LearningError {
    mistake(
      "no-validation", "early_stopping_rounds needs rows to measure on",
      hints: ["say validation: with a table that training does not use"],
      parameter: "early_stopping_rounds")
  }

  static func constraintCount(_ count: Int, features: [String]) -> LearningError {
    mistake(
      "bad-parameter",
      "`monotone_constraints` has \(count) numbers, but there are \(features.count) features",
      hints: ["the features are: \(features.joined(separator: ", "))"],
      parameter: "monotone_constraints")
  }

  static func objectiveTask(
    _ objective: String, task: LearningTask, possible: [String]
  ) -> LearningError {
    mistake(
      "bad-parameter", "`objective` \(objective) is not for \(task.rawValue) targets",
      hints: ["use: \(possible.joined(separator: ", "))"], parameter: "objective")
  }
}
