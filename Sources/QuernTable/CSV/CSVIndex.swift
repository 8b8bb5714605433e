/// Where the rows of a file lie, found by one pass over all of it.
struct CSVIndex: Sendable {
  /// Groups of 65 536 rows; the last one may be shorter.
  var groups: [CSVGroup] = []
  var rowCount = 0
  var columns: [CSVColumnFinding]
  /// The first records that are not well-formed, and how many there are.
  var badRecords: [CSVBadRecord] = []
  var badRecordCount = 0
  /// First bytes of rows that are left out for a bad value, before they are dealt to the groups.
  var leftOut: [Int] = []
  /// Rows that hold a value their column cannot.
  var badValueRowCount = 0
  /// Where the text ends.
  var textEnd = 0

  /// Bad records that are kept for messages.
  static let keptBadRecords = 16

  init(columnCount: Int) {
    columns = [CSVColumnFinding](repeating: CSVColumnFinding(), count: columnCount)
  }
}

/// The text of one row group.
struct CSVGroup: Hashable, Sendable {
  /// The first byte of its first row.
  var start: Int
  /// Where the next group starts, or the text ends.
  var end: Int
  var rowCount: Int
  /// First bytes of rows in it that are left out for a bad value, ascending.
  var leftOut: [Int] = []
}
