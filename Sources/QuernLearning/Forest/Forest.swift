import QuernSystem
import QuernText

/// Trees whose leaves hold what the rows in them say; a prediction is the mean over trees.
struct Forest: RowPredictor {
  /// All trees, one after the other; children follow each other and their parent.
  let nodes: [TreeEnsemble.Node]
  let roots: [Int32]
  /// What each leaf says, `outputCount` numbers each. A leaf's node holds its place, as bits.
  let leaves: [Double]
  let outputCount: Int
  let featureCount: Int
  /// By feature: how much its splits gained, as a share of all.
  let gains: [Double]

  var acceptsMissing: Bool { true }

  private static let blockRowCount = 64

  func predictRows(
    _ rows: UnsafePointer<Double>, rowCount: Int, into out: UnsafeMutablePointer<Double>,
    interrupt: Interrupt?
  ) throws(Interrupted) {
    let codes = UnsafeMutablePointer<UInt32>.allocate(
      capacity: max(1, Self.blockRowCount * featureCount))
    defer { codes.deallocate() }
    for first in stride(from: 0, to: rowCount, by: Self.blockRowCount) {
      try interrupt?.check()
      let count = min(Self.blockRowCount, rowCount - first)
      let block = rows + first * featureCount
      for cell in 0..<(count * featureCount) { codes[cell] = OrderedFloat.code(Float(block[cell])) }
      addTrees(codes, count, out + first * outputCount)
    }
  }

  private func addTrees(
    _ codes: UnsafePointer<UInt32>, _ count: Int, _ out: UnsafeMutablePointer<Double>
  ) {
    for place in 0..<(count * outputCount) { out[place] = 0 }
    nodes.withUnsafeBufferPointer { nodes in
      leaves.withUnsafeBufferPointer { leaves in
        guard let nodes = nodes.baseAddress, let leaves = leaves.baseAddress else { return }
        for root in roots {
          for row in 0..<count {
            let value = TreeEnsemble.leaf(nodes, Int(root), codes + row * featureCount)
            let leaf = leaves + Int(value.bitPattern) * outputCount
            for output in 0..<outputCount { out[row * outputCount + output] += leaf[output] }
          }
        }
      }
    }
    let trees = Double(roots.count)
    for place in 0..<(count * outputCount) { out[place] /= trees }
  }

  // MARK: Saving

  var json: JSON {
    var words: [UInt32] = []
    words.reserveCapacity(nodes.count * 3)
    for node in nodes {
      let isLeaf = node.feature & TreeEnsemble.Node.isLeaf != 0
      words += [
        node.threshold, node.feature,
        isLeaf ? node.value.bitPattern : UInt32(bitPattern: node.left),
      ]
    }
    return .object(
      JSONObject([
        ("outputs", .int(Int64(outputCount))), ("features", .int(Int64(featureCount))),
        ("nodes", NumberBlock.json(words)),
        ("roots", NumberBlock.json(roots.map { UInt32(bitPattern: $0) })),
        ("leaves", NumberBlock.json(leaves)), ("gains", NumberBlock.json(gains)),
      ]))
  }

  init(
    nodes: [TreeEnsemble.Node], roots: [Int32], leaves: [Double], outputCount: Int,
    featureCount: Int, gains: [Double]
  ) {
    self.nodes = nodes
    self.roots = roots
    self.leaves = leaves
    self.outputCount = outputCount
    self.featureCount = featureCount
    self.gains = gains
  }

  init(json: JSON) throws(LearningError) {
    guard let outputs = json["outputs"]?.intValue, let features = json["features"]?.intValue,
      (1...1_000_000).contains(outputs), (0..<1 << 30).contains(features)
    else { throw .damaged("forest") }
    let words = try NumberBlock.words(json["nodes"])
    let leaves = try NumberBlock.doubles(json["leaves"])
    let count = words.count / 3
    var nodes: [TreeEnsemble.Node] = []
    nodes.reserveCapacity(count)
    for index in 0..<count {
      let (threshold, feature, third) = (
        words[3 * index], words[3 * index + 1], words[3 * index + 2]
      )
      if feature & TreeEnsemble.Node.isLeaf != 0 {
        guard Int(third) < leaves.count / Int(outputs) else { throw .damaged("forest") }
        nodes.append(.leaf(Float(bitPattern: third), at: index))
      } else {
        // Children that follow their parent: every walk ends.
        guard third > UInt32(index), Int(third) + 1 < count,
          Int(feature & TreeEnsemble.Node.featureMask) < Int(features)
        else { throw .damaged("forest") }
        nodes.append(
          TreeEnsemble.Node(
            threshold: threshold, feature: feature, left: Int32(bitPattern: third), value: 0))
      }
    }
    let roots = try NumberBlock.words(json["roots"]).map { Int32(bitPattern: $0) }
    guard words.count == count * 3, !roots.isEmpty,
      roots.allSatisfy({ $0 >= 0 && Int($0) < count }), leaves.count % Int(outputs) == 0
    else { throw .damaged("forest") }
    self.init(
      nodes: nodes, roots: roots, leaves: leaves, outputCount: Int(outputs),
      featureCount: Int(features), gains: try NumberBlock.doubles(json["gains"]))
  }
}
