import Glibc
import QuernSystem
import QuernTable
import QuernText

/// Lloyd's algorithm from several starts; the ending with the least inertia is kept.
///
/// Sums run over a fixed grid of rows. Clusters are numbered by falling weight, so that the same
/// clusters get the same numbers whatever start found them.
struct KMeansFit {
  let fit: AlgorithmFit
  let rows: FeatureMatrix<Double>
  let weights: [Double]?
  let clusterCount: Int

  var width: Int { rows.columnCount }
  var context: TableContext { fit.context.table }

  /// Where one start ended.
  struct Ending {
    var centers: [Double]
    var sizes: [Double]
    var inertia: Double
    var history: [Double]
    var isConverged: Bool
  }

  init(_ fit: AlgorithmFit) throws(LearningError) {
    self.fit = fit
    weights = fit.weights
    clusterCount = fit.algorithm.int("k") ?? 8
    let used = fit.weights.map { $0.count { $0 > 0 } } ?? fit.training.rowCount
    guard used >= clusterCount else {
      throw .tooFewRows("kmeans", rows: used, needed: clusterCount, parameter: "k")
    }
    rows = try fit.matrix()
  }

  func run() throws(LearningError) -> AlgorithmFit.Outcome {
    let starts = clusterCount == 1 ? 1 : fit.algorithm.int("starts") ?? 5
    let limit = fit.algorithm.int("iterations") ?? 300
    let threshold = try meanVariance() * (fit.algorithm.double("tolerance") ?? 1e-4)
    var best: Ending?
    for start in 0..<starts {
      let stream = fit.stream.child(start)
      let first =
        fit.algorithm.text("init") == "random"
        ? try randomCenters(stream) : try ClusterSeeds(self, stream).centers()
      let ending = try lloyd(from: first, limit: limit, threshold: threshold)
      fit.context.progress?(TrainProgress(done: start + 1, total: starts, unit: "starts"))
      // Endings that differ by rounding are the same: the first one stays.
      if best.map({ ending.inertia < $0.inertia * (1 - 1e-12) }) ?? true { best = ending }
    }
    guard let best else { preconditionFailure("kmeans begins at least once") }
    return outcome(best, limit: limit)
  }

  private func outcome(_ best: Ending, limit: Int) -> AlgorithmFit.Outcome {
    let order = (0..<clusterCount).sorted { a, b in
      if best.sizes[a] != best.sizes[b] { return best.sizes[a] > best.sizes[b] }
      let left = best.centers[(a * width)..<((a + 1) * width)]
      let right = best.centers[(b * width)..<((b + 1) * width)]
      return left.lexicographicallyPrecedes(right)
    }
    let values = order.flatMap { best.centers[($0 * width)..<(($0 + 1) * width)] }
    let total = best.sizes.reduce(0, +)
    var notes = [
      "inertia \(Numbers.significant(best.inertia, digits: 6)), mean squared distance "
        + Numbers.significant(best.inertia / total, digits: 6)
    ]
    if !best.isConverged { notes.append("stopped after \(limit) iterations, before the end") }
    let empty = best.sizes.count { $0 == 0 }
    if empty > 0 {
      notes.append("\(empty) clusters are empty: the rows have fewer distinct values")
    }
    let history = best.history.enumerated().map {
      MetricStep(step: $0.offset + 1, rows: "train", name: "inertia", value: $0.element)
    }
    return (
      .centers(Centers(clusterCount: clusterCount, featureCount: width, values: values)), history,
      notes
    )
  }

  /// The mean over features of their variance: what the tolerance is measured by.
  private func meanVariance() throws(LearningError) -> Double {
    let width = width
    guard width > 0 else { return 0 }
    let first = Array(UnsafeBufferPointer(start: rows.values, count: width))
    let sums = try GroupedSums.over(rows.rowCount, width: 2 * width + 1, context) { range, out in
      for row in range {
        let weight = weights?[row] ?? 1
        for column in 0..<width {
          let value = rows.values[row * width + column] - first[column]
          out[column] += weight * value
          out[width + column] += weight * value * value
        }
        out[2 * width] += weight
      }
    }
    let total = sums[2 * width]
    var variance = 0.0
    for column in 0..<width {
      let mean = sums[column] / total
      variance += max(0, sums[width + column] / total - mean * mean)
    }
    return variance / Double(width)
  }

