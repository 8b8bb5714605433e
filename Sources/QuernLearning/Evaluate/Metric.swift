/// A number that says how good predictions are.
package enum Metric: String, Hashable, Sendable, CaseIterable {
  case auc
  case prAUC = "pr_auc"
  case logloss
  case accuracy
  case balancedAccuracy = "balanced_accuracy"
  case precision
  case recall
  case f1
  case mcc
  case brier
  case rmse
  case mae
  case r2
  case mape

  /// The metric called `name`, or the error that names the nearest.
  package static func named(_ name: String) throws(LearningError) -> Metric {
    guard let metric = Metric(rawValue: name) else { throw .unknownMetric(name) }
    return metric
  }

  /// Whether a larger value is better.
  package var isBetterHigh: Bool {
    switch self {
    case .auc, .prAUC, .accuracy, .balancedAccuracy, .precision, .recall, .f1, .mcc, .r2: true
    case .logloss, .brier, .rmse, .mae, .mape: false
    }
  }

  /// One sentence for the reference.
  package var summary: String {
    switch self {
    case .auc:
      "Chance that a positive row scores above a negative one, ties half; mean over classes."
    case .prAUC: "Average precision over the recall that each score adds; mean over classes."
    case .logloss: "Mean negative log of the probability given to the true class."
    case .accuracy: "Share of rows whose class is right."
    case .balancedAccuracy: "Mean over classes of the share of its rows that are called so."
    case .precision: "Share of the rows called positive that are; mean over classes."
    case .recall: "Share of the positive rows that are called so; mean over classes."
    case .f1: "Harmonic mean of precision and recall; mean over classes."
    case .mcc: "Correlation of true and predicted classes (Matthews); 0 is chance."
    case .brier: "Mean squared distance of the score from 0 or 1."
    case .rmse: "Root of the mean squared error."
    case .mae: "Mean absolute error."
    case .r2: "Share of the variance explained; 1 is best, 0 is the mean's."
    case .mape: "Mean absolute error as a share of the truth, over rows where it is not 0."
    }
  }

  /// Whether it is computed from scores alone, not from classes called.
  var ranksScores: Bool {
    switch self {
    case .auc, .prAUC: true
    case .logloss, .accuracy, .balancedAccuracy, .precision, .recall, .f1, .mcc, .brier, .rmse,
      .mae, .r2, .mape:
      false
    }
  }

  /// The metrics that are shown of models of `task`, the chief one first.
  package static func all(for task: LearningTask) -> [Metric] {
    switch task {
    case .regression: [.rmse, .mae, .r2, .mape]
    case .binary: [.auc, .logloss, .accuracy, .precision, .recall, .f1, .brier]
    case .clustering, .projection: []
    case .multiclass: [.accuracy, .logloss, .precision, .recall, .f1, .auc]
    }
  }

  /// The metrics that measure models of `task`: those shown, and those for the asking.
  package static func possible(for task: LearningTask) -> [Metric] {
    switch task {
    case .regression, .clustering, .projection: all(for: task)
    case .binary, .multiclass: all(for: task) + [.prAUC, .balancedAccuracy, .mcc]
    }
  }
}

/// A metric's name and value; nil where it is not defined, as the AUC of one class.
package struct MetricValue: Hashable, Sendable {
  package var name: String
  package var value: Double?
  /// The ends of the interval that was asked for.
  package var low: Double?
  package var high: Double?

  package init(name: String, value: Double?, low: Double? = nil, high: Double? = nil) {
    self.name = name
    self.value = value
    self.low = low
    self.high = high
  }
}
