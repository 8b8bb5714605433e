package import QuernTable

/// What training and prediction run with.
package struct LearningContext: Sendable {
  package var table: TableContext
  /// Runs a fit that belongs in the helper process.
  package var fit: FitRunner
  package var progress: (@Sendable (TrainProgress) -> Void)?

  package init(
    table: TableContext, fit: FitRunner, progress: (@Sendable (TrainProgress) -> Void)? = nil
  ) {
    self.table = table
    self.fit = fit
    self.progress = progress
  }
}

/// How far a training is.
package struct TrainProgress: Hashable, Sendable {
  package var done: Int
  package var total: Int
  /// What is counted: `rounds`, `iterations`.
  package var unit: String
  /// What the last step measured; empty where nothing was.
  package var metrics: [MetricStep]

  package init(done: Int, total: Int, unit: String, metrics: [MetricStep] = []) {
    self.done = done
    self.total = total
    self.unit = unit
    self.metrics = metrics
  }
}

/// One number measured after one step of training.
package struct MetricStep: Hashable, Sendable {
  /// From 1.
  package var step: Int
  /// On which rows: `train` or `validation`.
  package var rows: String
  package var name: String
  package var value: Double

  package init(step: Int, rows: String, name: String, value: Double) {
    self.step = step
    self.rows = rows
    self.name = name
    self.value = value
  }
}
