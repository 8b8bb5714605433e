/// Trees as flat arrays, walked without a library.
///
/// A node is twelve bytes, and the right child follows the left, so that one row by a hundred trees
/// takes a microsecond or two. Leaves are added in single precision in the order of the trees, as
/// libxgboost adds them: the sums are the same bits.
package struct TreeEnsemble: Sendable {
  struct Node: Sendable {
    /// A split's threshold (less goes left), or a leaf's value.
    var value: Float
    /// The feature in the low bits; `goesLeftOnMissing` above; a leaf has `isLeaf`.
    var feature: UInt32
    /// Index of the left child; the right one is next. A leaf's own index.
    var left: Int32

    static let goesLeftOnMissing: UInt32 = 1 << 31
    static let isLeaf: UInt32 = 1 << 30
    static let featureMask: UInt32 = (1 << 30) - 1
  }

  /// All trees, one after the other.
  let nodes: [Node]
  /// Where each tree begins in `nodes`.
  let roots: [Int32]
  /// Which output each tree adds to.
  let outputs: [Int32]
  /// Longest path of each tree, in splits.
  let depths: [Int32]
  /// Margins before the first tree, one per output.
  let baseMargins: [Float]
  let objective: TreeObjective
  package let featureCount: Int
  /// Names of the features where the model holds them.
  package let featureNames: [String]

  package var outputCount: Int { baseMargins.count }
  package var treeCount: Int { roots.count }

  /// Predictions of one row: probabilities for classes, else the number.
  ///
  /// `row` has `featureCount` values, NaN where missing; `out` has `outputCount` places.
  package func predict(
    _ row: UnsafeBufferPointer<Float>, into out: UnsafeMutableBufferPointer<Float>
  ) {
    precondition(row.count >= featureCount && out.count == outputCount, "row and outputs must fit")
    for output in out.indices { out[output] = baseMargins[output] }
    guard let values = row.baseAddress else {
      objective.apply(out)
      return
    }
    nodes.withUnsafeBufferPointer { nodes in
      guard let nodes = nodes.baseAddress else { return }
      for tree in roots.indices {
        out[Int(outputs[tree])] += Self.leaf(nodes, Int(roots[tree]), values)
      }
    }
    objective.apply(out)
  }

  @inline(__always)
  private static func leaf(
    _ nodes: UnsafePointer<Node>, _ root: Int, _ row: UnsafePointer<Float>
  ) -> Float {
    var index = root
    while true {
      let node = nodes[index]
      if node.feature & Node.isLeaf != 0 { return node.value }
      index = Int(node.left) + step(node, row)
    }
  }

  /// 0 to go left, 1 to go right; a leaf stays where it is.
  @inline(__always)
  private static func step(_ node: Node, _ row: UnsafePointer<Float>) -> Int {
    let value = row[Int(node.feature & Node.featureMask)]
    let goesLeft =
      value < node.value || (value != value && node.feature & Node.goesLeftOnMissing != 0)
    return goesLeft ? 0 : 1
  }

  /// Predictions of `rowCount` rows that lie one after the other, each `featureCount` wide.
  ///
  /// Four rows walk a tree together, which hides the wait for memory. Every row's sum is made as
  /// `predict` makes it.
  func predictRows(
    _ rows: UnsafePointer<Float>, rowCount: Int, into out: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rowCount {
      for output in 0..<outputCount { out[row * outputCount + output] = baseMargins[output] }
    }
    nodes.withUnsafeBufferPointer { nodes in
      guard let nodes = nodes.baseAddress else { return }
      for first in stride(from: 0, to: rowCount, by: Self.blockRowCount) {
        let count = min(Self.blockRowCount, rowCount - first)
        for tree in roots.indices {
          addTree(
            tree, nodes, rows + first * featureCount, count, out + first * outputCount)
        }
      }
    }
    for row in 0..<rowCount {
      objective.apply(
        UnsafeMutableBufferPointer(start: out + row * outputCount, count: outputCount))
    }
  }

  /// Rows that go through all trees before the next ones: small enough for the first cache.
  private static let blockRowCount = 256

  private func addTree(
    _ tree: Int, _ nodes: UnsafePointer<Node>, _ rows: UnsafePointer<Float>, _ rowCount: Int,
    _ out: UnsafeMutablePointer<Float>
  ) {
    let root = Int(roots[tree])
    let depth = Int(depths[tree])
    let width = featureCount
    let stride = outputCount
    let sums = out + Int(outputs[tree])
    var row = 0
    while row + 4 <= rowCount {
      let first = rows + row * width
      // Four places by hand: the compiler keeps them in registers, and the loads overlap.
      var (a, b, c, d) = (root, root, root, root)
      for _ in 0..<depth {
        a = Self.next(nodes, a, first)
        b = Self.next(nodes, b, first + width)
        c = Self.next(nodes, c, first + 2 * width)
        d = Self.next(nodes, d, first + 3 * width)
      }
      sums[row * stride] += nodes[a].value
      sums[(row + 1) * stride] += nodes[b].value
      sums[(row + 2) * stride] += nodes[c].value
      sums[(row + 3) * stride] += nodes[d].value
      row += 4
    }
    while row < rowCount {
      sums[row * stride] += Self.leaf(nodes, root, rows + row * width)
      row += 1
    }
  }

  /// The child that the row goes to, without a branch; a leaf is its own child.
  @inline(__always)
  private static func next(
    _ nodes: UnsafePointer<Node>, _ index: Int, _ row: UnsafePointer<Float>
  ) -> Int {
    let node = nodes[index]
    let value = row[Int(node.feature & Node.featureMask)]
    // A missing value is neither less nor not less: which of the two is asked decides its way.
    let isNotLess: UInt32 = value >= node.value ? 1 : 0
    let isLess: UInt32 = value < node.value ? 1 : 0
    let left = node.feature >> 31
    let isSplit = (node.feature >> 30 & 1) ^ 1
    let right = ((left & isNotLess) | ((left ^ 1) & (isLess ^ 1))) & isSplit
    return Int(node.left) &+ Int(right)
  }
}
