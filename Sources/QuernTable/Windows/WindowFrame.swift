import Glibc
import QuernSystem

/// The rows of some row groups, seen group by group: what windows are computed over.
///
/// Places number the rows so that those of a group stand together, in the order of a window. One
/// group is worked on by one thread from its first row on, so threads never change a digit.
final class WindowFrame: @unchecked Sendable {
  let execution: Execution
  let groups: [RowGroup]
  let grouping: Grouping
  let count: Int
  /// The first place of each group, and `count` at the end.
  private let firsts: ColumnBuffer
  /// Runs of groups with about 65 536 rows each.
  private let batches: [Range<Int>]
  /// Orders that were asked for before: column and direction.
  private var known: [OrderKey: WindowRows] = [:]

  private struct OrderKey: Hashable {
    let place: Int
    let descending: Bool
  }

  init(_ execution: Execution, _ groups: [RowGroup], _ grouping: Grouping) throws(TableError) {
    self.execution = execution
    self.groups = groups
    self.grouping = grouping
    count = groups.reduce(0) { $0 + $1.rowCount }
    let groupCount = grouping.groupCount
    firsts = try execution.allocate((groupCount + 1) * 8, "the groups of a window")
    let starts = firsts.base.assumingMemoryBound(to: Int.self)
    memset(starts, 0, (groupCount + 1) * 8)
    if groupCount == 1 {
      starts[1] = count
    } else {
      for (index, group) in groups.enumerated() {
        try execution.context.checkInterrupt()
        let ids = grouping.ids(index)
        for row in 0..<group.rowCount { starts[Int(ids[row]) + 1] += 1 }
      }
      for group in 0..<groupCount { starts[group + 1] += starts[group] }
    }
    var batches: [Range<Int>] = []
    var first = 0
    for group in 0..<groupCount
    where starts[group + 1] - starts[first] >= Limits.interruptRows || group == groupCount - 1 {
      batches.append(first..<(group + 1))
      first = group + 1
    }
    self.batches = batches
  }

  var starts: UnsafeMutablePointer<Int> { firsts.base.assumingMemoryBound(to: Int.self) }

  /// Runs `body` for the places of each group that has rows.
  func forEachGroup(_ body: (Range<Int>) throws -> Void) throws(TableError) {
    let starts = starts
    try execution.parallel(batches.count) { batch in
      try execution.context.interrupt.check()
      for group in batches[batch] where starts[group + 1] > starts[group] {
        try body(starts[group]..<starts[group + 1])
      }
    }
  }

  /// Runs `body` for all places, in blocks of 65 536.
  func forEachBlock(_ body: (Range<Int>) throws -> Void) throws(TableError) {
    let block = Limits.interruptRows
    try execution.parallel((count + block - 1) / block) { index in
      try execution.context.interrupt.check()
      try body((index * block)..<Swift.min(index * block + block, count))
    }
  }

  // MARK: Orders

  /// The rows group by group, each in the order of the table.
  func rows() throws(TableError) -> WindowRows {
    let key = OrderKey(place: -1, descending: false)
    if let rows = known[key] { return rows }
    let rows = WindowRows(memory: try inTableOrder(), orderedEnds: nil)
    known[key] = rows
    return rows
  }

  /// The rows group by group, each in the order of a column; nulls last.
  func rows(by place: Int, _ type: DataType, descending: Bool) throws(TableError) -> WindowRows {
    if let rows = known[OrderKey(place: place, descending: descending)] { return rows }
    return try sorted(place, type, descending: descending).rows
  }

