import Glibc
import QuernSystem
import QuernTable
import QuernText

/// Grows trees side by side; a tree depends on the seed and its number alone.
struct ForestFit {
  let fit: AlgorithmFit
  let bins: BinnedFeatures
  /// Class of each row, or its number less their mean.
  let labels: [Double]
  let labelMean: Double
  let options: TreeOptions
  let drawnCount: Int

  init(_ fit: AlgorithmFit) throws(LearningError) {
    self.fit = fit
    let matrix = try FeatureMatrix<Float>(
      fit.training, algorithm: fit.algorithm.kind, context: fit.context.table)
    bins = try BinnedFeatures(matrix, fit.context.table)
    let isRegression = fit.known.task == .regression
    if isRegression {
      let total = fit.weights.map { $0.reduce(0, +) } ?? Double(fit.known.labels.count)
      var sum = 0.0
      for (row, label) in fit.known.labels.enumerated() {
        sum += (fit.weights?[row] ?? 1) * label
      }
      let mean = sum / total
      labelMean = mean
      labels = fit.known.labels.map { $0 - mean }
    } else {
      labelMean = 0
      labels = fit.known.labels
    }
    let algorithm = fit.algorithm
    let depth = algorithm.int("max_depth") ?? 0
    options = TreeOptions(
      classCount: isRegression ? 0 : fit.known.classCount,
      isEntropy: algorithm.text("criterion") == "entropy",
      depthMax: depth == 0 ? .max : depth,
      featuresTried: Self.featuresTried(algorithm, bins.featureCount, isRegression),
      leafRowsMin: algorithm.int("min_leaf") ?? 1, splitRowsMin: algorithm.int("min_split") ?? 2)
    let share = algorithm.double("sample") ?? 1
    drawnCount = max(1, Int((share * Double(bins.rowCount)).rounded()))
  }

  private static func featuresTried(
    _ algorithm: CheckedAlgorithm, _ count: Int, _ isRegression: Bool
  ) -> Int {
    let tried: Int
    switch algorithm["max_features"] {
    case .int(let number): tried = Int(min(number, Int64(count)))
    case .float(let share): tried = Int(share * Double(count))
    case .string("sqrt"): tried = Int(Double(count).squareRoot())
    case .string("log2"): tried = Int(log2(Double(max(1, count))))
    case .string("auto") where !isRegression: tried = Int(Double(count).squareRoot())
    default: tried = count
    }
    return min(count, max(1, tried))
  }

  func run() throws(LearningError) -> AlgorithmFit.Outcome {
    let treeCount = fit.algorithm.int("trees") ?? 100
    let context = fit.context.table
    let trees = try LearningError.wrapping {
      let pool = try WorkspacePool(
        count: min(context.workers.threadCount, treeCount), rowCount: bins.rowCount, options,
        context.arena)
      let counter = TreeCounter(total: treeCount, fit.context.progress)
      return try context.workers.map(count: treeCount, interrupt: context.interrupt) { tree in
        let space = pool.take()
        defer { pool.put(space) }
        let stream = fit.stream.child(tree)
        try draw(stream, into: space)
        var grower = TreeGrower(bins, options, space, stream.child(0), context.interrupt)
        let grown = try grower.grow()
        counter.add()
        return grown
      }
    }
    return (.forest(forest(trees)), [], [])
  }

  /// The rows of one tree with their weights; rows of weight 0 are left out.
  private func draw(_ stream: RandomStream, into space: TreeWorkspace) throws {
    let rowCount = bins.rowCount
    if fit.algorithm.bool("bootstrap") ?? true {
      for row in 0..<rowCount { space.drawn[row] = 0 }
      for draw in 0..<drawnCount {
        if draw % 65_536 == 0 { try fit.context.table.interrupt.check() }
        space.drawn[Int(stream.below(UInt64(rowCount), UInt64(draw)))] += 1
      }
    } else {
      for row in 0..<rowCount { space.drawn[row] = 1 }
    }
    var count = 0
    for row in 0..<rowCount {
      let weight = Double(space.drawn[row]) * (fit.weights?[row] ?? 1)
      guard weight > 0 else { continue }
      space.rows[count] = UInt32(row)
      space.labels[count] = labels[row]
      space.weights[count] = weight
      count += 1
    }
    space.rowCount = count
  }

  private func forest(_ trees: [GrownTree]) -> Forest {
    let outputCount = options.classCount <= 2 ? 1 : options.classCount
    var nodes: [TreeEnsemble.Node] = []
    nodes.reserveCapacity(trees.reduce(0) { $0 + $1.nodes.count })
    var roots: [Int32] = []
    var leaves: [Double] = []
    var gains = [Double](repeating: 0, count: bins.featureCount)
    for tree in trees {
      let base = nodes.count
      let firstLeaf = UInt32(leaves.count / outputCount)
      roots.append(Int32(base))
      for (place, node) in tree.nodes.enumerated() {
        if node.feature & TreeEnsemble.Node.isLeaf != 0 {
          let leaf = node.value.bitPattern + firstLeaf
          nodes.append(.leaf(Float(bitPattern: leaf), at: base + place))
        } else {
          var moved = node
          moved.left += Int32(base)
          nodes.append(moved)
        }
      }
      leaves += tree.leaves.map { $0 + labelMean }
      let total = tree.gains.reduce(0, +)
      if total > 0 {
        for feature in gains.indices { gains[feature] += tree.gains[feature] / total }
      }
    }
    let total = gains.reduce(0, +)
    return Forest(
      nodes: nodes, roots: roots, leaves: leaves, outputCount: outputCount,
      featureCount: bins.featureCount, gains: gains.map { total > 0 ? $0 / total : 0 })
  }
}

/// How trees are grown.
struct TreeOptions: Sendable {
  /// 0 for regression.
  var classCount: Int
  var isEntropy: Bool
  var depthMax: Int
  var featuresTried: Int
  var leafRowsMin: Int
  var splitRowsMin: Int

  /// Sums per bin: how many rows, their weight by class, or weight and weighted label.
  var stride: Int { 1 + max(2, classCount) }
}

/// One tree, with children that follow their parent and places of leaves as bits of `value`.
struct GrownTree: Sendable {
  var nodes: [TreeEnsemble.Node]
  var leaves: [Double]
  var gains: [Double]
}

/// Counts trees for the progress line.
private final class TreeCounter: @unchecked Sendable {
  private let lock = Lock()
  private var done = 0
  private let total: Int
  private let progress: (@Sendable (TrainProgress) -> Void)?

  init(total: Int, _ progress: (@Sendable (TrainProgress) -> Void)?) {
    self.total = total
    self.progress = progress
  }

  func add() {
    let now = lock.withLock {
      done += 1
      return done
    }
    progress?(TrainProgress(done: now, total: total, unit: "trees"))
  }
}
