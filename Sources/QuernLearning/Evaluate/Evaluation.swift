package import QuernTable

/// How good a model is on a table, compact enough to keep with a run.
package struct Evaluation: Hashable, Sendable {
  /// `logistic(l2: 1.0) for .churn: …`
  package var model: String
  package var rows: Int
  package var task: LearningTask
  package var target: String
  package var positive: Scalar?
  package var metrics: [MetricValue]
  /// By falling threshold, of two classes; at most about `rocPointCountMax`.
  package var roc: [ROCPoint]
  package var confusion: ConfusionMatrix?
  package var calibration: [CalibrationBin]
  /// Of numbers: rows evenly out of all, at most `residualCountMax`.
  package var residuals: [Residual]
  /// Of the same rows, the model's inputs and what was to be kept.
  package var columns: KeptColumns?
  /// Rows scored at least this high were called positive; nil: above one half.
  package var threshold: Double?
  /// The share of resamples inside the metrics' intervals; nil where none were asked for.
  package var level: Double?
  /// Whether rows counted by a weight.
  package var isWeighted: Bool
  /// Warnings and remarks: rows that training used.
  package var notes: [String]

  static let rocPointCountMax = 501
  static let residualCountMax = 1_000

  init(model: Model, rows: Int) {
    self.model = model.summary
    self.rows = rows
    task = model.task
    target = model.target?.name ?? ""
    positive = model.positive
    metrics = []
    roc = []
    calibration = []
    residuals = []
    isWeighted = false
    notes = []
  }

  /// `logistic(l2: 1.0)`: the model without what it is for.
  package var algorithm: String {
    let parts = model.utf8
    let mark = Array(" for .".utf8)
    var place = parts.startIndex
    while place < parts.endIndex {
      if parts[place...].starts(with: mark) { return String(model[..<place]) }
      place = parts.index(after: place)
    }
    return model
  }

  /// The value of a metric, by name.
  package subscript(_ name: String) -> Double? {
    metrics.first { $0.name == name }?.value
  }
}

/// Columns of some rows, beside what was found out about them.
package struct KeptColumns: Hashable, Sendable {
  package var schema: Schema
  /// Row by row, in the order of the schema.
  package var rows: [[Scalar]]

  /// Names that the residuals' own columns have.
  static let taken: Set<String> = ["actual", "predicted", "residual"]
}

/// A number that was predicted, and what it was.
package struct Residual: Hashable, Sendable {
  package var actual: Double
  package var predicted: Double
}

/// What happens when every row scored at least `threshold` is called positive.
package struct ROCPoint: Hashable, Sendable {
  /// Nil at the start, where no row is called positive.
  package var threshold: Double?
  /// Rows, or the sum of their weights.
  package var falsePositives: Double
  package var truePositives: Double
  package var falsePositiveRate: Double
  package var truePositiveRate: Double
}
