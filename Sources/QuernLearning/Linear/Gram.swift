import QuernSystem
import QuernTable

/// Sums of outer products of rows, on a grid that does not depend on threads.
///
/// Rows are taken in groups of 65 536; a group's rows in chunks that take a few milliseconds;
/// groups are added in their order.
struct Gram {
  /// Columns of the rows that are multiplied.
  let width: Int
  let rowCount: Int
  let context: TableContext
  private let blas: OpenBLAS

  private static let groupRowCount = 65_536
  private static let tileWidth = 512
  /// Partial sums that are held at once.
  private static let waveCount = 16

  init(width: Int, rowCount: Int, context: TableContext) throws(LearningError) {
    self.width = width
    self.rowCount = rowCount
    self.context = context
    blas = try OpenBLAS.open(for: context.workers)
  }

  /// Writes some rows, one after the other, `width` numbers each.
  typealias Fill = (_ rows: Range<Int>, _ out: UnsafeMutablePointer<Double>) -> Void

  /// The symmetric matrix of sums over all rows.
  func sum(_ fill: Fill) throws(LearningError) -> SymmetricMatrix {
    let cells = width * width
    var total = [Double](repeating: 0, count: cells)
    let groupCount = (rowCount + Self.groupRowCount - 1) / Self.groupRowCount
    try LearningError.wrapping {
      for first in stride(from: 0, to: groupCount, by: Self.waveCount) {
        let count = min(Self.waveCount, groupCount - first)
        let partials = try context.arena.zeroedBuffer(
          count * cells * 8, doing: "sums of products of the features")
        let base = SharedDoubles(partials.base.assumingMemoryBound(to: Double.self))
        try context.workers.forEach(count: count, interrupt: context.interrupt) { place in
          try add(group: first + place, into: base.values + place * cells, fill)
        }
        for place in 0..<count {
          let partial = base.values + place * cells
          for cell in 0..<cells { total[cell] += partial[cell] }
        }
      }
    }
    return SymmetricMatrix(upperOf: total, size: width)
  }

  private func add(group: Int, into out: UnsafeMutablePointer<Double>, _ fill: Fill) throws {
    let end = min((group + 1) * Self.groupRowCount, rowCount)
    let chunk = chunkRowCount
    let scratch = try context.arena.buffer(
      chunk * width * 8, doing: "sums of products of the features")
    let rows = scratch.base.assumingMemoryBound(to: Double.self)
    for first in stride(from: group * Self.groupRowCount, to: end, by: chunk) {
      let range = first..<min(first + chunk, end)
      fill(range, rows)
      try addChunk(rows, range.count, into: out)
    }
  }

  private func addChunk(
    _ rows: UnsafePointer<Double>, _ count: Int, into out: UnsafeMutablePointer<Double>
  ) throws {
    for column in stride(from: 0, to: width, by: Self.tileWidth) {
      let columns = min(Self.tileWidth, width - column)
      for row in stride(from: 0, to: column, by: Self.tileWidth) {
        try context.interrupt.check()
        blas.multiply(
          rows + row, rows + column, into: out + row + column * width,
          rows: Self.tileWidth, columns: columns, inner: count, stride: width, outStride: width)
      }
      try context.interrupt.check()
      blas.addSquare(
        rows + column, count: count, width: columns, stride: width,
        into: out + column + column * width, outStride: width)
    }
  }

  /// Rows that take a few milliseconds at once; a power of two that depends on the width alone.
  private var chunkRowCount: Int {
    let tile = min(width, Self.tileWidth)
    var count = 512
    while count < Self.groupRowCount, count * 2 * tile * tile <= 1 << 27 { count *= 2 }
    return count
  }
}

/// A pointer that threads share, each writing a part of its own.
struct SharedDoubles: @unchecked Sendable {
  let values: UnsafeMutablePointer<Double>

  init(_ values: UnsafeMutablePointer<Double>) { self.values = values }
}