  /// The same, with the runs of rows whose values are equal.
  func sorted(
    _ place: Int, _ type: DataType, descending: Bool
  ) throws(TableError) -> (rows: WindowRows, equal: [RowSorter.Run]) {
    let bytes = count * MemoryLayout<SortPair>.stride
    let pairMemory = try execution.allocate(bytes, "the order of a window")
    let spare = try execution.allocate(bytes, "the order of a window")
    let pairs = pairMemory.base.assumingMemoryBound(to: SortPair.self)
    let plain = try rows()
    try forEachBlock { range in
      for at in range { pairs[at] = SortPair(word: 0, row: plain.rows[at]) }
    }
    let sorter = RowSorter(
      execution, pairs, spare.base.assumingMemoryBound(to: SortPair.self), count)
    let column = SortColumn(groups.map { $0.columns[place] }, type, descending: descending)
    var runs: [RowSorter.Run] = []
    let starts = starts
    for group in 0..<grouping.groupCount where starts[group + 1] - starts[group] > 1 {
      runs.append(RowSorter.Run(start: starts[group], end: starts[group + 1]))
    }
    let equal = try sorter.refine(runs, column)
    let memory = try execution.allocate(count * 4, "the order of a window")
    let out = memory.base.assumingMemoryBound(to: RowReference.self)
    try forEachBlock { range in
      for at in range { out[at] = pairs[at].row }
    }
    let rows = WindowRows(memory: memory, orderedEnds: try orderedEnds(out, place))
    known[OrderKey(place: place, descending: descending)] = rows
    return (rows, equal)
  }

  private func inTableOrder() throws(TableError) -> ColumnBuffer {
    let memory = try execution.allocate(count * 4, "the rows of a window")
    let out = memory.base.assumingMemoryBound(to: RowReference.self)
    let groupCount = grouping.groupCount
    let next = try execution.allocate(Swift.max(1, groupCount) * 8, "the rows of a window")
    let places = next.base.assumingMemoryBound(to: Int.self)
    memcpy(places, starts, groupCount * 8)
    for (index, group) in groups.enumerated() {
      try execution.context.checkInterrupt()
      if groupCount == 1 {
        let first = places[0]
        for row in 0..<group.rowCount { out[first + row] = RowReference(group: index, row: row) }
        places[0] += group.rowCount
        continue
      }
      let ids = grouping.ids(index)
      for row in 0..<group.rowCount {
        let id = Int(ids[row])
        out[places[id]] = RowReference(group: index, row: row)
        places[id] += 1
      }
    }
    return memory
  }

  /// For each group the place at which the rows without an order begin.
  private func orderedEnds(
    _ rows: UnsafePointer<RowReference>, _ place: Int
  ) throws(TableError) -> ColumnBuffer? {
    let chunks = groups.map { $0.columns[place] }
    guard chunks.contains(where: { $0.nullCount > 0 }) else { return nil }
    let memory = try execution.allocate(grouping.groupCount * 8, "the order of a window")
    let ends = memory.base.assumingMemoryBound(to: Int.self)
    let starts = starts
    try execution.parallel(batches.count) { batch in
      try execution.context.interrupt.check()
      for group in batches[batch] {
        var end = starts[group + 1]
        while end > starts[group] && chunks[rows[end - 1].group].isNull(rows[end - 1].row) {
          end -= 1
        }
        ends[group] = end
      }
    }
    return memory
  }

  /// Where the rows of a group without an order begin, from the group's first place.
  func orderedEnd(_ range: Range<Int>, _ rows: WindowRows) -> Int {
    guard let memory = rows.orderedEnds else { return range.upperBound }
    let ends = memory.base.assumingMemoryBound(to: Int.self)
    let row = rows.rows[range.lowerBound]
    return ends[grouping.groupCount == 1 ? 0 : Int(grouping.ids(row.group)[row.row])]
  }

  /// The number of a row in the table, from 1, for errors.
  func rowNumber(_ row: RowReference) -> Int {
    groups[..<row.group].reduce(0) { $0 + $1.rowCount } + row.row + 1
  }
}

/// Rows by place.
struct WindowRows: @unchecked Sendable {
  let memory: ColumnBuffer
  /// For each group the first place of a row whose order is null; nil where none is.
  let orderedEnds: ColumnBuffer?

  var rows: UnsafeMutablePointer<RowReference> {
    memory.base.assumingMemoryBound(to: RowReference.self)
  }
}
