/// Trees as flat arrays, walked without a library.
///
/// Numbers are compared as integers of the same order, so that a step of the walk has no branch to
/// guess: the compiler cannot be brought to that with floats and missing values. Leaves are added
/// in single precision in the order of the trees, as libxgboost adds them: the sums are the same
/// bits.
package struct TreeEnsemble: Sendable {
  struct Node: Sendable {
    /// A split's threshold as `OrderedFloat`, less `missingGoesRight`; 0 of a leaf.
    var threshold: UInt32
    /// The feature in the low bits; above them `missingGoesRight` and `isLeaf`.
    var feature: UInt32
    /// Index of the left child, which the right one follows; of a leaf, one before its own: every
    /// step from it goes "right", to itself.
    var left: Int32
    /// A leaf's value.
    var value: Float

    static let missingGoesRight: UInt32 = 1 << 31
    static let isLeaf: UInt32 = 1 << 30
    static let featureMask: UInt32 = (1 << 30) - 1

    static func split(_ feature: Int, below threshold: Float, missingLeft: Bool, left: Int) -> Node
    {
      Node(
        threshold: OrderedFloat.code(threshold) - (missingLeft ? 0 : 1),
        feature: UInt32(feature) | (missingLeft ? 0 : missingGoesRight), left: Int32(left), value: 0
      )
    }

    static func leaf(_ value: Float, at index: Int) -> Node {
      Node(threshold: 0, feature: isLeaf, left: Int32(index - 1), value: value)
    }
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
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(1, featureCount)) { codes in
      for feature in 0..<featureCount { codes[feature] = OrderedFloat.code(row[feature]) }
      nodes.withUnsafeBufferPointer { nodes in
        guard let nodes = nodes.baseAddress, let codes = codes.baseAddress else { return }
        for tree in roots.indices {
          out[Int(outputs[tree])] += Self.leaf(nodes, Int(roots[tree]), codes)
        }
      }
    }
    objective.apply(out)
  }

  @inline(__always)
  static func leaf(
    _ nodes: UnsafePointer<Node>, _ root: Int, _ row: UnsafePointer<UInt32>
  ) -> Float {
    var index = root
    while nodes[index].feature & Node.isLeaf == 0 { index = next(nodes, index, row) }
    return nodes[index].value
  }

  /// The child that the row goes to; a leaf is its own child.
  @inline(__always)
  private static func next(
    _ nodes: UnsafePointer<Node>, _ index: Int, _ row: UnsafePointer<UInt32>
  ) -> Int {
    let node = nodes[index]
    // Missing is 0, the least code. Where it goes right, 1 is taken from both sides: it wraps to
    // the greatest, and the others keep their order.
    let code = row[Int(node.feature & Node.featureMask)] &- node.feature >> 31
    let isLess = (UInt64(code) &- UInt64(node.threshold)) >> 63
    return Int(node.left) &+ Int(isLess ^ 1)
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
    let cells = max(1, min(Self.blockRowCount, rowCount) * featureCount)
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: cells) { codes in
      nodes.withUnsafeBufferPointer { nodes in
        guard let nodes = nodes.baseAddress, let codes = codes.baseAddress else { return }
        for first in stride(from: 0, to: rowCount, by: Self.blockRowCount) {
          let count = min(Self.blockRowCount, rowCount - first)
          let block = rows + first * featureCount
          for cell in 0..<(count * featureCount) { codes[cell] = OrderedFloat.code(block[cell]) }
          for tree in roots.indices {
            addTree(tree, nodes, codes, count, out + first * outputCount)
          }
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
    _ tree: Int, _ nodes: UnsafePointer<Node>, _ rows: UnsafePointer<UInt32>, _ rowCount: Int,
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
      let second = first + width
      let third = second + width
      let fourth = third + width
      // Four places by hand: the compiler keeps them in registers, and the loads overlap.
      var (a, b, c, d) = (root, root, root, root)
      for _ in 0..<depth {
        a = Self.next(nodes, a, first)
        b = Self.next(nodes, b, second)
        c = Self.next(nodes, c, third)
        d = Self.next(nodes, d, fourth)
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
}

/// Floats as integers of the same order.
enum OrderedFloat {
  /// Greater for greater numbers, from 1; 0 for NaN, which stands for missing. -0 is 0.
  @inline(__always)
  static func code(_ value: Float) -> UInt32 {
    let bits = (value + 0).bitPattern
    // Negative numbers have all bits turned, the others the first one.
    let flip = UInt32(bitPattern: Int32(bitPattern: bits) >> 31) | 0x8000_0000
    return value == value ? bits ^ flip : 0
  }
}
