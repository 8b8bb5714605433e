import QuernSystem

extension TableData {
  /// The rows of these numbers, in this order and as often as they stand there, in full groups.
  ///
  /// ```swift
  /// let shuffled = try data.taking(random.permutation(data.rowCount), context)
  /// ```
  package func taking(_ rows: [Int], _ context: TableContext) throws(TableError) -> TableData {
    var taken: [RowGroup] = []
    let gathers = try gathers(context.arena)
    for start in stride(from: 0, to: rows.count, by: RowGroup.rowCountMax) {
      try context.checkInterrupt()
      let count = min(RowGroup.rowCountMax, rows.count - start)
      let references = rows[start..<(start + count)].map { row in
        let place = locate(row)
        return RowReference(group: place.group, row: place.row)
      }
      var columns: [ColumnChunk] = []
      for gather in gathers {
        do throws(OutOfMemory) {
          // A closure cannot carry a typed throw through `withUnsafeBufferPointer`.
          columns.append(try Self.take(gather, references))
        } catch {
          throw .outOfMemory(error)
        }
      }
      taken.append(RowGroup(rowCount: count, columns: columns))
    }
    return TableData(schema: schema, groups: taken)
  }

  private func gathers(_ arena: Arena) throws(TableError) -> [ColumnGather] {
    do throws(OutOfMemory) {
      var all: [ColumnGather] = []
      for (place, field) in schema.fields.enumerated() {
        let chunks = groups.map { $0.columns[place] }
        all.append(try ColumnGather(chunks, type: field.type, arena: arena))
      }
      return all
    } catch {
      throw .outOfMemory(error)
    }
  }

  private static func take(
    _ gather: ColumnGather, _ references: [RowReference]
  ) throws(OutOfMemory) -> ColumnChunk {
    let rows = UnsafeMutablePointer<RowReference>.allocate(capacity: max(1, references.count))
    defer { rows.deallocate() }
    for (place, reference) in references.enumerated() { rows[place] = reference }
    return try gather.take(rows, count: references.count)
  }

  /// The same rows with one column in another's place; its row groups must be of the same lengths.
  package func replacing(_ column: Int, with other: TableData, _ place: Int) -> TableData {
    var replaced: [RowGroup] = []
    for (group, source) in zip(groups, other.groups) {
      precondition(group.rowCount == source.rowCount, "row groups of the same lengths")
      var columns = group.columns
      columns[column] = source.columns[place]
      replaced.append(RowGroup(rowCount: group.rowCount, columns: columns))
    }
    var fields = schema.fields
    fields[column] = Field(name: fields[column].name, type: other.schema.fields[place].type)
    return TableData(schema: Schema(fields: fields), groups: replaced)
  }
}
