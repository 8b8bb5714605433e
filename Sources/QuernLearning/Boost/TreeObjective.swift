import Glibc

/// What XGBoost's sum of leaves means: how a margin becomes a prediction.
///
/// Computed in single precision exactly as libxgboost computes it.
struct TreeObjective: Hashable, Sendable {
  enum Transform: Hashable, Sendable {
    case identity
    case sigmoid
    case exponential
    case softmax
  }

  /// XGBoost's name: `binary:logistic`.
  let name: String
  let transform: Transform

  /// Nil for objectives whose predictions are not per row, or not known.
  init?(name: String) {
    self.name = name
    switch name {
    case "reg:squarederror", "reg:linear", "reg:squaredlogerror", "reg:pseudohubererror",
      "reg:absoluteerror", "binary:logitraw", "rank:pairwise", "rank:ndcg", "rank:map":
      transform = .identity
    case "binary:logistic", "reg:logistic": transform = .sigmoid
    case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox": transform = .exponential
    case "multi:softprob", "multi:softmax": transform = .softmax
    default: return nil
    }
  }

  /// The margin that predicts `score`.
  func margin(of score: Float) -> Float {
    switch transform {
    case .identity, .softmax: score
    case .sigmoid: -logf(1 / score - 1)
    case .exponential: logf(score)
    }
  }

  /// Margins of one row, in place, to predictions.
  func apply(_ values: UnsafeMutableBufferPointer<Float>) {
    switch transform {
    case .identity: return
    case .sigmoid: for i in values.indices { values[i] = Self.sigmoid(values[i]) }
    case .exponential: for i in values.indices { values[i] = expf(values[i]) }
    case .softmax: Self.softmax(values)
    }
  }

  private static func sigmoid(_ margin: Float) -> Float {
    // The constant keeps the quotient finite; it stands in libxgboost too.
    let denominator = expf(min(-margin, 88.7)) + 1 + 1e-16
    return 1 / denominator
  }

  private static func softmax(_ values: UnsafeMutableBufferPointer<Float>) {
    var greatest = -Float.infinity
    for value in values { greatest = max(greatest, value) }
    var sum = 0.0
    for i in values.indices {
      values[i] = expf(values[i] - greatest)
      sum += Double(values[i])
    }
    for i in values.indices { values[i] /= Float(sum) }
  }
}
