/// What one cell may use; each with its unit.
package struct EvaluatorLimits: Hashable, Sendable {
  /// Calls of functions inside of each other.
  package var recursionDepthMax = 1_000
  /// Bytes of the thread's stack that are left alone.
  package var stackReserveBytes = 256 * 1024
  /// Bytes of all outputs of a cell.
  package var outputBytesMax = 64 * 1024 * 1024
  /// Elements of one list.
  package var listCountMax = 20_000_000
  /// Characters of one line of a table's plain form.
  package var displayWidth = 100
  /// Rows shown of a table that has more than `displayRowCountWhole`.
  package var displayRowCountMax = 10
  /// A table of up to so many rows is shown whole.
  package var displayRowCountWhole = 20

  /// Bytes of stack of the thread that a cell runs on, for `recursionDepthMax` to be reached.
  package static let stackBytes = 64 * 1024 * 1024

  package init() {}
}
