import Glibc
import QuernSystem
import QuernTable

/// Rows whose truth is known beside what a model said of them; gives metrics for any weights.
///
/// What does not depend on the weights, as the order of the scores, is made once: a bootstrap asks
/// a thousand times.
struct Measuring: Sendable {
  let predictions: Predictions
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
    let task = predictions.task
    let rows = 0..<predictions.rowCount
    if task == .binary, let positive = predictions.positiveIndex {
      actual = labels.map { Double($0 == 1 ? positive : 1 - positive) }
    } else {
      actual = labels
    }
    guard task.isClassification else {
      actualClasses = []
      calledClasses = []
      numbers = rows.map(predictions.number)
      ranked = []
      return
    }
    numbers = []
    actualClasses = actual.map { Int($0) }
    calledClasses = rows.map(predictions.classIndex)
    var ranked: [BinaryScores] = []
    if task == .binary {
      ranked = [
        try BinaryScores(
          scores: rows.map(predictions.number), isPositive: labels.map { $0 == 1 }, interrupt)
      ]
    } else if metrics.contains(where: \.ranksScores) {
      for index in predictions.classes.indices {
        ranked.append(
          try BinaryScores(
            scores: rows.map { predictions.probability($0, index) },
            isPositive: actual.map { $0 == Double(index) }, interrupt))
      }
    }
    self.ranked = ranked
  }

  /// The scores of the positive class, of two.
  var binary: BinaryScores? { predictions.task == .binary ? ranked.first : nil }

  func confusion(_ weights: [Double]? = nil) -> ConfusionMatrix {
    ConfusionMatrix(
      classes: predictions.classes, actual: actualClasses, predicted: calledClasses,
      weights: weights)
  }

  /// The values of the metrics, in their order; nil where one is not defined.
  func values(_ metrics: [Metric], _ weights: [Double]? = nil) -> [Double?] {
    guard predictions.task.isClassification else {
      let errors = RegressionErrors(actual: actual, predicted: numbers, weights: weights)
      return metrics.map { Self.value($0, errors) }
    }
    let confusion = confusion(weights)
    let steps = metrics.contains(where: \.ranksScores) ? ranked.map { $0.steps(weights) } : []
    return metrics.map { metric in
      switch metric {
      case .auc: Self.mean(steps.map(BinaryScores.auc))
      case .prAUC: Self.mean(steps.map(BinaryScores.averagePrecision))
      case .logloss: logloss(weights)
      case .accuracy: confusion.accuracy
      case .balancedAccuracy: confusion.balancedAccuracy
      case .precision: perClass(confusion, confusion.precision)
      case .recall: perClass(confusion, confusion.recall)
      case .f1: perClass(confusion, confusion.f1)
      case .mcc: confusion.mcc
      case .brier: binary?.brier(weights)
      case .rmse, .mae, .r2, .mape: nil
      }
    }
  }

  private static func value(_ metric: Metric, _ errors: RegressionErrors) -> Double? {
    switch metric {
    case .rmse: errors.rmse
    case .mae: errors.mae
    case .r2: errors.r2
    case .mape: errors.mape
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

  private func logloss(_ weights: [Double]?) -> Double? {
    let least = Double.ulpOfOne
    var sum = 0.0
    var total = 0.0
    for row in actualClasses.indices {
      let probability = predictions.probability(row, actualClasses[row])
      let weight = weights?[row] ?? 1
      sum -= weight * log(min(max(probability, least), 1 - least))
      total += weight
    }
    return total > 0 ? sum / total : nil
  }
}
