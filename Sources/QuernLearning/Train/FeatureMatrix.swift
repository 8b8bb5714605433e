import QuernSystem
import QuernTable

/// Prepared columns as rows of numbers, one after the other.
///
/// Nulls become NaN where the algorithm knows missing values; elsewhere they are an error that
/// names the column.
struct FeatureMatrix<Element: BinaryFloatingPoint & Sendable>: @unchecked Sendable {
  let rowCount: Int
  let columnCount: Int
  /// Rows one after the other; freed with `owner`.
  let values: UnsafeMutablePointer<Element>
  let owner: AnyObject

  /// The rows of `data` written to new memory of the arena.
  init(
    _ data: TableData, algorithm: AlgorithmKind, context: TableContext
  ) throws(LearningError) {
    let count = data.rowCount * data.schema.count
    let buffer = try LearningError.wrapping {
      try context.arena.buffer(
        count * MemoryLayout<Element>.stride, doing: "the matrix of the features")
    }
    try self.init(
      data, algorithm: algorithm, context: context,
      values: buffer.base.assumingMemoryBound(to: Element.self), owner: buffer)
  }

  /// The rows of `data` written to memory that somebody else owns.
  init(
    _ data: TableData, algorithm: AlgorithmKind, context: TableContext,
    values: UnsafeMutablePointer<Element>, owner: AnyObject
  ) throws(LearningError) {
    rowCount = data.rowCount
    columnCount = data.schema.count
    self.values = values
    self.owner = owner
    if !algorithm.acceptsMissing { try Self.refuseNulls(data, algorithm: algorithm.name) }
    let width = columnCount
    let destination = FeatureDestination(values: values)
    try LearningError.wrapping {
      let blocks = RowBlocks.all(of: data)
      try context.workers.forEach(count: blocks.count, interrupt: context.interrupt) { index in
        let (place, rows) = blocks[index]
        let start = data.starts[place]
        let failed = FeatureRows.write(
          data.groups[place], rows: rows,
          to: destination.values + (start + rows.lowerBound) * width)
        if let (row, column) = failed {
          throw LearningError.notFinite(data.schema.fields[column].name, row: start + row)
        }
      }
    }
  }

  private static func refuseNulls(_ data: TableData, algorithm: String) throws(LearningError) {
    for (column, field) in data.schema.fields.enumerated() {
      let nulls = data.groups.reduce(0) { $0 + $1.columns[column].nullCount }
      if nulls > 0 { throw .nullFeature(field.name, count: nulls, algorithm: algorithm) }
    }
  }
}

/// A pointer that threads share, each writing rows of its own.
private struct FeatureDestination<Element>: @unchecked Sendable {
  let values: UnsafeMutablePointer<Element>
}

/// Pieces of row groups that one thread takes at once, small enough to be interrupted in time.
enum RowBlocks {
  private static let rowCount = 4_096

  /// The blocks of every group of `data`, in order.
  static func all(of data: TableData) -> [(group: Int, rows: Range<Int>)] {
    var blocks: [(group: Int, rows: Range<Int>)] = []
    for (place, group) in data.groups.enumerated() {
      for start in stride(from: 0, to: group.rowCount, by: rowCount) {
        blocks.append((place, start..<min(start + rowCount, group.rowCount)))
      }
    }
    return blocks
  }
}

/// Copies columns of a row group to rows of numbers.
enum FeatureRows {
  /// Rows that are written together, so that they stay in the cache.
  private static let blockRowCount = 128

  /// Writes `rows` of `group`; null is NaN. Gives the first place that is not finite otherwise.
  @inline(__always)
  static func write<Element: BinaryFloatingPoint>(
    _ group: RowGroup, rows: Range<Int>, to out: UnsafeMutablePointer<Element>
  ) -> (row: Int, column: Int)? {
    let width = group.columns.count
    var bad: (row: Int, column: Int)?
    for first in stride(from: rows.lowerBound, to: rows.upperBound, by: blockRowCount) {
      let block = first..<min(first + blockRowCount, rows.upperBound)
      for column in 0..<width {
        let row = writeColumn(
          group.columns[column], block, to: out + (first - rows.lowerBound) * width + column, width)
        if let row, bad == nil { bad = (row, column) }
      }
      if bad != nil { return bad }
    }
    return nil
  }

  @inline(__always)
  private static func writeColumn<Element: BinaryFloatingPoint>(
    _ chunk: ColumnChunk, _ rows: Range<Int>, to out: UnsafeMutablePointer<Element>, _ width: Int
  ) -> Int? {
    var bad: Int?
    switch chunk.storage {
    case .float64:
      let values = chunk.float64s
      for row in rows {
        let value = Element(values[row])
        out[(row - rows.lowerBound) * width] = value
        if !value.isFinite, bad == nil, !chunk.isNull(row) { bad = row }
      }
    case .int64:
      let values = chunk.int64s
      for row in rows { out[(row - rows.lowerBound) * width] = Element(Double(values[row])) }
    case .bits:
      for row in rows { out[(row - rows.lowerBound) * width] = chunk.isTrue(row) ? 1 : 0 }
    case .null, .strings, .codes, .list, .structure: break
    }
    if chunk.nullCount > 0 || chunk.type == .null {
      for row in rows where chunk.isNull(row) { out[(row - rows.lowerBound) * width] = .nan }
    }
    return bad
  }
}
