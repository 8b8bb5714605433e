import QuernTable

/// What a model says about the rows of a table.
struct Predictions: Sendable {
  let task: LearningTask
  let classes: [Scalar]
  let positiveIndex: Int?
  let rowCount: Int
  let outputCount: Int
  /// Rows one after the other, `outputCount` numbers each.
  let outputs: [Double]
  /// Rows scored at least this high are called positive; nil: above one half.
  var threshold: Double?

  /// The number predicted, the cluster, or the score of the positive class.
  func number(_ row: Int) -> Double { outputs[row * outputCount] }

  /// The probability of class `index`.
  func probability(_ row: Int, _ index: Int) -> Double {
    guard task == .binary else { return outputs[row * outputCount + index] }
    let score = outputs[row * outputCount]
    return index == positiveIndex ? score : 1 - score
  }

  /// The class with the greatest probability; of two classes the positive one above one half,
  /// or from the threshold on.
  func classIndex(_ row: Int) -> Int {
    guard task == .multiclass else {
      let positive = positiveIndex ?? 1
      let score = outputs[row * outputCount]
      return threshold.map { score >= $0 } ?? (score > 0.5) ? positive : 1 - positive
    }
    var best = 0
    for index in 1..<outputCount
    where outputs[row * outputCount + index] > outputs[row * outputCount + best] {
      best = index
    }
    return best
  }
}
