import Glibc
import QuernSystem
import QuernTable

/// Rows whose truth is known beside what a model said of them; gives metrics for any weights.
///
/// What does not depend on the weights, as the order of the scores, is made once: a bootstrap asks
/// a thousand times.
struct Measuring: Sendable {
  let predictions: Predictions
  let interrupt: Interrupt?
  /// The number, or the place of the class.
  let actual: [Double]
  private let actualClasses: [Int]
  private let calledClasses: [Int]
  private let numbers: [Double]
  /// Of the positive class, or of each class.
  private let ranked: [BinaryScores]

  /// `labels` are those of a `Target`.
  init(
    _ predictions: Predictions, labels: [Double], metrics: [Metric], _ interrupt: Interrupt?
  ) throws(LearningError) {
    self.predictions = predictions
    self.interrupt = interrupt
    let task = predictions.task
    let count = predictions.rowCount
    if task == .binary, let positive = predictions.positiveIndex {
      actual = try Self.rows(count, interrupt) { Double(labels[$0] == 1 ? positive : 1 - positive) }
    } else {
      actual = labels
    }
    guard task.isClassification else {
      actualClasses = []
      calledClasses = []
      numbers = try Self.rows(count, interrupt, predictions.number)
      ranked = []
      return
    }
    let truth = actual
    numbers = []
    actualClasses = try Self.rows(count, interrupt) { Int(truth[$0]) }
    calledClasses = try Self.rows(count, interrupt, predictions.classIndex)
    var ranked: [BinaryScores] = []
    if task == .binary {
      ranked = [
        try BinaryScores(
          scores: try Self.rows(count, interrupt, predictions.number),
          isPositive: try Self.rows(count, interrupt) { labels[$0] == 1 }, interrupt)
      ]
    } else if metrics.contains(where: \.ranksScores) {
      for index in predictions.classes.indices {
        ranked.append(
          try BinaryScores(
            scores: try Self.rows(count, interrupt) { predictions.probability($0, index) },
            isPositive: try Self.rows(count, interrupt) { truth[$0] == Double(index) }, interrupt))
      }
    }
    self.ranked = ranked
  }

  /// A value of each row, with a look at the interrupt now and then.
  private static func rows<Value>(
    _ count: Int, _ interrupt: Interrupt?, _ value: (Int) -> Value
  ) throws(LearningError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for row in 0..<count {
      if row & 0x7fff == 0 { try PatientSort.check(interrupt) }
      values.append(value(row))
    }
    return values
  }

  /// The scores of the positive class, of two.
  var binary: BinaryScores? { predictions.task == .binary ? ranked.first : nil }

  func confusion(_ weights: [Double]? = nil) throws(LearningError) -> ConfusionMatrix {
    try ConfusionMatrix(
      classes: predictions.classes, actual: actualClasses, predicted: calledClasses,
      weights: weights, interrupt)
  }

  /// The values of the metrics, in their order; nil where one is not defined.
  func values(
    _ metrics: [Metric], _ weights: [Double]? = nil
  ) throws(LearningError) -> [Double?] {
    var values: [Double?] = []
    guard predictions.task.isClassification else {
      let errors = RegressionErrors(
        actual: actual, predicted: numbers, weights: weights, interrupt)
      for metric in metrics { values.append(try Self.value(metric, errors)) }
      return values
    }
    let confusion = try confusion(weights)
    var steps: [[BinaryScores.Step]] = []
    if metrics.contains(where: \.ranksScores) {
      for scores in ranked { steps.append(try scores.steps(weights)) }
    }
    for metric in metrics { values.append(try value(metric, confusion, steps, weights)) }
    return values
  }

  private func value(
    _ metric: Metric, _ confusion: ConfusionMatrix, _ steps: [[BinaryScores.Step]],
    _ weights: [Double]?
  ) throws(LearningError) -> Double? {
    switch metric {
    case .auc: Self.mean(steps.map(BinaryScores.auc))
    case .prAUC: Self.mean(steps.map(BinaryScores.averagePrecision))
    case .logloss: try logloss(weights)
    case .accuracy: confusion.accuracy
    case .balancedAccuracy: confusion.balancedAccuracy
    case .precision: perClass(confusion, confusion.precision)
    case .recall: perClass(confusion, confusion.recall)
    case .f1: perClass(confusion, confusion.f1)
    case .mcc: confusion.mcc
    case .brier: try binary?.brier(weights)
    case .rmse, .mae, .r2, .mape: nil
    }
  }

  private static func value(
    _ metric: Metric, _ errors: RegressionErrors
  ) throws(LearningError) -> Double? {
    switch metric {
    case .rmse: try errors.rmse
    case .mae: try errors.mae
    case .r2: try errors.r2
    case .mape: try errors.mape
    case .auc, .prAUC, .logloss, .accuracy, .balancedAccuracy, .precision, .recall, .f1, .mcc,
      .brier:
      nil
    }
  }

  /// Of the positive class, or the mean over classes.
  private func perClass(_ confusion: ConfusionMatrix, _ value: (Int) -> Double?) -> Double? {
    predictions.positiveIndex.map(value) ?? confusion.macro(value)
  }

  /// Nil unless all of them are there.
  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap { $0 }
    guard known.count == values.count, !known.isEmpty else { return nil }
    return known.reduce(0, +) / Double(known.count)
  }

  private func logloss(_ weights: [Double]?) throws(LearningError) -> Double? {
    let least = Double.ulpOfOne
    var sum = 0.0
    var total = 0.0
    for row in actualClasses.indices {
      if row & 0x7fff == 0 { try PatientSort.check(interrupt) }
      let probability = predictions.probability(row, actualClasses[row])
      let weight = weights?[row] ?? 1
      sum -= weight * log(min(max(probability, least), 1 - least))
      total += weight
    }
    return total > 0 ? sum / total : nil
  }
}
