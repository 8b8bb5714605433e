package import QuernSystem
import QuernText

/// Writes tables as JSON lines: one object per row, dates and times as ISO text.
package enum JSONLinesWriter {
  /// Writes a table to a file that appears when it is complete.
  package static func write(
    _ data: TableData, to path: String, disk: Disk = .real
  ) throws(TableError) {
    do throws(SystemError) {
      let file = try OutputFile(path, disk: disk)
      for group in data.groups {
        for row in 0..<group.rowCount {
          var object = JSONObject()
          for (field, column) in zip(data.schema.fields, group.columns) {
            object.members.append((key: field.name, value: column.scalar(at: row).json()))
          }
          try file.write(JSON.object(object).utf8() + [0x0A])
        }
      }
      try file.commit()
    } catch {
      throw .file(error)
    }
  }
}
