import QuernSystem

/// Predictions of numbers beside the truth, each row counted by its weight.
struct RegressionErrors {
  let actual: [Double]
  let predicted: [Double]
  var weights: [Double]?
  private let interrupt: Interrupt?

  init(
    actual: [Double], predicted: [Double], weights: [Double]? = nil, _ interrupt: Interrupt? = nil
  ) {
    self.interrupt = interrupt
    self.actual = actual
    self.predicted = predicted
    self.weights = weights
  }

  /// The weighted mean of a number of each row; nil for no row. A row whose number is nil is left
  /// out.
  private func mean(_ number: (Double, Double) -> Double?) throws(LearningError) -> Double? {
    var sum = 0.0
    var total = 0.0
    for row in actual.indices {
      if row & 0xffff == 0 { try PatientSort.check(interrupt) }
      guard let value = number(actual[row], predicted[row]) else { continue }
      let weight = weights?[row] ?? 1
      sum += weight * value
      total += weight
    }
    return total > 0 ? sum / total : nil
  }

  private var meanSquare: Double? {
    get throws(LearningError) { try mean { ($0 - $1) * ($0 - $1) } }
  }

  var rmse: Double? { get throws(LearningError) { try meanSquare?.squareRoot() } }

  var mae: Double? { get throws(LearningError) { try mean { abs($0 - $1) } } }

  /// Nil where the truth does not vary.
  var r2: Double? {
    get throws(LearningError) {
      guard let meanSquare = try meanSquare, let middle = try mean({ actual, _ in actual }),
        let variance = try mean({ actual, _ in (actual - middle) * (actual - middle) })
      else { return nil }
      return variance > 0 ? 1 - meanSquare / variance : nil
    }
  }

  /// Over rows whose truth is not 0.
  var mape: Double? {
    get throws(LearningError) {
      try mean { actual, said in actual == 0 ? nil : abs((actual - said) / actual) }
    }
  }
}
