package import QuernSystem
import QuernText

/// Writes tables as JSON: one object per row, dates and times as ISO text; a line each, or in a
/// `.json` file the elements of one array. Gzipped where the name ends in `.gz`.
package enum JSONLinesWriter {
  /// Writes a table to a file that appears when it is complete.
  package static func write(
    _ data: TableData, to path: String, disk: Disk = .real, context: TableContext? = nil
  ) throws(TableError) {
    let isPacked = path.hasSuffix(".gz")
    let isArray = (isPacked ? String(path.dropLast(3)) : path).hasSuffix(".json")
    do throws(SystemError) {
      let file = try OutputFile(path, disk: disk)
      let packer = isPacked ? try GzipPacker(path: path) : nil
      func put(_ bytes: [UInt8]) throws(SystemError) {
        guard let packer else { return try file.write(bytes) }
        try packer.add(bytes) { (packed) throws(SystemError) in try file.write(packed) }
      }
      var out: [UInt8] = isArray ? Array("[".utf8) : []
      var isFirst = true
      for group in data.groups {
        for row in 0..<group.rowCount {
          if isArray { out += Array((isFirst ? "\n" : ",\n").utf8) }
          isFirst = false
          out += object(data.schema, group, row)
          if !isArray { out.append(0x0A) }
          guard out.count > 1 << 18 else { continue }
          try put(out)
          out.removeAll(keepingCapacity: true)
        }
      }
      if isArray { out += Array("\n]\n".utf8) }
      try put(out)
      if let packer {
        try packer.finish { (packed) throws(SystemError) in try file.write(packed) }
      }
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  private static func object(_ schema: Schema, _ group: RowGroup, _ row: Int) -> [UInt8] {
    var object = JSONObject()
    for (field, column) in zip(schema.fields, group.columns) {
      object.members.append((key: field.name, value: column.scalar(at: row).json()))
    }
    return JSON.object(object).utf8()
  }
}
