import Glibc
package import QuernSystem

/// How far two columns go together, over the rows where neither is missing.
package struct Correlation: Hashable, Sendable {
  package enum Method: String, Hashable, Sendable, CaseIterable {
    /// On a straight line.
    case pearson
    /// In their ranks.
    case spearman
    /// In the order of pairs: Kendall's tau-b.
    case kendall
  }

  /// Nil where one side is constant or there are fewer than two rows.
  package var value: Double?
  /// Of no connection, two-sided; nil where there is none to tell.
  package var p: Double?
  /// Rows where neither side is missing.
  package var count: Int

  /// Of two columns of the same length; a missing value is NaN.
  package static func of(
    _ x: [Double], _ y: [Double], _ method: Method, interrupt: Interrupt?
  ) throws(LearningError) -> Correlation {
    var left: [Double] = []
    var right: [Double] = []
    left.reserveCapacity(x.count)
    right.reserveCapacity(x.count)
    for row in x.indices {
      if row % 65_536 == 0 { try PatientSort.check(interrupt) }
      guard !x[row].isNaN, !y[row].isNaN else { continue }
      left.append(x[row])
      right.append(y[row])
    }
    switch method {
    case .pearson: return try pearson(left, right, interrupt)
    case .spearman:
      return try pearson(ranks(left, interrupt), ranks(right, interrupt), interrupt)
    case .kendall: return try Kendall.of(left, right, interrupt)
    }
  }

  /// Every pair of columns, in the order (0, 1), (0, 2) …, (1, 2) ….
  package static func pairs(
    of columns: [[Double]], _ method: Method, workers: Workers, interrupt: Interrupt
  ) throws -> [Correlation] {
    var places: [(Int, Int)] = []
    for first in columns.indices {
      for second in columns.indices where second > first { places.append((first, second)) }
    }
    return try workers.map(count: places.count, interrupt: interrupt) { index in
      try of(columns[places[index].0], columns[places[index].1], method, interrupt: interrupt)
    }
  }

  /// Where the true one lies, at this confidence, by Fisher's transformation.
  package func interval(level: Double) -> (low: Double, high: Double)? {
    guard let value, count > 3 else { return nil }
    let half = Distributions.normalQuantile(above: (1 - level) / 2) / Double(count - 3).squareRoot()
    let middle = atanh(value)
    return value.magnitude == 1 ? (value, value) : (tanh(middle - half), tanh(middle + half))
  }

  private static func pearson(
    _ x: [Double], _ y: [Double], _ interrupt: Interrupt?
  ) throws(LearningError) -> Correlation {
    let count = x.count
    guard count > 1 else { return Correlation(value: nil, p: nil, count: count) }
    let (meanX, meanY) = (try mean(x, interrupt), try mean(y, interrupt))
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for row in x.indices {
      if row % 65_536 == 0 { try PatientSort.check(interrupt) }
      let (dx, dy) = (x[row] - meanX, y[row] - meanY)
      xx += dx * dx
      yy += dy * dy
      xy += dx * dy
    }
    guard !isConstant(x), !isConstant(y), xx > 0, yy > 0 else {
      return Correlation(value: nil, p: nil, count: count)
    }
    // One root, so that a perfect line of whole numbers is exactly 1.
    let product = (xx * yy).squareRoot()
    let isPlain = product.isFinite && product > 1e-150
    let value = max(-1, min(1, isPlain ? xy / product : xy / xx.squareRoot() / yy.squareRoot()))
    return Correlation(value: value, p: p(value, count), count: count)
  }

  /// By Student's t with two degrees of freedom fewer than there are rows.
  private static func p(_ value: Double, _ count: Int) -> Double {
    guard count > 2 else { return 1 }
    let df = Double(count - 2)
    let rest = (1 - value) * (1 + value)
    guard rest > 0 else { return 0 }
    return Distributions.studentBeyond(value * (df / rest).squareRoot(), df: df)
  }

  private static func isConstant(_ values: [Double]) -> Bool {
    values.allSatisfy { $0 == values[0] }
  }

  private static func mean(
    _ values: [Double], _ interrupt: Interrupt?
  ) throws(LearningError) -> Double {
    var sum = 0.0
    for row in values.indices {
      if row % 65_536 == 0 { try PatientSort.check(interrupt) }
      sum += values[row]
    }
    return sum / Double(values.count)
  }

  /// Places in ascending order from 1; equal values share the mean of theirs.
  static func ranks(
    _ values: [Double], _ interrupt: Interrupt?
  ) throws(LearningError) -> [Double] {
    var order = Array(values.indices)
    try PatientSort.sort(&order, interrupt: interrupt) { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      let rank = Double(start + 1 + end) / 2
      for place in start..<end { ranks[order[place]] = rank }
      start = end
    }
    return ranks
  }
}
