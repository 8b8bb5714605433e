import QuernSystem
import QuernTable
package import QuernText

/// How intervals of metrics are found: by drawing the rows again and again.
package struct Bootstrap: Sendable {
  /// The share of the resamples that lies inside: 0.95.
  package var level: Double
  package var resampleCount: Int
  package var random: RandomStream

  package init(level: Double, resampleCount: Int, random: RandomStream) {
    self.level = level
    self.resampleCount = resampleCount
    self.random = random
  }

  /// The percentile interval of each metric; nil where it is not defined in some resample.
  func intervals(
    _ measuring: Measuring, _ metrics: [Metric], _ weights: [Double]?, _ context: TableContext
  ) throws(LearningError) -> [(low: Double, high: Double)?] {
    let rowCount = measuring.actual.count
    let found = Resamples(count: resampleCount)
    try LearningError.wrapping {
      try context.workers.forEach(count: resampleCount, interrupt: context.interrupt) { index in
        let counts = try Self.draw(rowCount, random.child(index), weights, context.interrupt)
        found.set(index, try measuring.values(metrics, counts))
      }
    }
    return metrics.indices.map { place in
      let values = found.values.compactMap { $0[place] }.sorted()
      guard values.count == resampleCount, !values.isEmpty else { return nil }
      return (Self.quantile(values, (1 - level) / 2), Self.quantile(values, (1 + level) / 2))
    }
  }

  /// As many rows as there are, drawn with repetition: how often each, times its weight.
  private static func draw(
    _ rowCount: Int, _ random: RandomStream, _ weights: [Double]?, _ interrupt: Interrupt
  ) throws(LearningError) -> [Double] {
    var counts = [Double](repeating: 0, count: rowCount)
    for draw in 0..<rowCount {
      if draw & 0xffff == 0 { try PatientSort.check(interrupt) }
      let row = Int(random.below(UInt64(rowCount), UInt64(draw)))
      counts[row] += weights?[row] ?? 1
    }
    return counts
  }

  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
  }
}

/// What each resample gave, written by several threads, each at places of its own.
private final class Resamples: @unchecked Sendable {
  private let lock = Lock()
  private var kept: [[Double?]]

  init(count: Int) { kept = [[Double?]](repeating: [], count: count) }

  func set(_ index: Int, _ values: [Double?]) { lock.withLock { kept[index] = values } }

  var values: [[Double?]] { lock.withLock { kept } }
}
