import Glibc
import QuernSystem
import QuernText

extension Execution {
  func head(_ input: Table, _ count: Int, _ columns: [Int]) throws(TableError) -> [RowGroup] {
    if count == 0 { return [] }
    var groups = try firstRows(input, count, columns)
    var left = count
    for (place, group) in groups.enumerated() {
      let kept = left
      groups[place] = try orOutOfMemory { () throws(OutOfMemory) in
        try group.prefix(kept, arena: arena)
      }
      left = max(0, left - group.rowCount)
    }
    return groups
  }

  func tail(_ input: Table, _ count: Int, _ columns: [Int]) throws(TableError) -> [RowGroup] {
    var left = count
    var kept: [RowGroup] = []
    for group in try rows(input, columns: columns).reversed() where left > 0 {
      let rows = min(left, group.rowCount)
      let first = group.rowCount - rows
      let selection = RowSelection(
        rows: (first..<group.rowCount).map { UInt32($0) }, rowCount: group.rowCount)
      kept.append(
        try orOutOfMemory { () throws(OutOfMemory) in
          try group.filtered(selection, arena: arena)
        })
      left -= rows
    }
    return kept.reversed()
  }

  func append(
    _ table: Table, _ a: Table, _ b: Table, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let fields = columns.map { table.schema.fields[$0] }
    var result: [RowGroup] = []
    for side in [a, b] {
      var converted: [(name: String, expression: ColumnExpression)] = []
      for field in fields where side.schema[field.name]?.type != field.type {
        converted.append((field.name, .function(.cast(field.type), [.column(field.name)])))
      }
      let same = try converted.isEmpty ? side : side.hiding(converted)
      result += try rows(same, columns: fields.compactMap { same.schema.index(of: $0.name) })
    }
    return result
  }

  func sample(
    _ input: Table, _ size: SampleSize, _ random: RandomStream, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let groups = try rows(input, columns: columns)
    let total = groups.reduce(0) { $0 + $1.rowCount }
    let count: Int
    switch size {
    case .count(let wanted): count = min(wanted, total)
    case .fraction(let share): count = Int((Double(total) * share).rounded())
    }
    let chosen = try allocate((total + 7) / 8, "a sample")
    memset(chosen.base, 0, chosen.byteCount)
    // Floyd: each step takes a new row, whatever was taken before.
    for (step, last) in ((total - count)..<total).enumerated() {
      if step & 0xffff == 0 { try context.checkInterrupt() }
      let row = Int(random.below(UInt64(last + 1), UInt64(step)))
      Bitmap.set(chosen.base, Bitmap.get(chosen.base, row) ? last : row)
    }
    return try keep(groups, starts(groups)) { Bitmap.get(chosen.base, $0) }
  }

  func starts(_ groups: [RowGroup]) -> [Int] {
    var starts = [0]
    for group in groups { starts.append(starts[starts.count - 1] + group.rowCount) }
    return starts
  }

  /// The rows of the groups for whose number in the whole table `isKept` holds.
  func keep(
    _ groups: [RowGroup], _ starts: [Int], _ isKept: (Int) -> Bool
  ) throws(TableError) -> [RowGroup] {
    try parallelMap(groups.count) { index in
      let group = groups[index]
      var rows: [UInt32] = []
      for row in 0..<group.rowCount where isKept(starts[index] + row) { rows.append(UInt32(row)) }
      let selection = RowSelection(rows: rows, rowCount: group.rowCount)
      return try group.filtered(selection, arena: arena)
    }
  }
}
