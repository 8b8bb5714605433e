import QuernSystem
package import QuernTable

/// How many rows of each true class were given each class.
package struct ConfusionMatrix: Hashable, Sendable {
  package let classes: [Scalar]
  /// `counts[actual][predicted]`: rows, or the sum of their weights.
  package let counts: [[Double]]

  package init(classes: [Scalar], counts: [[Double]]) {
    self.classes = classes
    self.counts = counts
  }

  init(
    classes: [Scalar], actual: [Int], predicted: [Int], weights: [Double]? = nil,
    _ interrupt: Interrupt? = nil
  ) throws(LearningError) {
    var counts = [[Double]](
      repeating: [Double](repeating: 0, count: classes.count), count: classes.count)
    for row in actual.indices {
      if row & 0xffff == 0 { try PatientSort.check(interrupt) }
      counts[actual[row]][predicted[row]] += weights?[row] ?? 1
    }
    self.init(classes: classes, counts: counts)
  }

  /// All rows.
  var total: Double { counts.reduce(0) { $0 + $1.reduce(0, +) } }

  /// The rows of a class.
  package func actual(_ index: Int) -> Double { counts[index].reduce(0, +) }

  /// The rows that were called a class.
  package func called(_ index: Int) -> Double { counts.reduce(0) { $0 + $1[index] } }

  var accuracy: Double? {
    let rows = total
    guard rows > 0 else { return nil }
    return counts.indices.reduce(0) { $0 + counts[$1][$1] } / rows
  }

  /// Mean recall of the classes that occur.
  var balancedAccuracy: Double? {
    let recalls = classes.indices.compactMap(recall)
    return recalls.isEmpty ? nil : recalls.reduce(0, +) / Double(recalls.count)
  }

  /// Rows of class `index` that were called so, over all that were called so.
  package func precision(_ index: Int) -> Double? {
    let called = called(index)
    return called > 0 ? counts[index][index] / called : nil
  }

  /// Rows of class `index` that were called so, over all rows of the class.
  package func recall(_ index: Int) -> Double? {
    let rows = actual(index)
    return rows > 0 ? counts[index][index] / rows : nil
  }

  /// 2 tp / (2 tp + fp + fn).
  package func f1(_ index: Int) -> Double? {
    let either = called(index) + actual(index)
    return either > 0 ? 2 * counts[index][index] / either : nil
  }

  /// Matthews' correlation, for any number of classes; 0 where one side does not vary.
  var mcc: Double? {
    let rows = total
    guard rows > 0 else { return nil }
    var right = 0.0
    var both = 0.0
    var actualSquares = 0.0
    var calledSquares = 0.0
    for index in classes.indices {
      let (said, was) = (called(index), actual(index))
      right += counts[index][index]
      both += said * was
      actualSquares += was * was
      calledSquares += said * said
    }
    let spread = (rows * rows - calledSquares) * (rows * rows - actualSquares)
    return spread > 0 ? (right * rows - both) / spread.squareRoot() : 0
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
