package import QuernSystem

/// Rows in memory: a schema and its row groups. Immutable.
package final class TableData: Sendable {
  package let schema: Schema
  package let groups: [RowGroup]
  package let rowCount: Int
  /// The number of the first row of each group, and `rowCount` at the end.
  package let starts: [Int]
  let digestMemo = DigestMemo()

  package init(schema: Schema, groups: [RowGroup]) {
    self.schema = schema
    self.groups = groups
    var starts = [0]
    starts.reserveCapacity(groups.count + 1)
    for group in groups { starts.append(starts[starts.count - 1] + group.rowCount) }
    self.starts = starts
    rowCount = starts[starts.count - 1]
  }

  /// A table of these rows, in groups of 65 536.
  package static func build(
    _ schema: Schema, rows: [[Scalar]], arena: Arena = .unlimited
  ) throws(OutOfMemory) -> TableData {
    try build(schema, rows: rows, groupRows: RowGroup.rowCountMax, arena: arena)
  }

  /// The same in groups of `groupRows`, for tests of the grid.
  package static func build(
    _ schema: Schema, rows: [[Scalar]], groupRows: Int, arena: Arena = .unlimited
  ) throws(OutOfMemory) -> TableData {
    var groups: [RowGroup] = []
    var start = 0
    while start < rows.count {
      let end = min(start + groupRows, rows.count)
      var columns: [ColumnChunk] = []
      for (place, field) in schema.fields.enumerated() {
        let builder = try ColumnBuilder(type: field.type, arena: arena, capacity: end - start)
        for row in start..<end { try builder.append(rows[row][place]) }
        columns.append(try builder.finish())
      }
      groups.append(RowGroup(rowCount: end - start, columns: columns))
      start = end
    }
    return TableData(schema: schema, groups: groups)
  }

  /// The group that holds a row, and its place there.
  package func locate(_ row: Int) -> (group: Int, row: Int) {
    var low = 0
    var high = groups.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= row { low = middle } else { high = middle }
    }
    return (low, row - starts[low])
  }

  package func scalar(row: Int, column: Int) -> Scalar {
    let place = locate(row)
    return groups[place.group].columns[column].scalar(at: place.row)
  }

  /// All values of a row.
  package func row(_ row: Int) -> [Scalar] {
    let place = locate(row)
    return groups[place.group].columns.map { $0.scalar(at: place.row) }
  }

  /// All values of a column.
  package func scalars(_ column: Int) -> [Scalar] {
    groups.flatMap { group in
      (0..<group.rowCount).map { group.columns[column].scalar(at: $0) }
    }
  }

  /// A column of numbers or bools as doubles; null is NaN.
  package func doubles(_ column: Int) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(rowCount)
    for group in groups {
      let chunk = group.columns[column]
      switch chunk.storage {
      case .float64: values.append(contentsOf: chunk.float64s)
      case .int64: values.append(contentsOf: chunk.int64s.lazy.map(Double.init))
      case .bits(let bits):
        for row in 0..<chunk.count { values.append(Bitmap.get(bits.base, row) ? 1 : 0) }
      case .codes: values.append(contentsOf: chunk.codes.lazy.map(Double.init))
      case .null, .strings, .list, .structure:
        values.append(contentsOf: repeatElement(.nan, count: chunk.count))
      }
      if chunk.nullCount > 0 {
        let start = values.count - chunk.count
        for row in 0..<chunk.count where chunk.isNull(row) { values[start + row] = .nan }
      }
    }
    return values
  }

  /// A column of text, or of anything as it is shown.
  package func strings(_ column: Int) -> [String?] {
    scalars(column).map { $0.isNull ? nil : $0.text }
  }
}
