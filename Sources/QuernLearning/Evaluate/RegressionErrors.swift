/// Predictions of numbers beside the truth.
struct RegressionErrors {
  let actual: [Double]
  let predicted: [Double]

  private var meanSquare: Double? {
    guard !actual.isEmpty else { return nil }
    var sum = 0.0
    for (a, p) in zip(actual, predicted) { sum += (a - p) * (a - p) }
    return sum / Double(actual.count)
  }

  var rmse: Double? { meanSquare?.squareRoot() }

  var mae: Double? {
    guard !actual.isEmpty else { return nil }
    var sum = 0.0
    for (a, p) in zip(actual, predicted) { sum += abs(a - p) }
    return sum / Double(actual.count)
  }

  /// Nil where the truth does not vary.
  var r2: Double? {
    guard let meanSquare else { return nil }
    let mean = actual.reduce(0, +) / Double(actual.count)
    var variance = 0.0
    for a in actual { variance += (a - mean) * (a - mean) }
    variance /= Double(actual.count)
    return variance > 0 ? 1 - meanSquare / variance : nil
  }
}
