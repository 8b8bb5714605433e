import Glibc

/// Where a node is parted.
struct TreeSplit {
  var feature: Int
  /// The greatest bin that goes left.
  var bin: Int
  var threshold: Float
  var missingLeft: Bool
  /// Whether rows of the node showed where missing values go.
  var hasMissing: Bool
  /// Purity of the two sides; of several splits the greatest.
  var score: Double
  /// How much purer than the node.
  var gain: Double
}

/// The best split of one node by one feature.
struct SplitSearch {
  let options: TreeOptions
  /// Sums over the rows of the node.
  let totals: [Double]
  let bins: BinnedFeatures
  let space: TreeWorkspace

  /// The best split that is better than `found`.
  func best(_ feature: Int, _ range: Range<Int>, better found: TreeSplit?) -> TreeSplit? {
    let stride = options.stride
    let sums = space.sums
    var present: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    fill(feature, range, &present)
    let used = Self.places(present)
    defer {
      for bin in used { for place in 0..<stride { sums[bin * stride + place] = 0 } }
    }
    let known = used.first == 0 ? used.dropFirst() : used[...]
    let hasMissing = known.count < used.count
    guard known.count > 1 || hasMissing && known.count == 1 else { return nil }
    var best = found
    var isBetter = false
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * stride) { work in
      guard let left = work.baseAddress else { return }
      let right = left + stride
      for missingLeft in hasMissing ? [false, true] : [false] {
        for place in 0..<stride { left[place] = missingLeft ? sums[place] : 0 }
        for (index, bin) in zip(known.indices, known) {
          for place in 0..<stride { left[place] += sums[bin * stride + place] }
          let isLast = index + 1 == known.endIndex
          // All known values on one side: only the missing ones go to the other.
          if isLast, !hasMissing || missingLeft { continue }
          for place in 0..<stride { right[place] = totals[place] - left[place] }
          let least = Double(options.leafRowsMin)
          guard left[0] >= least, right[0] >= least else { continue }
          let score = score(left) + score(right)
          guard score.isFinite, score > threshold(best) else { continue }
          let next = isLast ? bin : known[index + 1]
          best = TreeSplit(
            feature: feature, bin: bin,
            threshold: isLast ? .infinity : bins.threshold(feature, left: bin, right: next),
            missingLeft: missingLeft, hasMissing: hasMissing, score: score, gain: 0)
          isBetter = true
        }
      }
    }
    guard isBetter, var best else { return nil }
    best.gain = max(0, best.score - totals.withUnsafeBufferPointer { score($0.baseAddress) })
    return best
  }

  /// Better means better by more than rounding: equal splits fall to the first one tried.
  private func threshold(_ best: TreeSplit?) -> Double {
    guard let best else { return -.infinity }
    return best.score + 1e-11 * abs(best.score)
  }

  /// Adds each row to its bin; marks the bins that occur.
  @inline(__always)
  private func fill(
    _ feature: Int, _ range: Range<Int>, _ present: inout (UInt64, UInt64, UInt64, UInt64)
  ) {
    let stride = options.stride
    let column = bins.bins(of: feature)
    let sums = space.sums
    let isRegression = options.classCount == 0
    withUnsafeMutableBytes(of: &present) { present in
      for place in range {
        let bin = Int(column[Int(space.rows[place])])
        present[bin >> 3] |= 1 << UInt8(bin & 7)
        let start = sums + bin * stride
        let weight = space.weights[place]
        start[0] += 1
        if isRegression {
          start[1] += weight
          start[2] += weight * space.labels[place]
        } else {
          start[1 + Int(space.labels[place])] += weight
        }
      }
    }
  }

  private static func places(_ present: (UInt64, UInt64, UInt64, UInt64)) -> [Int] {
    var places: [Int] = []
    for (word, base) in [(present.0, 0), (present.1, 64), (present.2, 128), (present.3, 192)] {
      var rest = UInt64(littleEndian: word)
      while rest != 0 {
        places.append(base + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return places
  }

  /// Σ weight² ÷ weight by class, or its like for numbers and for entropy: greater is purer.
  @inline(__always)
  private func score(_ sums: UnsafePointer<Double>?) -> Double {
    guard let sums else { return 0 }
    if options.classCount == 0 { return sums[1] > 0 ? sums[2] * sums[2] / sums[1] : 0 }
    var total = 0.0
    for index in 1...options.classCount { total += sums[index] }
    guard total > 0 else { return 0 }
    var score = 0.0
    if options.isEntropy {
      for index in 1...options.classCount where sums[index] > 0 {
        score += sums[index] * log(sums[index] / total)
      }
    } else {
      for index in 1...options.classCount { score += sums[index] * sums[index] }
      score /= total
    }
    return score
  }
}
