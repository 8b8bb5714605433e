import QuernSystem

/// A stable sort that looks at the interrupt every few milliseconds.
enum PatientSort {
  /// Elements that are sorted, or merged, between two looks.
  private static let runCount = 16_384

  @inline(__always)
  static func sort<Element>(
    _ values: inout [Element], interrupt: Interrupt?, by precedes: (Element, Element) -> Bool
  ) throws(LearningError) {
    var runs: [Range<Int>] = []
    for start in stride(from: 0, to: values.count, by: runCount) {
      try check(interrupt)
      let run = start..<min(start + runCount, values.count)
      values[run].sort(by: precedes)
      runs.append(run)
    }
    var merged: [Element] = []
    while runs.count > 1 {
      merged.reserveCapacity(values.count)
      var longer: [Range<Int>] = []
      for pair in stride(from: 0, to: runs.count, by: 2) {
        let start = merged.count
        if pair + 1 < runs.count {
          try merge(values, runs[pair], runs[pair + 1], into: &merged, interrupt, precedes)
        } else {
          merged.append(contentsOf: values[runs[pair]])
        }
        longer.append(start..<merged.count)
      }
      swap(&values, &merged)
      merged.removeAll(keepingCapacity: true)
      runs = longer
    }
  }

  @inline(__always)
  private static func merge<Element>(
    _ values: [Element], _ left: Range<Int>, _ right: Range<Int>, into out: inout [Element],
    _ interrupt: Interrupt?, _ precedes: (Element, Element) -> Bool
  ) throws(LearningError) {
    var i = left.lowerBound
    var j = right.lowerBound
    while i < left.upperBound || j < right.upperBound {
      if out.count % runCount == 0 { try check(interrupt) }
      if j >= right.upperBound || i < left.upperBound && !precedes(values[j], values[i]) {
        out.append(values[i])
        i += 1
      } else {
        out.append(values[j])
        j += 1
      }
    }
  }

  static func check(_ interrupt: Interrupt?) throws(LearningError) {
    do throws(Interrupted) { try interrupt?.check() } catch { throw LearningError(error) }
  }
}
