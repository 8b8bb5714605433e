import QuernSystem

/// The memory that one growing tree needs: its rows in the order of its nodes.
final class TreeWorkspace: @unchecked Sendable {
  let rows: UnsafeMutablePointer<UInt32>
  let labels: UnsafeMutablePointer<Double>
  let weights: UnsafeMutablePointer<Double>
  /// What goes to the right while a node is parted.
  let otherRows: UnsafeMutablePointer<UInt32>
  let otherLabels: UnsafeMutablePointer<Double>
  let otherWeights: UnsafeMutablePointer<Double>
  /// How often each row was drawn.
  let drawn: UnsafeMutablePointer<UInt32>
  /// Sums by bin; all zeros between uses.
  let sums: UnsafeMutablePointer<Double>
  /// How many rows the tree has.
  var rowCount = 0
  private let buffer: ArenaBuffer

  init(rowCount: Int, _ options: TreeOptions, _ arena: Arena) throws(OutOfMemory) {
    let sumBytes = (BinnedFeatures.binCountMax + 1) * options.stride * 8
    buffer = try arena.zeroedBuffer(rowCount * 44 + sumBytes + 64, doing: "the rows of a tree")
    let doubles = buffer.base.assumingMemoryBound(to: Double.self)
    sums = doubles
    let first = sumBytes / 8
    labels = doubles + first
    weights = labels + rowCount
    otherLabels = weights + rowCount
    otherWeights = otherLabels + rowCount
    let words = UnsafeMutableRawPointer(otherWeights + rowCount)
      .assumingMemoryBound(to: UInt32.self)
    rows = words
    otherRows = words + rowCount
    drawn = words + 2 * rowCount
  }
}

/// As many workspaces as trees grow at once, all taken before the first tree: whether there is
/// memory enough does not depend on how threads meet.
final class WorkspacePool: @unchecked Sendable {
  private let lock = Lock()
  private var free: [TreeWorkspace] = []

  init(count: Int, rowCount: Int, _ options: TreeOptions, _ arena: Arena) throws(OutOfMemory) {
    for _ in 0..<max(1, count) {
      free.append(try TreeWorkspace(rowCount: rowCount, options, arena))
    }
  }

  func take() -> TreeWorkspace {
    lock.withLock {
      while free.isEmpty { lock.wait() }
      return free.removeLast()
    }
  }

  func put(_ space: TreeWorkspace) {
    lock.withLock {
      free.append(space)
      lock.signal()
    }
  }
}
