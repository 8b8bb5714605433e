package import QuernTable

/// How many rows of each true class were given each class.
package struct ConfusionMatrix: Hashable, Sendable {
  package let classes: [Scalar]
  /// `counts[actual][predicted]`.
  package let counts: [[Int]]

  package init(classes: [Scalar], counts: [[Int]]) {
    self.classes = classes
    self.counts = counts
  }

  init(classes: [Scalar], actual: [Int], predicted: [Int]) {
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
    for (a, p) in zip(actual, predicted) { counts[a][p] += 1 }
    self.init(classes: classes, counts: counts)
  }

  var rowCount: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  var accuracy: Double? {
    let rows = rowCount
    guard rows > 0 else { return nil }
    return Double(counts.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(rows)
  }

  /// Rows of class `index` that were called so, over all that were called so.
  func precision(_ index: Int) -> Double? {
    let called = counts.reduce(0) { $0 + $1[index] }
    return called > 0 ? Double(counts[index][index]) / Double(called) : nil
  }

  /// Rows of class `index` that were called so, over all rows of the class.
  func recall(_ index: Int) -> Double? {
    let rows = counts[index].reduce(0, +)
    return rows > 0 ? Double(counts[index][index]) / Double(rows) : nil
  }

  /// 2 tp / (2 tp + fp + fn).
  func f1(_ index: Int) -> Double? {
    let called = counts.reduce(0) { $0 + $1[index] }
    let rows = counts[index].reduce(0, +)
    return called + rows > 0 ? Double(2 * counts[index][index]) / Double(called + rows) : nil
  }

  /// The mean over classes that occur, a value that is not defined counting as 0.
  func macro(_ value: (Int) -> Double?) -> Double? {
    let present = classes.indices.filter { index in
      counts[index].contains { $0 > 0 } || counts.contains { $0[index] > 0 }
    }
    guard !present.isEmpty else { return nil }
    return present.reduce(0.0) { $0 + (value($1) ?? 0) } / Double(present.count)
  }
}
