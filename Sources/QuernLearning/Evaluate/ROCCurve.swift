import QuernSystem

/// The ROC curve in few points.
enum ROCCurve {
  /// The curve from nothing called positive to everything.
  ///
  /// Thinned evenly, but the corners of its convex hull stay: the best threshold for any cost of
  /// the two mistakes is one of them.
  static func points(
    _ steps: [BinaryScores.Step], _ interrupt: Interrupt? = nil
  ) throws(LearningError) -> [ROCPoint] {
    guard let last = steps.last else { return [] }
    let (positives, negatives) = (last.truePositives, last.falsePositives)
    let start = ROCPoint(
      threshold: nil, falsePositives: 0, truePositives: 0, falsePositiveRate: 0,
      truePositiveRate: 0)
    return [start]
      + (try places(steps, interrupt)).map { place in
        let step = steps[place]
        return ROCPoint(
          threshold: step.threshold, falsePositives: step.falsePositives,
          truePositives: step.truePositives,
          falsePositiveRate: negatives > 0 ? step.falsePositives / negatives : 0,
          truePositiveRate: positives > 0 ? step.truePositives / positives : 0)
      }
  }

  private static func places(
    _ steps: [BinaryScores.Step], _ interrupt: Interrupt?
  ) throws(LearningError) -> [Int] {
    let kept = Evaluation.rocPointCountMax - 1
    guard steps.count > kept else { return Array(steps.indices) }
    let even = (1...kept).map { $0 * steps.count / kept - 1 }
    return Set(even).union(try hull(steps, interrupt)).sorted()
  }

  /// The corners of the upper convex hull.
  private static func hull(
    _ steps: [BinaryScores.Step], _ interrupt: Interrupt?
  ) throws(LearningError) -> [Int] {
    var corners: [Int] = []
    func turnsLeft(_ a: Int, _ b: Int, _ c: Int) -> Bool {
      let (p, q, r) = (steps[a], steps[b], steps[c])
      return (q.falsePositives - p.falsePositives) * (r.truePositives - p.truePositives)
        >= (q.truePositives - p.truePositives) * (r.falsePositives - p.falsePositives)
    }
    for place in steps.indices {
      if place & 0x7fff == 0 { try PatientSort.check(interrupt) }
      while corners.count > 1,
        turnsLeft(corners[corners.count - 2], corners[corners.count - 1], place)
      {
        corners.removeLast()
      }
      corners.append(place)
    }
    return corners
  }
}
