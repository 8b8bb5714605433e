import QuernSystem
import QuernTable
import QuernText

/// Principal components from the covariance of the features.
struct PCAFit {
  let fit: AlgorithmFit

  init(_ fit: AlgorithmFit) { self.fit = fit }

  /// The matrix of covariances is held whole.
  private static let featureCountMax = 4_096

  func run() throws(LearningError) -> AlgorithmFit.Outcome {
    let width = fit.training.schema.count
    guard width <= Self.featureCountMax else {
      throw .tooManyFeatures("pca", count: width, limit: Self.featureCountMax)
    }
    let isCentered = fit.algorithm.bool("center") ?? true
    let data = try Standardised(
      try fit.matrix(), weights: fit.weights, isCentered: isCentered, context: fit.context.table)
    guard data.weightSum > 1 else {
      throw .tooFewRows(
        "pca", rows: fit.training.rowCount, needed: 2, parameter: "components")
    }
    var covariance = try Gram(
      width: width, rowCount: data.rows.rowCount, context: fit.context.table
    ).sum { range, out in
      for (place, row) in range.enumerated() {
        let root = (fit.weights?[row] ?? 1).squareRoot()
        for column in 0..<width {
          out[place * width + column] = root * data.rows.values[row * width + column]
        }
      }
    }
    let degrees = data.weightSum - 1
    covariance.scale { data.lengths[$0] * data.lengths[$1] / degrees }
    let (values, vectors) = try LearningError.wrapping {
      try SymmetricEigen(covariance, interrupt: fit.context.table.interrupt).solve()
    }
    return outcome(values, vectors, data, width)
  }

  private func outcome(
    _ values: [Double], _ vectors: [Double], _ data: Standardised, _ width: Int
  ) -> AlgorithmFit.Outcome {
    let variances = values.map { max(0, $0) }
    let total = variances.reduce(0, +)
    let shares = variances.map { total > 0 ? $0 / total : 0 }
    let count = componentCount(shares, width)
    let isWhitened = fit.algorithm.bool("whiten") ?? false
    var directions: [Double] = []
    for place in 0..<count {
      let vector = Array(vectors[(place * width)..<((place + 1) * width)])
      // The sign is free: the greatest entry is made positive.
      let greatest = vector.max { abs($0) < abs($1) } ?? 1
      let spread = isWhitened && variances[place] > 0 ? variances[place].squareRoot() : 1
      directions += vector.map { (greatest < 0 ? -$0 : $0) / spread }
    }
    let kept = Array(shares.prefix(count))
    let explained = kept.reduce(0, +)
    let told = kept.prefix(5).enumerated().map {
      "pc\($0.offset + 1) \(Numbers.significant($0.element * 100, digits: 3)) %"
    }
    var notes = [
      "explained of the variance: " + told.joined(separator: ", ")
        + (count > 5 ? " …" : "")
        + (count > 1 ? "; together \(Numbers.significant(explained * 100, digits: 4)) %" : "")
    ]
    if let asked = fit.algorithm.int("components"), asked > count {
      notes.append("components: \(asked) were asked for, and there are no more than \(count)")
    }
    let history = kept.enumerated().map {
      MetricStep(
        step: $0.offset + 1, rows: "train", name: "explained_variance", value: $0.element)
    }
    return (
      .projection(
        Projection(
          means: data.centers, directions: directions, variances: Array(variances.prefix(count)),
          shares: kept)),
      history, notes
    )
  }

  private func componentCount(_ shares: [Double], _ width: Int) -> Int {
    let most = max(1, min(width, fit.training.rowCount))
    switch fit.algorithm["components"] {
    case .int(let count): return min(Int(count), most)
    case .float(let share):
      var sum = 0.0
      for (place, part) in shares.enumerated() {
        sum += part
        if sum >= share - 1e-12 { return min(place + 1, most) }
      }
      return most
    default: return most
    }
  }
}

extension LearningError {
  static func tooManyFeatures(_ algorithm: String, count: Int, limit: Int) -> LearningError {
    mistake(
      "too-many-features", "`\(algorithm)` takes at most \(limit) features, and there are \(count)",
      hints: ["say features: with those that matter"])
  }
}
