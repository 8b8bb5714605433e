import Glibc
import QuernSystem
import QuernText

extension Execution {
  func pivot(
    _ input: Table, _ spec: PivotSpec, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let cells = columns.filter { $0 >= spec.by.count }.map { spec.cells[$0 - spec.by.count] }
    let values = Set(cells.map(\.value)).sorted()
    let names = spec.by + [spec.names] + values.map { spec.values[$0] }
    var places: [Int] = []
    for name in names { places = places.union([input.schema.index(of: name) ?? 0]) }
    let schema = input.schema.selecting(places)
    let groups = try rows(input, columns: places)
    guard !groups.isEmpty else { return [] }
    let keys = spec.by.compactMap { schema.index(of: $0) }
    let grouping = try Grouper.group(
      self, groups, columns: keys, types: keys.map { schema.fields[$0].type })
    let cellRows = try pivotRows(spec, schema, groups, grouping)
    let firsts = try orOutOfMemory { () throws(OutOfMemory) in
      try grouping.firstRows(arena: arena)
    }
    var gathers: [(gather: ColumnGather, rows: UnsafePointer<RowReference>)] = []
    for column in columns {
      let isKey = column < spec.by.count
      let cell = isKey ? nil : spec.cells[column - spec.by.count]
      let name = cell.map { spec.values[$0.value] } ?? spec.by[column]
      let place = schema.index(of: name) ?? 0
      var chunks = groups.map { $0.columns[place] }
      let type = schema.fields[place].type
      if let fill = spec.fill, cell != nil { chunks.append(try filled(fill, type)) }
      let gather = try orOutOfMemory { () throws(OutOfMemory) in
        try ColumnGather(chunks, type: type, arena: arena)
      }
      let rows =
        cell.map { cellRows.rows + $0.label * grouping.groupCount }
        ?? firsts.base.assumingMemoryBound(to: RowReference.self)
      gathers.append((gather, UnsafePointer(rows)))
    }
    nonisolated(unsafe) let sources = gathers
    let blocks = GroupBlocks(grouping.groupCount)
    return try withExtendedLifetime((cellRows.memory, firsts)) { () throws(TableError) in
      try parallelMap(blocks.count) { block in
        let range = blocks.range(block)
        var chunks: [ColumnChunk] = []
        for source in sources {
          try self.context.interrupt.check()
          chunks.append(try source.gather.take(source.rows + range.lowerBound, count: range.count))
        }
        return RowGroup(rowCount: range.count, columns: chunks)
      }
    }
  }

  /// For each label and group the row whose value stands there.
  private struct PivotRows {
    let memory: ColumnBuffer
    let rows: UnsafeMutablePointer<RowReference>
  }

  private func pivotRows(
    _ spec: PivotSpec, _ schema: Schema, _ groups: [RowGroup], _ grouping: Grouping
  ) throws(TableError) -> PivotRows {
    let count = spec.labels.count * grouping.groupCount
    let memory = try allocate(count * 4, "the cells of a pivot")
    let out = memory.base.assumingMemoryBound(to: RowReference.self)
    let empty = spec.fill == nil ? RowReference.none : RowReference(group: groups.count, row: 0)
    for cell in 0..<count { out[cell] = empty }
    let place = schema.index(of: spec.names) ?? 0
    let type = schema.fields[place].type
    let named = try Grouper.group(self, groups, columns: [place], types: [type])
    let labels = try labelNumbers(spec, groups, place, named)
    var repeats = PivotRepeats()
    for group in groups.indices {
      try context.checkInterrupt()
      let (ids, numbers) = (grouping.ids(group), named.ids(group))
      for row in 0..<groups[group].rowCount {
        let label = labels[Int(numbers[row])]
        guard label >= 0 else { continue }
        let cell = label * grouping.groupCount + Int(ids[row])
        let here = RowReference(group: group, row: row)
        if out[cell] != empty { repeats.add(cell, here) } else { out[cell] = here }
      }
    }
    if !repeats.isEmpty { throw repeatedCells(spec, schema, groups, repeats) }
    return PivotRows(memory: memory, rows: out)
  }

  /// The number of the label that each group of names has; -1 for a name that is no label.
  private func labelNumbers(
    _ spec: PivotSpec, _ groups: [RowGroup], _ place: Int, _ named: Grouping
  ) throws(TableError) -> [Int] {
    var known: [Scalar: Int] = [:]
    for (number, label) in spec.labels.enumerated() { known[label] = number }
    let firsts = try orOutOfMemory { () throws(OutOfMemory) in try named.firstRows(arena: arena) }
    let rows = firsts.base.assumingMemoryBound(to: RowReference.self)
    return withExtendedLifetime(firsts) {
      (0..<named.groupCount).map { number in
        let row = rows[number]
        return known[groups[row.group].columns[place].scalar(at: row.row)] ?? -1
      }
    }
  }

  private func filled(_ value: Scalar, _ type: DataType) throws(TableError) -> ColumnChunk {
    try orOutOfMemory { () throws(OutOfMemory) in
      let builder = try ColumnBuilder(type: type, arena: arena, capacity: 1)
      try builder.append(value)
      return try builder.finish()
    }
  }

  private func repeatedCells(
    _ spec: PivotSpec, _ schema: Schema, _ groups: [RowGroup], _ repeats: PivotRepeats
  ) -> TableError {
    let shown = repeats.shown.map { row in
      let parts = (spec.by + [spec.names]).map { name in
        let value = groups[row.group].columns[schema.index(of: name) ?? 0].scalar(at: row.row)
        return ".\(ColumnExpression.quoted(name)) = \(value.literalText)"
      }
      return parts.joined(separator: ", ")
    }
    let count = repeats.cells.count
    let value = "." + ColumnExpression.quoted(spec.values[0])
    return .invalidArgument(
      word: "pivot",
      message: "\(Numbers.grouped(Int64(count))) \(count == 1 ? "cell has" : "cells have") "
        + "several rows: " + shown.joined(separator: "; ") + (count > shown.count ? "; …" : ""),
      hint: "say how they become one value: values: sum(\(value)), or mean, max, first, count …")
  }
}

/// Cells of a pivot that more than one row gives.
private struct PivotRepeats {
  private(set) var cells: Set<Int> = []
  private(set) var shown: [RowReference] = []

  /// Beyond so many cells the number is no longer exact, and large enough.
  private static let countedMax = 100_000

  var isEmpty: Bool { cells.isEmpty }

  mutating func add(_ cell: Int, _ row: RowReference) {
    guard cells.count < Self.countedMax, cells.insert(cell).inserted else { return }
    if shown.count < Limits.shownMax { shown.append(row) }
  }
}
