import QuernSystem
import QuernTable

/// Least squares by Householder's QR of the rows themselves, block after block.
///
/// Keeps a triangle of features and label; each block of rows is folded into it. Features that the
/// ones before them determine are found at the end and left out, as R's `lm` does.
struct QRLeastSquares {
  let data: Standardised
  let labels: [Double]
  let labelMean: Double
  let weights: [Double]?
  let penalties: [Double]
  let context: TableContext

  /// A feature whose part that others do not explain is shorter than this is dependent.
  private static let residualMin = 1e-9
  private static let blockRowCount = 256

  private var featureCount: Int { data.rows.columnCount }
  private var width: Int { featureCount + 1 }

  /// Coefficients of the standardised features; indices of those that others determine.
  func solve() throws(LearningError) -> (coefficients: [Double], dependent: [Int]) {
    var triangle = [Double](repeating: 0, count: width * width)
    try LearningError.wrapping {
      try context.arena.reserve(width * (width + Self.blockRowCount) * 8, doing: "QR of the rows")
      defer { context.arena.release(width * (width + Self.blockRowCount) * 8) }
      for first in stride(from: 0, to: data.rows.rowCount, by: Self.blockRowCount) {
        let range = first..<min(first + Self.blockRowCount, data.rows.rowCount)
        var block = [Double](repeating: 0, count: range.count * width)
        for (place, row) in range.enumerated() { write(row, to: &block, at: place) }
        try fold(&block, rowCount: range.count, into: &triangle)
      }
      if penalties.contains(where: { $0 > 0 }) {
        var block = [Double](repeating: 0, count: featureCount * width)
        for column in 0..<featureCount {
          block[column * width + column] = penalties[column].squareRoot()
        }
        try fold(&block, rowCount: featureCount, into: &triangle)
      }
    }
    return try LearningError.wrapping { try solve(triangle) }
  }

  private func write(_ row: Int, to block: inout [Double], at place: Int) {
    let root = weights.map { $0[row].squareRoot() } ?? 1
    let source = data.rows.values + row * featureCount
    for column in 0..<featureCount { block[place * width + column] = root * source[column] }
    block[place * width + featureCount] = root * (labels[row] - labelMean)
  }

  /// Makes the block zero by reflections that change the triangle only.
  private func fold(
    _ block: inout [Double], rowCount: Int, into triangle: inout [Double]
  ) throws(Interrupted) {
    let width = width
    for column in 0..<width {
      try context.interrupt.check()
      var square = 0.0
      for row in 0..<rowCount {
        square += block[row * width + column] * block[row * width + column]
      }
      guard square > 0 else { continue }
      let head = triangle[column * width + column]
      let length = (head * head + square).squareRoot()
      let pivot = head > 0 ? -square / (head + length) : head - length
      let factor = 2 * pivot * pivot / (square + pivot * pivot)
      triangle[column * width + column] = length
      for other in (column + 1)..<max(width, column + 1) {
        var sum = triangle[column * width + other] * pivot
        for row in 0..<rowCount { sum += block[row * width + column] * block[row * width + other] }
        sum *= factor / pivot
        triangle[column * width + other] -= sum
        for row in 0..<rowCount {
          block[row * width + other] -= sum * block[row * width + column] / pivot
        }
      }
    }
  }

  /// Reduces the triangle once more, passing over columns without a part of their own.
  private func solve(
    _ triangle: [Double]
  ) throws(Interrupted) -> (coefficients: [Double], dependent: [Int]) {
    var cells = triangle
    var kept: [Int] = []
    var dependent: [Int] = []
    for column in 0..<featureCount {
      try context.interrupt.check()
      let top = kept.count
      var square = 0.0
      for row in top..<width { square += cells[row * width + column] * cells[row * width + column] }
      guard square.squareRoot() > Self.residualMin else {
        dependent.append(column)
        continue
      }
      reflect(&cells, from: top, column: column, square: square)
      kept.append(column)
    }
    var coefficients = [Double](repeating: 0, count: featureCount)
    for (row, column) in kept.enumerated().reversed() {
      var value = cells[row * width + featureCount]
      for later in kept[(row + 1)...] { value -= cells[row * width + later] * coefficients[later] }
      coefficients[column] = value / cells[row * width + column]
    }
    return (coefficients, dependent)
  }

  private func reflect(_ cells: inout [Double], from top: Int, column: Int, square: Double) {
    let head = cells[top * width + column]
    let length = head > 0 ? -square.squareRoot() : square.squareRoot()
    var vector = (top..<width).map { cells[$0 * width + column] }
    vector[0] -= length
    let norm = vector.reduce(0) { $0 + $1 * $1 }
    guard norm > 0 else { return }
    for other in column..<width {
      var sum = 0.0
      for (place, value) in vector.enumerated() {
        sum += value * cells[(top + place) * width + other]
      }
      let factor = 2 * sum / norm
      for (place, value) in vector.enumerated() {
        cells[(top + place) * width + other] -= factor * value
      }
    }
  }
}
