import QuernSystem

extension Execution {
  /// A run of pairs that are equal so far.
  struct SortRun: BitwiseCopyable {
    let start: Int
    let end: Int
  }

  func sort(
    _ input: Table, _ keys: [SortKey], _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    var hidden: [(name: String, expression: ColumnExpression)] = []
    var names: [String] = []
    for key in keys {
      if case .column(let name) = key.expression {
        names.append(name)
      } else {
        let name = "\u{1}key \(hidden.count)"
        hidden.append((name, key.expression))
        names.append(name)
      }
    }
    let table = hidden.isEmpty ? input : try input.hiding(hidden)
    let places = columns.union(names.compactMap { table.schema.index(of: $0) })
    let groups = try rows(table, columns: places)
    var sortColumns: [SortColumn] = []
    for (name, key) in zip(names, keys) {
      guard let place = table.schema.index(of: name), let at = places.firstIndex(of: place)
      else { continue }
      sortColumns.append(
        SortColumn(
          groups.map { $0.columns[at] }, table.schema.fields[place].type,
          descending: key.descending))
    }
    let order = try self.order(groups, sortColumns)
    let types = columns.map { input.schema.fields[$0].type }
    return try gather(groups, types, order)
  }

  /// The rows of the groups in sorted order, as pairs whose words no longer matter.
  func order(
    _ groups: [RowGroup], _ columns: [SortColumn]
  ) throws(TableError) -> SortedRows {
    let count = groups.reduce(0) { $0 + $1.rowCount }
    let bytes = count * MemoryLayout<SortPair>.stride
    let memory = try allocate(bytes, "sorting")
    let spare = try allocate(bytes, "sorting")
    let sorter = RowSorter(
      self, memory.base.assumingMemoryBound(to: SortPair.self),
      spare.base.assumingMemoryBound(to: SortPair.self), count)
    try sorter.number(groups)
    var runs = count > 1 ? [SortRun(start: 0, end: count)] : []
    for column in columns where !runs.isEmpty { runs = try sorter.refine(runs, column) }
    return SortedRows(memory: memory, count: count)
  }

  /// All columns' values in the new order, in groups of 65 536 rows.
  func gather(
    _ groups: [RowGroup], _ types: [DataType], _ order: SortedRows
  ) throws(TableError) -> [RowGroup] {
    var gathers: [ColumnGather] = []
    for (place, type) in types.enumerated() {
      gathers.append(
        try orOutOfMemory { () throws(OutOfMemory) in
          try ColumnGather(groups.map { $0.columns[place] }, type: type, arena: arena)
        })
    }
    let columns = gathers
    let blocks = GroupBlocks(order.count)
    return try parallelMap(blocks.count) { block in
      let range = blocks.range(block)
      let rows = UnsafeMutablePointer<RowReference>.allocate(capacity: range.count)
      defer { rows.deallocate() }
      for place in range { rows[place - range.lowerBound] = order.pairs[place].row }
      var chunks: [ColumnChunk] = []
      for column in columns {
        try self.context.interrupt.check()
        chunks.append(try column.take(rows, count: range.count))
      }
      return RowGroup(rowCount: range.count, columns: chunks)
    }
  }
}

/// Rows in their order.
struct SortedRows: @unchecked Sendable {
  let memory: ColumnBuffer
  let count: Int

  var pairs: UnsafeMutablePointer<SortPair> { memory.base.assumingMemoryBound(to: SortPair.self) }
}

/// Sorts pairs key by key: each key sorts the runs that the keys before it left equal.
final class RowSorter: @unchecked Sendable {
  typealias Run = Execution.SortRun

  private let execution: Execution
  private let pairs: UnsafeMutablePointer<SortPair>
  private let spare: UnsafeMutablePointer<SortPair>
  private let count: Int

  init(
    _ execution: Execution, _ pairs: UnsafeMutablePointer<SortPair>,
    _ spare: UnsafeMutablePointer<SortPair>, _ count: Int
  ) {
    self.execution = execution
    self.pairs = pairs
    self.spare = spare
    self.count = count
  }

  /// Writes the rows in their first order.
  func number(_ groups: [RowGroup]) throws(TableError) {
    var starts = [0]
    for group in groups { starts.append(starts[starts.count - 1] + group.rowCount) }
    let firsts = starts
    try execution.parallel(groups.count) { group in
      let out = pairs + firsts[group]
      for row in 0..<groups[group].rowCount {
        out[row] = SortPair(word: 0, row: RowReference(group: group, row: row))
      }
    }
  }

  /// Sorts each run by a column, and gives the runs that are still equal.
  func refine(_ runs: [Run], _ column: SortColumn) throws(TableError) -> [Run] {
    var open = runs
    if column.hasNulls {
      // Nulls last, whichever way the values go.
      open = try pass(open, { column.fillNullFlags($0, $1) })
    }
    guard column.isText else { return try pass(open, { column.fill($0, $1, level: 0) }) }
    var equal: [Run] = []
    var level = 0
    while !open.isEmpty {
      let place = level
      var next: [Run] = []
      for run in try pass(open, { column.fill($0, $1, level: place) }) {
        if column.continues(pairs[run.start].word) { next.append(run) } else { equal.append(run) }
      }
      open = next
      level += 1
    }
    return equal.sorted { $0.start < $1.start }
  }

  /// Fills the words of the runs, sorts each by them, and gives the runs of equal words.
  private func pass(
    _ runs: [Run], _ fill: (UnsafeMutablePointer<SortPair>, Range<Int>) -> Void
  ) throws(TableError) -> [Run] {
    let block = Limits.interruptRows
    var equal: [Run] = []
    var short: [Run] = []
    for run in runs {
      guard run.end - run.start > block else {
        short.append(run)
        continue
      }
      let rows = run.end - run.start
      try execution.parallel((rows + block - 1) / block) { index in
        let start = run.start + index * block
        fill(pairs, start..<min(start + block, run.end))
      }
      try RadixSort.sortParallel(
        pairs: pairs + run.start, spare: spare + run.start, count: rows, execution)
      try split(run, into: &equal)
    }
    let batches = batched(short)
    let found = try execution.parallelMap(batches.count) { index -> [Run] in
      var own: [Run] = []
      for run in short[batches[index]] {
        fill(pairs, run.start..<run.end)
        RadixSort.sort(
          pairs: pairs + run.start, spare: spare + run.start, count: run.end - run.start)
        try split(run, into: &own)
      }
      return own
    }
    for own in found { equal.append(contentsOf: own) }
    return equal
  }

  /// Runs of short runs with about 65 536 rows together.
  private func batched(_ runs: [Run]) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var start = 0
    var rows = 0
    for (place, run) in runs.enumerated() {
      rows += run.end - run.start
      if rows >= Limits.interruptRows || place == runs.count - 1 {
        batches.append(start..<(place + 1))
        start = place + 1
        rows = 0
      }
    }
    return batches
  }

  /// Adds the runs of two or more equal words in a sorted run.
  private func split(_ run: Run, into equal: inout [Run]) throws(TableError) {
    var start = run.start
    var checked = start
    while start < run.end {
      if start - checked >= Limits.interruptRows {
        try execution.context.checkInterrupt()
        checked = start
      }
      let word = pairs[start].word
      var end = start + 1
      while end < run.end && pairs[end].word == word { end += 1 }
      if end - start > 1 { equal.append(Run(start: start, end: end)) }
      start = end
    }
  }
}
