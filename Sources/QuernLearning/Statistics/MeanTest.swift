import QuernSystem

/// A t-test: whether means differ by more than chance would bring.
package struct MeanTest: Hashable, Sendable {
  package enum Alternative: String, Hashable, Sendable, CaseIterable {
    case twoSided = "two_sided"
    case less
    case greater
  }

  /// Count, mean and sum of squared distances from it, of numbers without missing ones.
  package struct Sample: Hashable, Sendable {
    package let count: Int
    package let mean: Double
    let squares: Double

    /// NaN is a missing value.
    package init(_ values: [Double]) {
      let known = values.filter { !$0.isNaN }
      count = known.count
      let mean = known.reduce(0, +) / Double(max(1, known.count))
      self.mean = mean
      squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }

    var variance: Double { squares / Double(count - 1) }
    package var deviation: Double? { count > 1 ? variance.squareRoot() : nil }
  }

  package var t: Double
  package var df: Double
  package var p: Double
  /// Of the means, less what the hypothesis says.
  package var difference: Double
  /// Nil: without an end, in a one-sided test.
  package var low: Double?
  package var high: Double?

  /// One sample against a mean; nil where there are fewer than two numbers or all are equal.
  package static func one(
    _ sample: Sample, mean: Double, _ alternative: Alternative, level: Double
  ) -> MeanTest? {
    guard sample.count > 1 else { return nil }
    let error = (sample.variance / Double(sample.count)).squareRoot()
    return MeanTest(
      sample.mean - mean, error, df: Double(sample.count - 1), alternative, level)
  }

  /// Two samples; `isPooled`: their variances are taken to be equal.
  package static func two(
    _ first: Sample, _ second: Sample, isPooled: Bool, _ alternative: Alternative, level: Double
  ) -> MeanTest? {
    guard first.count > 1, second.count > 1 else { return nil }
    let (n, m) = (Double(first.count), Double(second.count))
    let error: Double
    let df: Double
    if isPooled {
      df = n + m - 2
      error = ((first.squares + second.squares) / df * (1 / n + 1 / m)).squareRoot()
    } else {
      let (a, b) = (first.variance / n, second.variance / m)
      error = (a + b).squareRoot()
      df = (a + b) * (a + b) / (a * a / (n - 1) + b * b / (m - 1))
    }
    return MeanTest(first.mean - second.mean, error, df: df, alternative, level)
  }

  private init?(
    _ difference: Double, _ error: Double, df: Double, _ alternative: Alternative, _ level: Double
  ) {
    guard error > 0, df > 0 else { return nil }
    t = difference / error
    self.df = df
    self.difference = difference
    switch alternative {
    case .twoSided:
      p = Distributions.studentBeyond(t, df: df)
      let half = Distributions.studentQuantile(above: (1 - level) / 2, df: df) * error
      (low, high) = (difference - half, difference + half)
    case .less:
      p = Distributions.studentAbove(-t, df: df)
      high = difference + Distributions.studentQuantile(above: 1 - level, df: df) * error
    case .greater:
      p = Distributions.studentAbove(t, df: df)
      low = difference - Distributions.studentQuantile(above: 1 - level, df: df) * error
    }
  }
}
