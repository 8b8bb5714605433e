/// Predictions of numbers beside the truth, each row counted by its weight.
struct RegressionErrors {
  let actual: [Double]
  let predicted: [Double]
  var weights: [Double]?

  init(actual: [Double], predicted: [Double], weights: [Double]? = nil) {
    self.actual = actual
    self.predicted = predicted
    self.weights = weights
  }

  /// The weighted mean of a number of each row; nil for no row. A row whose number is nil is left
  /// out.
  private func mean(_ number: (Double, Double) -> Double?) -> Double? {
    var sum = 0.0
    var total = 0.0
    for row in actual.indices {
      guard let value = number(actual[row], predicted[row]) else { continue }
      let weight = weights?[row] ?? 1
      sum += weight * value
      total += weight
    }
    return total > 0 ? sum / total : nil
  }

  private var meanSquare: Double? { mean { ($0 - $1) * ($0 - $1) } }

  var rmse: Double? { meanSquare?.squareRoot() }

  var mae: Double? { mean { abs($0 - $1) } }

  /// Nil where the truth does not vary.
  var r2: Double? {
    guard let meanSquare, let middle = mean({ actual, _ in actual }),
      let variance = mean({ actual, _ in (actual - middle) * (actual - middle) })
    else { return nil }
    return variance > 0 ? 1 - meanSquare / variance : nil
  }

  /// Over rows whose truth is not 0.
  var mape: Double? { mean { actual, said in actual == 0 ? nil : abs((actual - said) / actual) } }
}
