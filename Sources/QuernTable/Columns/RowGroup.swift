/// Up to 65 536 rows of a table, column by column.
package struct RowGroup: Sendable {
  package let rowCount: Int
  package let columns: [ColumnChunk]

  /// The rows of a full group; the fixed grid of every scan.
  package static let rowCountMax = 65_536

  package init(rowCount: Int, columns: [ColumnChunk]) {
    self.rowCount = rowCount
    self.columns = columns
  }
}
