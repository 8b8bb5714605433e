/// A condition that a source may apply while it reads.
package final class ScanFilter: Sendable {
  /// The columns the condition needs, as positions in the source's schema.
  package let columns: [Int]
  private let evaluate: @Sendable (Int, RowGroup) throws(TableError) -> RowSelection

  init(
    columns: [Int],
    evaluate: @escaping @Sendable (Int, RowGroup) throws(TableError) -> RowSelection
  ) {
    self.columns = columns
    self.evaluate = evaluate
  }

  /// The rows of group `index` that the condition keeps; `group` holds `columns` in that order.
  package func keep(_ index: Int, _ group: RowGroup) throws(TableError) -> RowSelection {
    try evaluate(index, group)
  }
}

/// Some rows of one row group, ascending.
package struct RowSelection: Sendable {
  package let rows: [UInt32]
  /// The rows of the group they were chosen from.
  package let rowCount: Int

  package init(rows: [UInt32], rowCount: Int) {
    self.rows = rows
    self.rowCount = rowCount
  }

  package var keepsAll: Bool { rows.count == rowCount }
}
