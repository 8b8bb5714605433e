import QuernSystem
package import QuernTable
import QuernText

/// What a threshold is to be good for.
package enum ThresholdGoal: Hashable, Sendable {
  /// As great as it can be: f1, accuracy, balanced_accuracy, mcc.
  case metric(Metric)
  /// As small as it can be: what each row costs, by its true class and the class called.
  case cost(
    falsePositive: Double, falseNegative: Double, truePositive: Double, trueNegative: Double)

  /// The metrics that depend on the threshold and have a best one between the ends.
  package static let metrics: [Metric] = [.f1, .accuracy, .balancedAccuracy, .mcc]

  /// As the result names it: `f1`, `cost`.
  package var name: String {
    switch self {
    case .metric(let metric): metric.rawValue
    case .cost: "cost"
    }
  }

  /// Its value for the rows called positive; nil where it is not defined.
  func value(_ counts: ThresholdCounts) -> Double? {
    switch self {
    case .cost(let falsePositive, let falseNegative, let truePositive, let trueNegative):
      falsePositive * counts.falsePositives + falseNegative * counts.falseNegatives
        + truePositive * counts.truePositives + trueNegative * counts.trueNegatives
    case .metric(let metric): counts.value(metric)
    }
  }

  func isBetter(_ a: Double, than b: Double) -> Bool {
    switch self {
    case .metric: a > b
    case .cost: a < b
    }
  }
}

/// How many rows each of the four outcomes has at one threshold.
struct ThresholdCounts: Hashable, Sendable {
  var threshold: Double
  var truePositives: Double
  var falsePositives: Double
  var positives: Double
  var negatives: Double

  var falseNegatives: Double { positives - truePositives }
  var trueNegatives: Double { negatives - falsePositives }

  func value(_ metric: Metric) -> Double? {
    let matrix = ConfusionMatrix(
      classes: [.bool(false), .bool(true)],
      counts: [[trueNegatives, falsePositives], [falseNegatives, truePositives]])
    switch metric {
    case .f1: return matrix.f1(1)
    case .accuracy: return matrix.accuracy
    case .balancedAccuracy: return matrix.balancedAccuracy
    case .mcc: return matrix.mcc
    case .precision: return matrix.precision(1)
    case .recall: return matrix.recall(1)
    case .auc, .prAUC, .logloss, .brier, .rmse, .mae, .r2, .mape: return nil
    }
  }
}

/// The threshold from which on rows are best called positive.
package struct TunedThreshold: Sendable {
  package let threshold: Double
  package let value: Double
  /// The same measured with the threshold one half.
  package let valueAtHalf: Double?
  package let precision: Double?
  package let recall: Double?
  /// Threshold and value at each step, by falling threshold.
  package let curve: [(threshold: Double, value: Double?)]

  /// The best threshold for rows that were evaluated.
  ///
  /// An evaluation keeps a part of the curve: every corner of its hull, so that for costs the best
  /// is exact; for metrics it is the best of about 500 thresholds.
  package init(
    _ evaluation: Evaluation, _ goal: ThresholdGoal
  ) throws(LearningError) {
    guard let last = evaluation.roc.last else {
      throw .thresholdTask(evaluation.task, isOption: false)
    }
    let steps = evaluation.roc.dropFirst().compactMap { point in
      point.threshold.map {
        BinaryScores.Step(
          threshold: $0, truePositives: point.truePositives,
          falsePositives: point.falsePositives)
      }
    }
    try self.init(steps, goal, last.truePositives, last.falsePositives)
  }

  /// The best threshold for a table with scores and the truth.
  package init(
    _ table: Table, actual: String, score: String, positive: Scalar?, weight: String?,
    _ goal: ThresholdGoal, _ context: TableContext
  ) throws(LearningError) {
    var names = [actual, score]
    if let weight, !names.contains(weight) { names.append(weight) }
    let data: TableData
    do throws(TableError) {
      data = try table.select(names).collect(context)
    } catch {
      throw LearningError(error)
    }
    let truth = try TargetReader(actual, in: data, context.interrupt)
      .infer(task: .classification, positive: positive)
    guard truth.task == .binary else {
      throw .thresholdTask(truth.task, isOption: false)
    }
    guard let place = data.schema.index(of: score), data.schema.fields[place].type.isNumeric else {
      throw .scoreType(score)
    }
    let scores = data.doubles(place)
    if let row = scores.firstIndex(where: \.isNaN) { throw .notFinite(score, row: row) }
    let weights = try weight.map { name throws(LearningError) in
      try RowWeights.read(name, of: data)
    }
    let steps = try BinaryScores(
      scores: scores, isPositive: truth.labels.map { $0 == 1 }, context.interrupt
    ).steps(weights)
    guard let last = steps.last else { throw .emptyTable("find a threshold for") }
    try self.init(steps, goal, last.truePositives, last.falsePositives)
  }

  private init(
    _ steps: [BinaryScores.Step], _ goal: ThresholdGoal, _ positives: Double, _ negatives: Double
  ) throws(LearningError) {
    guard let highest = steps.first?.threshold else { throw .emptyTable("find a threshold for") }
    // The first point calls no row positive: just above the highest score.
    let nothing = BinaryScores.Step(
      threshold: highest.nextUp, truePositives: 0, falsePositives: 0)
    let counts = ([nothing] + steps).map { step in
      ThresholdCounts(
        threshold: step.threshold, truePositives: step.truePositives,
        falsePositives: step.falsePositives, positives: positives, negatives: negatives)
    }
    let values = counts.map(goal.value)
    var best: Int?
    for (place, value) in values.enumerated() {
      guard let value else { continue }
      if let found = best, let kept = values[found], !goal.isBetter(value, than: kept) { continue }
      best = place
    }
    guard let best, let value = values[best] else { throw .noThreshold(goal.name) }
    threshold = counts[best].threshold
    self.value = value
    precision = counts[best].value(.precision)
    recall = counts[best].value(.recall)
    valueAtHalf = counts.last { $0.threshold > 0.5 }.flatMap(goal.value)
    curve = zip(counts, values).map { ($0.threshold, $1) }
  }
}

extension LearningError {
  static func scoreType(_ name: String) -> LearningError {
    mistake(
      "score-type", ".\(name) holds no numbers, and a threshold is one",
      hints: ["predict appends `.score` for models of two classes; or say score: .name"],
      column: name)
  }

  static func noThreshold(_ goal: String) -> LearningError {
    mistake(
      "no-threshold", "`\(goal)` is not defined for any threshold: are there rows of both classes?")
  }
}
