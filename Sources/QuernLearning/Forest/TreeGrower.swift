import QuernSystem
import QuernText

/// Grows one tree by the best splits of features drawn at random, over bins.
struct TreeGrower {
  let bins: BinnedFeatures
  let options: TreeOptions
  let space: TreeWorkspace
  private let stream: RandomStream
  private let interrupt: Interrupt
  private var drawCount: UInt64 = 0
  /// Features in an order that draws change.
  private var features: [Int]
  private var tree: GrownTree

  /// Rows `start..<end` of the workspace that wait for their split.
  private struct Pending {
    var node: Int
    var start: Int
    var end: Int
    var depth: Int
  }

  init(
    _ bins: BinnedFeatures, _ options: TreeOptions, _ space: TreeWorkspace, _ stream: RandomStream,
    _ interrupt: Interrupt
  ) {
    self.bins = bins
    self.options = options
    self.space = space
    self.stream = stream
    self.interrupt = interrupt
    features = Array(0..<bins.featureCount)
    tree = GrownTree(
      nodes: [], leaves: [], gains: [Double](repeating: 0, count: bins.featureCount))
  }

  mutating func grow() throws(Interrupted) -> GrownTree {
    tree.nodes.append(.leaf(0, at: 0))
    var pending = [Pending(node: 0, start: 0, end: space.rowCount, depth: 0)]
    while let next = pending.popLast() {
      try interrupt.check()
      let totals = totals(next.start..<next.end)
      guard var split = try best(next.start..<next.end, totals, depth: next.depth) else {
        addLeaf(next.node, totals)
        continue
      }
      let middle = part(next.start..<next.end, split)
      // Missing values that the node has not seen go with the most.
      if !split.hasMissing { split.missingLeft = middle - next.start >= next.end - middle }
      let left = tree.nodes.count
      tree.nodes.append(.leaf(0, at: left))
      tree.nodes.append(.leaf(0, at: left + 1))
      tree.nodes[next.node] = .split(
        split.feature, below: split.threshold, missingLeft: split.missingLeft, left: left)
      tree.gains[split.feature] += split.gain
      pending.append(
        Pending(node: left + 1, start: middle, end: next.end, depth: next.depth + 1))
      pending.append(Pending(node: left, start: next.start, end: middle, depth: next.depth + 1))
    }
    return tree
  }

  /// Sums over rows: how many, and weight by class, or weight and weighted label.
  private func totals(_ range: Range<Int>) -> [Double] {
    var totals = [Double](repeating: 0, count: options.stride)
    totals[0] = Double(range.count)
    totals.withUnsafeMutableBufferPointer { totals in
      for place in range { add(place, totals, at: 0) }
    }
    return totals
  }

  @inline(__always)
  private func add(_ place: Int, _ sums: UnsafeMutableBufferPointer<Double>, at start: Int) {
    if options.classCount == 0 {
      sums[start + 1] += space.weights[place]
      sums[start + 2] += space.weights[place] * space.labels[place]
    } else {
      sums[start + 1 + Int(space.labels[place])] += space.weights[place]
    }
  }

  private mutating func addLeaf(_ node: Int, _ totals: [Double]) {
    let index = UInt32(tree.leaves.count / (options.classCount <= 2 ? 1 : options.classCount))
    tree.nodes[node] = .leaf(Float(bitPattern: index), at: node)
    switch options.classCount {
    case 0: tree.leaves.append(totals[1] > 0 ? totals[2] / totals[1] : 0)
    case 2: tree.leaves.append(totals[2] / (totals[1] + totals[2]))
    default:
      let sum = totals.dropFirst().reduce(0, +)
      tree.leaves += totals.dropFirst().map { $0 / sum }
    }
  }

  /// The best split of some features, or nil where the node is a leaf.
  private mutating func best(
    _ range: Range<Int>, _ totals: [Double], depth: Int
  ) throws(Interrupted) -> TreeSplit? {
    guard range.count >= options.splitRowsMin, depth < options.depthMax, !isPure(range, totals)
    else { return nil }
    var found: TreeSplit?
    var tried = 0
    var last = features.count
    while last > 0, tried < options.featuresTried || found == nil {
      let place = Int(stream.below(UInt64(last), drawCount))
      drawCount += 1
      last -= 1
      features.swapAt(place, last)
      tried += 1
      try interrupt.check()
      let search = SplitSearch(options: options, totals: totals, bins: bins, space: space)
      if let split = search.best(features[last], range, better: found) { found = split }
    }
    return found
  }

  private func isPure(_ range: Range<Int>, _ totals: [Double]) -> Bool {
    guard options.classCount == 0 else { return totals.dropFirst().count { $0 > 0 } <= 1 }
    let first = space.labels[range.lowerBound]
    return range.allSatisfy { space.labels[$0] == first }
  }

  /// Moves the rows that go left before those that go right, each side in its order.
  private func part(_ range: Range<Int>, _ split: TreeSplit) -> Int {
    let column = bins.bins(of: split.feature)
    var left = range.lowerBound
    var right = 0
    for place in range {
      let row = space.rows[place]
      let bin = Int(column[Int(row)])
      if bin == 0 ? split.missingLeft : bin <= split.bin {
        space.rows[left] = row
        space.labels[left] = space.labels[place]
        space.weights[left] = space.weights[place]
        left += 1
      } else {
        space.otherRows[right] = row
        space.otherLabels[right] = space.labels[place]
        space.otherWeights[right] = space.weights[place]
        right += 1
      }
    }
    (space.rows + left).update(from: space.otherRows, count: right)
    (space.labels + left).update(from: space.otherLabels, count: right)
    (space.weights + left).update(from: space.otherWeights, count: right)
    return left
  }
}
