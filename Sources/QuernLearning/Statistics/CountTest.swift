/// A chi-square test: whether counts are as they were expected.
package struct CountTest: Hashable, Sendable {
  package var chiSquare: Double
  package var df: Int
  package var p: Double
  /// Expected counts, row by row.
  package var expected: [Double]

  /// Whether rows and columns of a table of counts are independent.
  ///
  /// `isCorrected`: with Yates's correction where the table is two by two. Nil where there are
  /// fewer than two rows or columns with a count.
  package static func independence(
    _ counts: [Double], columnCount: Int, isCorrected: Bool
  ) -> CountTest? {
    let rowCount = counts.count / max(1, columnCount)
    guard rowCount > 1, columnCount > 1 else { return nil }
    var rows = [Double](repeating: 0, count: rowCount)
    var columns = [Double](repeating: 0, count: columnCount)
    for (place, count) in counts.enumerated() {
      rows[place / columnCount] += count
      columns[place % columnCount] += count
    }
    let total = rows.reduce(0, +)
    guard rows.allSatisfy({ $0 > 0 }), columns.allSatisfy({ $0 > 0 }) else { return nil }
    let expected = counts.indices.map {
      rows[$0 / columnCount] * columns[$0 % columnCount] / total
    }
    let df = (rowCount - 1) * (columnCount - 1)
    return CountTest(counts, expected, df: df, isCorrected: isCorrected && df == 1)
  }

  /// Whether counts follow expected ones of the same total; nil where one of these is not positive.
  package static func fit(_ counts: [Double], expected: [Double]) -> CountTest? {
    guard counts.count > 1, counts.count == expected.count, expected.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    return CountTest(counts, expected, df: counts.count - 1, isCorrected: false)
  }

  private init(_ counts: [Double], _ expected: [Double], df: Int, isCorrected: Bool) {
    chiSquare = zip(counts, expected).reduce(0) { sum, pair in
      var distance = (pair.0 - pair.1).magnitude
      // Never past the expected count.
      if isCorrected { distance -= min(0.5, distance) }
      return sum + distance * distance / pair.1
    }
    self.df = df
    self.expected = expected
    p = Distributions.chiSquareAbove(chiSquare, df: Double(df))
  }
}
