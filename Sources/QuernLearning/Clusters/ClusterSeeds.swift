import Glibc
import QuernSystem
import QuernTable
import QuernText

/// First centers by greedy k-means++: each next one is the best of a few rows that are drawn with
/// chances by their squared distance to the centers there are.
struct ClusterSeeds {
  private let owner: KMeansFit
  private let stream: RandomStream
  private static let blockRowCount = 4_096

  init(_ owner: KMeansFit, _ stream: RandomStream) {
    self.owner = owner
    self.stream = stream
  }

  func centers() throws(LearningError) -> [Double] {
    let rowCount = owner.rows.rowCount
    let trials = 2 + Int(log(Double(owner.clusterCount)))
    let bytes = rowCount * 8
    return try LearningError.wrapping {
      // Squared distances to the nearest center so far, those with a candidate, and with the best.
      try owner.context.arena.reserve(3 * bytes, doing: "the first centers of kmeans")
      defer { owner.context.arena.release(3 * bytes) }
      var squares = [Double](repeating: 1, count: rowCount)
      var tried = squares
      var best = squares
      var draw: UInt64 = 0
      let first = pick(squares, try sums(squares), stream.uniform(draw))
      var centers = owner.center(at: first)
      squares = [Double](repeating: .infinity, count: rowCount)
      var total = try measure(squares, first, into: &tried)
      swap(&squares, &tried)
      for _ in 1..<max(1, owner.clusterCount) {
        var chosen = -1
        var least = Double.infinity
        let blocks = try sums(squares)
        for _ in 0..<trials {
          draw += 1
          let row = total > 0 ? pick(squares, blocks, stream.uniform(draw)) : first
          let sum = try measure(squares, row, into: &tried)
          if sum < least {
            least = sum
            chosen = row
            swap(&best, &tried)
          }
        }
        centers += owner.center(at: chosen)
        swap(&squares, &best)
        total = least
      }
      return centers
    }
  }

  /// Squared distances with one more center at `row`, and their weighted sum.
  private func measure(
    _ squares: [Double], _ row: Int, into out: inout [Double]
  ) throws(LearningError) -> Double {
    let width = owner.width
    let center = owner.rows.values + row * width
    let interrupt = owner.context.interrupt
    return try out.withUnsafeMutableBufferPointer { (out) throws(LearningError) -> Double in
      guard let base = out.baseAddress else { return 0 }
      let places = SharedDoubles(base)
      return try GroupedSums.over(owner.rows.rowCount, width: 1, owner.context) { range, sum in
        try interrupt.check()
        for row in range {
          let square = min(
            squares[row],
            VectorMath.squaredDistance(owner.rows.values + row * width, center, width))
          places.values[row] = square
          sum[0] += square * (owner.weights?[row] ?? 1)
        }
      }[0]
    }
  }

  /// Weighted sums of `squares` by block of rows.
  private func sums(_ squares: [Double]) throws(LearningError) -> [Double] {
    var sums: [Double] = []
    for start in stride(from: 0, to: squares.count, by: Self.blockRowCount) {
      try owner.fit.check()
      var sum = 0.0
      for row in start..<min(start + Self.blockRowCount, squares.count) {
        sum += squares[row] * (owner.weights?[row] ?? 1)
      }
      sums.append(sum)
    }
    return sums
  }

  /// The row at `share` of the weighted sum of `squares`.
  private func pick(_ squares: [Double], _ blocks: [Double], _ share: Double) -> Int {
    var rest = share * blocks.reduce(0, +)
    var block = 0
    while block + 1 < blocks.count, rest >= blocks[block] {
      rest -= blocks[block]
      block += 1
    }
    let start = block * Self.blockRowCount
    let end = min(start + Self.blockRowCount, squares.count)
    var last = start
    for row in start..<end {
      let chance = squares[row] * (owner.weights?[row] ?? 1)
      guard chance > 0 else { continue }
      if rest < chance { return row }
      rest -= chance
      last = row
    }
    return last
  }
}
