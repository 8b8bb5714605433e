package import QuernTable

/// What showing a value needs: tables are computed as far as they are shown.
package struct DisplayContext: Sendable {
  package var table: TableContext
  /// Cells of the terminal that a line may take.
  package var width: Int
  /// Rows of a table that are shown where it has more than `rowCountWhole`.
  package var rowCountMax: Int
  /// A table of up to so many rows is shown whole.
  package var rowCountWhole: Int
  /// Whether plain text may hold colour.
  package var isColored: Bool

  package init(
    table: TableContext, width: Int = 100, rowCountMax: Int = 10, rowCountWhole: Int = 20,
    isColored: Bool = false
  ) {
    self.table = table
    self.width = width
    self.rowCountMax = rowCountMax
    self.rowCountWhole = rowCountWhole
    self.isColored = isColored
  }
}
