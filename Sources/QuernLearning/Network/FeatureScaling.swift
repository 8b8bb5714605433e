import QuernSystem
import QuernTable

/// Features, and a number to predict, brought to mean 0 and variance 1; and the way back.
struct FeatureScaling {
  let rows: FeatureMatrix<Double>
  private let means: [Double]
  /// What each feature is multiplied by; 0 for one that is the same in every row.
  private let factors: [Double]
  private let labelMean: Double
  private let labelSpread: Double

  init(_ matrix: FeatureMatrix<Double>, _ fit: AlgorithmFit) throws(LearningError) {
    let data = try Standardised(
      matrix, weights: fit.weights, isCentered: true, context: fit.context.table)
    let root = data.weightSum.squareRoot()
    means = data.centers
    factors = data.lengths.map { $0 > 0 ? root / $0 : 0 }
    rows = data.rows
    let width = matrix.columnCount
    try Self.forBlocks(data.rows, fit) { row in
      for column in 0..<width { row[column] *= root }
    }
    guard fit.known.task == .regression else {
      labelMean = 0
      labelSpread = 1
      return
    }
    let labels = fit.known.labels
    let weights = fit.weights
    let sum = try GroupedSums.over(labels.count, width: 1, fit.context.table) { range, out in
      for row in range { out[0] += (weights?[row] ?? 1) * labels[row] }
    }[0]
    let mean = sum / data.weightSum
    let square = try GroupedSums.over(labels.count, width: 1, fit.context.table) { range, out in
      for row in range {
        out[0] += (weights?[row] ?? 1) * (labels[row] - mean) * (labels[row] - mean)
      }
    }[0]
    labelMean = mean
    labelSpread = square > 0 ? (square / data.weightSum).squareRoot() : 1
  }

  /// Other rows, scaled in place as the training rows were.
  func apply(
    _ matrix: FeatureMatrix<Double>, _ fit: AlgorithmFit
  ) throws(LearningError) -> FeatureMatrix<Double> {
    try Self.forBlocks(matrix, fit) { row in
      for column in 0..<matrix.columnCount {
        row[column] = (row[column] - means[column]) * factors[column]
      }
    }
    return matrix
  }

  func scaled(_ labels: [Double]) -> [Double] {
    labelSpread == 1 && labelMean == 0
      ? labels : labels.map { ($0 - labelMean) / labelSpread }
  }

  /// The parameters of the same network for features, and a number, as they were.
  func restored(_ parameters: [Double], _ sizes: [Int]) -> [Double] {
    var restored = parameters
    let (width, units) = (sizes[0], sizes[1])
    for unit in 0..<units {
      var shift = 0.0
      for column in 0..<width {
        restored[unit * width + column] *= factors[column]
        shift += restored[unit * width + column] * means[column]
      }
      restored[units * width + unit] -= shift
    }
    let last = Network.offsets(sizes)[sizes.count - 2]
    for place in last..<restored.count { restored[place] *= labelSpread }
    restored[restored.count - 1] += labelMean
    return restored
  }

  private static func forBlocks(
    _ matrix: FeatureMatrix<Double>, _ fit: AlgorithmFit,
    _ body: (UnsafeMutablePointer<Double>) -> Void
  ) throws(LearningError) {
    let values = SharedDoubles(matrix.values)
    let count = (matrix.rowCount + 1_023) / 1_024
    let width = matrix.columnCount
    try LearningError.wrapping {
      try fit.context.table.workers.forEach(
        count: count, interrupt: fit.context.table.interrupt
      ) { block in
        for row in (block * 1_024)..<min((block + 1) * 1_024, matrix.rowCount) {
          body(values.values + row * width)
        }
      }
    }
  }
}
