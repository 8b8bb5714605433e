/// How a prompt wants a cell's values shown: as wide and as tall as its terminal.
///
/// Cells of documents have none: what they show is the same on every machine.
package struct CellDisplay: Sendable, Hashable {
  /// Cells of the terminal that a line may take.
  package var widthColumns: Int
  /// Rows of a table with more than `rowCountWhole`.
  package var rowCountMax: Int
  /// A table of up to so many rows is shown whole.
  package var rowCountWhole: Int

  package init(widthColumns: Int, rowCountMax: Int = 10, rowCountWhole: Int = 20) {
    self.widthColumns = widthColumns
    self.rowCountMax = rowCountMax
    self.rowCountWhole = rowCountWhole
  }
}
