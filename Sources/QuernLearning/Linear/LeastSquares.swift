import QuernSystem
import QuernTable
import QuernText

/// Least squares, with or without a penalty on the coefficients.
///
/// Solved by Cholesky's method on standardised features; where they are nearly dependent, by a QR
/// decomposition of the rows, which keeps twice the digits. A feature that is a sum of others gets
/// the coefficient 0, and a note says so.
struct LeastSquares {
  let rows: FeatureMatrix<Double>
  let labels: [Double]
  let weights: [Double]?
  let l2: Double
  let hasIntercept: Bool
  let names: [String]
  let context: TableContext
  /// Weight of the sum of absolute coefficients, beside half the sum of squared errors.
  var l1 = 0.0
  var sweepCountMax = 10_000
  var tolerance = 1e-10
  /// Whether penalties are of features brought to deviation 1.
  var isPenalisedAlike = false

  struct Solution {
    var coefficients: [Double]
    var intercept: Double
    var notes: [String]
  }

  /// Below this, the squared residual of a feature on those before it calls for QR.
  private static let pivotMin = 1e-6

  func solve() throws(LearningError) -> Solution {
    var data = try Standardised(
      rows, weights: weights, isCentered: hasIntercept, context: context)
    if isPenalisedAlike { data = data.penalisedAlike() }
    let mean = hasIntercept ? try labelMean(data.weightSum) : 0
    let penalties = data.penaltyLengths.map { $0 > 0 ? l2 / ($0 * $0) : 0 }
    var gram = try Gram(width: rows.columnCount, rowCount: rows.rowCount, context: context)
      .sum { range, out in fill(range, data, out) }
    for column in 0..<rows.columnCount {
      // A constant column is all zeros now: the 1 keeps its coefficient at 0.
      gram.add(data.lengths[column] > 0 ? penalties[column] : 1, column, column)
    }
    let product = try labelProducts(data, mean)
    var notes = constantNotes(data)
    if l1 > 0 {
      let (x, added) = try sparse(gram, product, data)
      let (coefficients, intercept) = data.restored(x, intercept: mean)
      return Solution(
        coefficients: coefficients, intercept: intercept, notes: notes + added)
    }
    let solved = try LearningError.wrapping {
      try gram.solve(product, least: Self.pivotMin, interrupt: context.interrupt)
    }
    let scaled: [Double]
    if let solved {
      scaled = solved.x
    } else {
      let (x, dependent) = try QRLeastSquares(
        data: data, labels: labels, labelMean: mean, weights: weights, penalties: penalties,
        context: context
      ).solve()
      scaled = x
      notes += dependent.filter { data.lengths[$0] > 0 }.map {
        "\(names[$0]) is a sum of other features: its coefficient is 0"
      }
    }
    let (coefficients, intercept) = data.restored(scaled, intercept: mean)
    return Solution(coefficients: coefficients, intercept: intercept, notes: notes)
  }

  private func sparse(
    _ gram: SymmetricMatrix, _ product: [Double], _ data: Standardised
  ) throws(LearningError) -> (x: [Double], notes: [String]) {
    let solved = try LearningError.wrapping {
      try CoordinateDescent(
        matrix: gram, products: product, l1: data.penaltyLengths.map { $0 > 0 ? l1 / $0 : 0 },
        sweepCountMax: sweepCountMax, tolerance: tolerance, interrupt: context.interrupt
      ).solve(from: [Double](repeating: 0, count: product.count))
    }
    let zeros = solved.x.count { $0 == 0 }
    var notes = ["\(zeros) of \(solved.x.count) coefficients are 0"]
    if !solved.isConverged {
      notes.append("stopped after \(sweepCountMax) sweeps, before the optimum")
    }
    return (solved.x, notes)
  }

  private func constantNotes(_ data: Standardised) -> [String] {
    data.lengths.indices.filter { data.lengths[$0] == 0 }.map {
      "\(names[$0]) is the same in every row: its coefficient is 0"
    }
  }

  private func labelMean(_ weightSum: Double) throws(LearningError) -> Double {
    let sum = try GroupedSums.over(rows.rowCount, width: 1, context) { range, out in
      for row in range { out[0] += (weights?[row] ?? 1) * labels[row] }
    }
    return sum[0] / weightSum
  }

  /// Rows times the root of their weights.
  private func fill(
    _ range: Range<Int>, _ data: Standardised, _ out: UnsafeMutablePointer<Double>
  ) {
    let width = rows.columnCount
    let source = data.rows.values + range.lowerBound * width
    guard let weights else {
      out.update(from: source, count: range.count * width)
      return
    }
    for (place, row) in range.enumerated() {
      let root = weights[row].squareRoot()
      for column in 0..<width {
        out[place * width + column] = root * source[place * width + column]
      }
    }
  }

  private func labelProducts(_ data: Standardised, _ mean: Double) throws(LearningError) -> [Double]
  {
    let width = rows.columnCount
    return try GroupedSums.over(rows.rowCount, width: width, context) { range, out in
      for row in range {
        let factor = (weights?[row] ?? 1) * (labels[row] - mean)
        VectorMath.add(factor, data.rows.values + row * width, width, to: out)
      }
    }
  }
}