  private func randomCenters(_ stream: RandomStream) throws(LearningError) -> [Double] {
    let candidates = (0..<rows.rowCount).filter { (weights?[$0] ?? 1) > 0 }
    var order = candidates
    for place in 0..<clusterCount {
      let other = place + Int(stream.below(UInt64(order.count - place), UInt64(place)))
      order.swapAt(place, other)
    }
    return order.prefix(clusterCount).flatMap { center(at: $0) }
  }

  func center(at row: Int) -> [Double] {
    Array(UnsafeBufferPointer(start: rows.values + row * width, count: width))
  }

  // MARK: Steps

  private func lloyd(
    from first: [Double], limit: Int, threshold: Double
  ) throws(LearningError) -> Ending {
    var centers = first
    var history: [Double] = []
    for _ in 0..<limit {
      let (sums, farthest) = try assign(centers)
      history.append(sums[clusterCount * (width + 1)])
      let next = moved(centers, sums, farthest)
      var shift = 0.0
      for place in centers.indices {
        shift += (next[place] - centers[place]) * (next[place] - centers[place])
      }
      centers = next
      if shift <= threshold { return try ending(centers, history, isConverged: true) }
    }
    return try ending(centers, history, isConverged: false)
  }

  private func ending(
    _ centers: [Double], _ history: [Double], isConverged: Bool
  ) throws(LearningError) -> Ending {
    let (sums, _) = try assign(centers)
    let inertia = sums[clusterCount * (width + 1)]
    return Ending(
      centers: centers, sizes: (0..<clusterCount).map { sums[$0 * (width + 1) + width] },
      inertia: inertia, history: history + [inertia], isConverged: isConverged)
  }

  /// Sums of rows and weights by cluster, the inertia, and rows far from their center, the farthest
  /// first: where empty clusters go.
  private func assign(
    _ centers: [Double]
  ) throws(LearningError) -> (sums: [Double], farthest: [Int]) {
    let width = width
    let stride = width + 1
    let interrupt = context.interrupt
    let sums = try centers.withUnsafeBufferPointer { (centers) throws(LearningError) in
      try GroupedSums.over(rows.rowCount, width: clusterCount * stride + 1, context) { range, out in
        for row in range {
          if row % 64 == 0 { try interrupt.check() }
          let values = rows.values + row * width
          let (cluster, square) = Centers.nearest(
            values, centers.baseAddress, clusterCount: clusterCount, featureCount: width)
          let weight = weights?[row] ?? 1
          VectorMath.add(weight, values, width, to: out + cluster * stride)
          out[cluster * stride + width] += weight
          out[clusterCount * stride] += weight * square
        }
      }
    }
    let empty = (0..<clusterCount).count { sums[$0 * stride + width] == 0 }
    return (sums, empty == 0 ? [] : try farthest(empty, centers))
  }

  private func farthest(_ count: Int, _ centers: [Double]) throws(LearningError) -> [Int] {
    var squares: [(square: Double, row: Int)] = []
    for row in 0..<rows.rowCount where (weights?[row] ?? 1) > 0 {
      if row % 256 == 0 { try fit.check() }
      let square = centers.withUnsafeBufferPointer {
        Centers.nearest(
          rows.values + row * width, $0.baseAddress, clusterCount: clusterCount,
          featureCount: width
        ).square
      }
      squares.append((square, row))
    }
    try PatientSort.sort(&squares, interrupt: context.interrupt) { $0.square > $1.square }
    return squares.prefix(count).map(\.row)
  }

  private func moved(_ centers: [Double], _ sums: [Double], _ farthest: [Int]) -> [Double] {
    var next = centers
    var spare = farthest[...]
    for cluster in 0..<clusterCount {
      let start = cluster * (width + 1)
      let weight = sums[start + width]
      if weight > 0 {
        for column in 0..<width { next[cluster * width + column] = sums[start + column] / weight }
      } else if let row = spare.popFirst() {
        next.replaceSubrange((cluster * width)..<((cluster + 1) * width), with: center(at: row))
      }
    }
    return next
  }
}
