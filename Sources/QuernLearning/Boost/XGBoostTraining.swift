import QuernSystem
import QuernTable
import QuernText

/// A training by libxgboost: its job for the helper, and the trees that come back.
struct XGBoostTraining {
  let fit: AlgorithmFit

  private var algorithm: CheckedAlgorithm { fit.algorithm }
  private var training: TableData { fit.training }
  private var target: Target { fit.known }
  private var weights: [Double]? { fit.weights }
  private var validation: ValidationPart? { fit.validation }

  func run() throws(LearningError) -> AlgorithmFit.Outcome {
    try checkConstraints()
    let job = try fitJob()
    let progress = fit.context.progress
    let result = try fit.context.fit.run(job, fit.context.table.interrupt) { progress?($0) }
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
    if algorithm.text("booster") == "dart" {
      if algorithm["early_stopping_rounds"] != nil { throw .stoppingDart() }
    } else if let name = AlgorithmKind.xgboostDropNames.first(where: { algorithm[$0] != nil }) {
      throw .dropWithoutDart(name)
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
      byteCount: checked?.endBytes ?? rows.endBytes, arena: fit.context.table.arena)
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
        threadCount: fit.context.table.workers.threadCount),
      payload: payload)
  }

  private func write(
    _ data: TableData, _ labels: [Double], _ weights: [Double]?, to payload: FitPayload,
    _ rows: FitRows
  ) throws(LearningError) {
    _ = try FeatureMatrix<Float>(
      data, algorithm: algorithm.kind, context: fit.context.table,
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
      "monotone_constraints", "num_class", "booster",
    ]
    var all: [FitParameter] = []
    func set(_ name: String, _ value: String) { all.append(FitParameter(name: name, value: value)) }
    let objective =
      algorithm.text("objective")
      ?? AlgorithmKind.xgboostObjectives(target.task)[0]
    set("objective", objective == "multi:softmax" ? "multi:softprob" : objective)
    if let booster = algorithm.text("booster"), booster != "gbtree" { set("booster", booster) }
    if target.task == .multiclass { set("num_class", String(target.classes.count)) }
    let seed = algorithm.int("seed") ?? Int(truncatingIfNeeded: fit.seed & 0x7fff_ffff)
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
    _ objective: String, task: LearningTask, possible: [String], parameter: String = "objective"
  ) -> LearningError {
    mistake(
      "bad-parameter", "`\(parameter)` \(objective) is not for \(task.rawValue) targets",
      hints: ["use: \(possible.joined(separator: ", "))"], parameter: parameter)
  }

  /// An option of `booster: dart` without it.
  static func dropWithoutDart(_ name: String) -> LearningError {
    mistake(
      "bad-parameter", "`\(name)` goes with `booster: dart`", hints: ["say booster: dart too"],
      parameter: name)
  }

  static func stoppingDart() -> LearningError {
    mistake(
      "bad-parameter",
      "`early_stopping_rounds` does not go with dart: later rounds change the trees before them",
      hints: ["leave it out and tune(…, xgboost(booster: dart, rounds: [50, 100, 200]))"],
      parameter: "early_stopping_rounds")
  }
}
