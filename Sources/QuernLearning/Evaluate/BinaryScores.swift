import QuernSystem

/// Scores of the positive class beside what was true: AUC and the like.
struct BinaryScores {
  let scores: [Double]
  let isPositive: [Bool]
  let positiveCount: Int

  init(scores: [Double], isPositive: [Bool]) {
    precondition(scores.count == isPositive.count, "one score per row")
    self.scores = scores
    self.isPositive = isPositive
    positiveCount = isPositive.count { $0 }
  }

  var negativeCount: Int { scores.count - positiveCount }

  /// Counts of rows scored at least `threshold`, at each distinct score, from the highest.
  struct Step: Hashable {
    var threshold: Double
    var truePositives: Int
    var falsePositives: Int
  }

  /// The steps of the ROC curve, one per distinct score.
  func steps(_ interrupt: Interrupt? = nil) throws(LearningError) -> [Step] {
    var ranked: [(score: Double, isPositive: Bool)] = []
    ranked.reserveCapacity(scores.count)
    for row in scores.indices { ranked.append((scores[row], isPositive[row])) }
    try PatientSort.sort(&ranked, interrupt: interrupt) { $0.score > $1.score }
    var steps: [Step] = []
    var truePositives = 0
    var falsePositives = 0
    for (place, row) in ranked.enumerated() {
      if row.isPositive { truePositives += 1 } else { falsePositives += 1 }
      let isLast = place + 1 == ranked.count || ranked[place + 1].score != row.score
      guard isLast else { continue }
      steps.append(
        Step(
          threshold: row.score, truePositives: truePositives, falsePositives: falsePositives))
    }
    return steps
  }

  /// The area under the ROC curve, ties counted half; nil when there is one class only.
  ///
  /// Sums whole numbers, so it does not depend on the order of the rows.
  func auc(_ steps: [Step]) -> Double? {
    guard positiveCount > 0, negativeCount > 0 else { return nil }
    var doubled: UInt64 = 0
    var truePositives = 0
    var falsePositives = 0
    for step in steps {
      let width = UInt64(step.falsePositives - falsePositives)
      doubled += width * UInt64(step.truePositives + truePositives)
      truePositives = step.truePositives
      falsePositives = step.falsePositives
    }
    return Double(doubled) / 2 / Double(positiveCount) / Double(negativeCount)
  }

  /// Mean squared distance of score and truth.
  var brier: Double? {
    guard !scores.isEmpty else { return nil }
    var sum = 0.0
    for (score, positive) in zip(scores, isPositive) {
      let distance = score - (positive ? 1 : 0)
      sum += distance * distance
    }
    return sum / Double(scores.count)
  }

  /// Ten bins of equal width with what was said and what came true.
  func calibration(binCount: Int = 10) -> [CalibrationBin] {
    var counts = [Int](repeating: 0, count: binCount)
    var positives = counts
    var sums = [Double](repeating: 0, count: binCount)
    for (score, positive) in zip(scores, isPositive) {
      let bin = min(binCount - 1, max(0, Int(score * Double(binCount))))
      counts[bin] += 1
      sums[bin] += score
      if positive { positives[bin] += 1 }
    }
    var bins: [CalibrationBin] = []
    for bin in 0..<binCount where counts[bin] > 0 {
      let rows = Double(counts[bin])
      bins.append(
        CalibrationBin(
          lower: Double(bin) / Double(binCount), upper: Double(bin + 1) / Double(binCount),
          rows: counts[bin], meanScore: sums[bin] / rows,
          positiveShare: Double(positives[bin]) / rows))
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
