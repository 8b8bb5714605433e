import QuernSystem
import QuernTable

/// The features brought to mean 0 and length 1 (weighted), in place: then sums lose no digits.
struct Standardised {
  let rows: FeatureMatrix<Double>
  /// What was taken from each column; 0 without intercept.
  let centers: [Double]
  /// What each column was divided by; 0 for a column that is constant, and now 0.
  let lengths: [Double]
  let weightSum: Double
  /// What a penalty takes a column's length for: as it was, or as that of deviation 1.
  private(set) var penaltyLengths: [Double]

  private static let groupRowCount = 65_536

  init(
    _ rows: FeatureMatrix<Double>, weights: [Double]?, isCentered: Bool, context: TableContext
  ) throws(LearningError) {
    self.rows = rows
    weightSum = weights.map { $0.reduce(0, +) } ?? Double(rows.rowCount)
    let width = rows.columnCount
    var centers = [Double](repeating: 0, count: width)
    let values = SharedDoubles(rows.values)
    if isCentered {
      let sums = try Self.sums(rows, context) { row, out in
        VectorMath.add(weights?[row] ?? 1, values.values + row * width, width, to: out)
      }
      centers = sums.map { [weightSum] in $0 / weightSum }
      let taken = centers
      try Self.forRows(rows, context) { row in
        for column in 0..<width { values.values[row * width + column] -= taken[column] }
      }
    }
    let squares = try Self.sums(rows, context) { row, out in
      let weight = weights?[row] ?? 1
      for column in 0..<width {
        let value = values.values[row * width + column]
        out[column] += weight * value * value
      }
    }
    // What is left of a constant column after its mean was taken is rounding only.
    let lengths = zip(squares, centers).map { [weightSum] square, center in
      let length = square.squareRoot()
      return length > abs(center) * weightSum.squareRoot() * 1e-14 ? length : 0
    }
    try Self.forRows(rows, context) { row in
      for column in 0..<width {
        values.values[row * width + column] =
          lengths[column] > 0 ? values.values[row * width + column] / lengths[column] : 0
      }
    }
    self.centers = centers
    self.lengths = lengths
    penaltyLengths = lengths
  }

  /// The same rows, whose penalties are those of features of deviation 1.
  func penalisedAlike() -> Standardised {
    var alike = self
    alike.penaltyLengths = lengths.map { $0 > 0 ? weightSum.squareRoot() : 0 }
    return alike
  }

  /// Sums over rows, group by group in their order.
  private static func sums(
    _ rows: FeatureMatrix<Double>, _ context: TableContext,
    _ add: (_ row: Int, _ out: UnsafeMutablePointer<Double>) -> Void
  ) throws(LearningError) -> [Double] {
    try GroupedSums.over(
      rows.rowCount, width: rows.columnCount, context,
      add: { range, out in for row in range { add(row, out) } })
  }

  private static func forRows(
    _ rows: FeatureMatrix<Double>, _ context: TableContext, _ body: (Int) -> Void
  ) throws(LearningError) {
    let count = (rows.rowCount + 4_095) / 4_096
    try LearningError.wrapping {
      try context.workers.forEach(count: count, interrupt: context.interrupt) { block in
        for row in (block * 4_096)..<min((block + 1) * 4_096, rows.rowCount) { body(row) }
      }
    }
  }

  /// Coefficients and intercept for the features as they were.
  func restored(
    _ coefficients: [Double], intercept: Double
  ) -> (coefficients: [Double], intercept: Double) {
    var intercept = intercept
    var restored = [Double](repeating: 0, count: coefficients.count)
    for column in coefficients.indices where lengths[column] > 0 {
      restored[column] = coefficients[column] / lengths[column]
      intercept -= restored[column] * centers[column]
    }
    return (restored, intercept)
  }
}

/// Sums over rows in groups of 4 096 that are added in their order.
enum GroupedSums {
  private static let groupRowCount = 4_096
  /// Partial sums that are held at once.
  private static let waveCount = 64
  /// Numbers that are added between two looks at the interrupt: well below a millisecond.
  private static let checkedCells = 1 << 18

  /// `add` takes its rows one by one.
  static func over(
    _ rowCount: Int, width: Int, _ context: TableContext,
    add: (_ rows: Range<Int>, _ out: UnsafeMutablePointer<Double>) throws -> Void
  ) throws(LearningError) -> [Double] {
    var total = [Double](repeating: 0, count: width)
    let groupCount = (rowCount + groupRowCount - 1) / groupRowCount
    let step = max(16, checkedCells / max(1, width))
    try LearningError.wrapping {
      for first in stride(from: 0, to: groupCount, by: waveCount) {
        let count = min(waveCount, groupCount - first)
        let partials = try context.arena.zeroedBuffer(count * width * 8, doing: "sums of features")
        let base = SharedDoubles(partials.base.assumingMemoryBound(to: Double.self))
        try context.workers.forEach(count: count, interrupt: context.interrupt) { place in
          let start = (first + place) * groupRowCount
          let end = min(start + groupRowCount, rowCount)
          // Row by row into the same sums: where a group is cut changes no digit.
          for from in stride(from: start, to: end, by: step) {
            try context.interrupt.check()
            try add(from..<min(from + step, end), base.values + place * width)
          }
        }
        for place in 0..<count {
          for column in 0..<width { total[column] += base.values[place * width + column] }
        }
      }
    }
    return total
  }
}
