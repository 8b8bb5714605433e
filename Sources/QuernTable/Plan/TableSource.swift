package import QuernText

/// Which bytes a source is: a pinned file.
package struct SourceIdentity: Hashable, Sendable {
  package let path: String
  package let device: UInt64
  package let inode: UInt64
  package let byteCount: Int64
  /// Nanoseconds since 1970-01-01.
  package let modifiedNs: Int64

  package init(path: String, device: UInt64, inode: UInt64, byteCount: Int64, modifiedNs: Int64) {
    self.path = path
    self.device = device
    self.inode = inode
    self.byteCount = byteCount
    self.modifiedNs = modifiedNs
  }
}

/// Whether a scan goes on after a row group.
package enum ScanFlow: Sendable {
  case more
  /// No group of a higher index is needed; those already begun may still be emitted.
  case enough
}

/// Rows that come from outside the engine: a file, or the store.
///
/// Groups lie on a fixed grid: group `i` holds rows `i * 65 536 ..< (i + 1) * 65 536` of the
/// source, whatever the thread count. A source whose `appliesFilters` is true emits the rows of its
/// group that the filter keeps; groups then are shorter, and keep their index.
package protocol TableSource: AnyObject, Sendable {
  var schema: Schema { get }
  var identity: SourceIdentity { get }
  /// How a reader of `explain` knows it: "csv data/churn.csv".
  var description: String { get }
  var rowCountIfKnown: Int? { get }
  /// Whether `scan` honours a filter; where false, it is always given nil.
  var appliesFilters: Bool { get }

  /// The digest of the content, not of its form or layout.
  func contentDigest(_ context: TableContext) throws(TableError) -> Digest

  /// Emits every row group, with the columns at these positions of `schema` in this order.
  ///
  /// `emit` may be called from several threads at once, in any order of index; indices are dense
  /// from 0. An error it throws ends the scan, and of several the one of the lowest index is
  /// thrown. The interrupt is looked at before every group.
  func scan(
    columns: [Int], filter: ScanFilter?, context: TableContext,
    _ emit: @Sendable (Int, RowGroup) throws(TableError) -> ScanFlow
  ) throws(TableError)
}
