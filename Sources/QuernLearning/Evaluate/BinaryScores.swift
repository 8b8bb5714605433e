import QuernSystem

/// Scores of the positive class beside what was true: AUC and the like.
struct BinaryScores {
  let scores: [Double]
  let isPositive: [Bool]
  /// Rows by falling score.
  private let order: [Int32]
  private let interrupt: Interrupt?

  init(
    scores: [Double], isPositive: [Bool], _ interrupt: Interrupt? = nil
  ) throws(LearningError) {
    precondition(scores.count == isPositive.count, "one score per row")
    self.scores = scores
    self.isPositive = isPositive
    self.interrupt = interrupt
    var order = scores.indices.map { Int32($0) }
    try PatientSort.sort(&order, interrupt: interrupt) { scores[Int($0)] > scores[Int($1)] }
    self.order = order
  }

  /// Weight of the rows scored at least `threshold`, at each distinct score, from the highest.
  struct Step: Hashable {
    var threshold: Double
    var truePositives: Double
    var falsePositives: Double
  }

  /// The steps of the ROC curve, one per distinct score; rows of weight 0 make none.
  func steps(_ weights: [Double]? = nil) throws(LearningError) -> [Step] {
    var steps: [Step] = []
    var truePositives = 0.0
    var falsePositives = 0.0
    for (place, row) in order.enumerated() {
      if place & 0x7fff == 0 { try PatientSort.check(interrupt) }
      let row = Int(row)
      let weight = weights?[row] ?? 1
      if isPositive[row] { truePositives += weight } else { falsePositives += weight }
      let isLast = place + 1 == order.count || scores[Int(order[place + 1])] != scores[row]
      guard isLast else { continue }
      if let last = steps.last, last.truePositives == truePositives,
        last.falsePositives == falsePositives
      {
        continue
      }
      steps.append(
        Step(
          threshold: scores[row], truePositives: truePositives, falsePositives: falsePositives))
    }
    return steps
  }

  /// The area under the ROC curve, ties counted half; nil when there is one class only.
  ///
  /// Without weights it sums whole numbers, so it does not depend on the order of the rows.
  static func auc(_ steps: [Step]) -> Double? {
    guard let last = steps.last, last.truePositives > 0, last.falsePositives > 0 else { return nil }
    var doubled = 0.0
    var truePositives = 0.0
    var falsePositives = 0.0
    for step in steps {
      doubled +=
        (step.falsePositives - falsePositives) * (step.truePositives + truePositives)
      truePositives = step.truePositives
      falsePositives = step.falsePositives
    }
    return doubled / 2 / last.truePositives / last.falsePositives
  }

  /// The precision at each step, weighted by the recall that it adds; nil without positive rows.
  static func averagePrecision(_ steps: [Step]) -> Double? {
    guard let last = steps.last, last.truePositives > 0 else { return nil }
    var sum = 0.0
    var truePositives = 0.0
    for step in steps where step.truePositives > truePositives {
      let precision = step.truePositives / (step.truePositives + step.falsePositives)
      sum += (step.truePositives - truePositives) * precision
      truePositives = step.truePositives
    }
    return sum / last.truePositives
  }

  /// Mean squared distance of score and truth.
  func brier(_ weights: [Double]? = nil) throws(LearningError) -> Double? {
    var sum = 0.0
    var total = 0.0
    for row in scores.indices {
      if row & 0xffff == 0 { try PatientSort.check(interrupt) }
      let weight = weights?[row] ?? 1
      let distance = scores[row] - (isPositive[row] ? 1 : 0)
      sum += weight * distance * distance
      total += weight
    }
    return total > 0 ? sum / total : nil
  }

  /// Ten bins of equal width with what was said and what came true.
  func calibration(
    binCount: Int = 10, _ weights: [Double]? = nil
  ) throws(LearningError) -> [CalibrationBin] {
    var rows = [Int](repeating: 0, count: binCount)
    var totals = [Double](repeating: 0, count: binCount)
    var positives = totals
    var sums = totals
    for row in scores.indices {
      if row & 0xffff == 0 { try PatientSort.check(interrupt) }
      let bin = min(binCount - 1, max(0, Int(scores[row] * Double(binCount))))
      let weight = weights?[row] ?? 1
      rows[bin] += 1
      totals[bin] += weight
      sums[bin] += weight * scores[row]
      if isPositive[row] { positives[bin] += weight }
    }
    var bins: [CalibrationBin] = []
    for bin in 0..<binCount where totals[bin] > 0 {
      bins.append(
        CalibrationBin(
          lower: Double(bin) / Double(binCount), upper: Double(bin + 1) / Double(binCount),
          rows: rows[bin], meanScore: sums[bin] / totals[bin],
          positiveShare: positives[bin] / totals[bin]))
    }
    return bins
  }
}

/// Rows of one range of scores: what the model said, and what came true.
package struct CalibrationBin: Hashable, Sendable {
  package var lower: Double
  package var upper: Double
  package var rows: Int
  package var meanScore: Double
  package var positiveShare: Double
}
