import Glibc
import QuernSystem

/// One aggregate to compute: of which column, nil for the count of rows.
struct AggregateRequest: Sendable {
  let aggregate: Aggregate
  /// The place of the argument's column in the row groups, and its type.
  let argument: (place: Int, type: DataType)?
  let resultType: DataType
}

/// Computes aggregates over groups of rows.
///
/// Rows are dealt into slices, runs of row groups whose bounds depend on the numbers of rows and
/// groups alone. Each slice is summed up in row order, and slices are merged in their order: no
/// thread count changes a bit.
final class Aggregation: @unchecked Sendable {
  let execution: Execution
  let groups: [RowGroup]
  let grouping: Grouping
  let slices: [Range<Int>]
  /// The distinct values of the column that was asked for last: `describe` counts them, and looks
  /// for the commonest.
  var distinct: (place: Int, values: DistinctValues)?

  private static let sliceCountMax = 256
  /// A slice has at least that many rows for each group, or merging would be the work.
  private static let rowsPerGroupMin = 4

  init(_ execution: Execution, _ groups: [RowGroup], _ grouping: Grouping) {
    self.execution = execution
    self.groups = groups
    self.grouping = grouping
    let rows = groups.reduce(0) { $0 + $1.rowCount }
    let wanted = rows / (Aggregation.rowsPerGroupMin * max(1, grouping.groupCount))
    let count = max(1, min(wanted, groups.count, Aggregation.sliceCountMax))
    slices = (0..<count).map { slice in
      (groups.count * slice / count)..<(groups.count * (slice + 1) / count)
    }
  }

  var groupCount: Int { grouping.groupCount }

  /// The aggregate's values, one per group, in chunks of 65 536 groups.
  func compute(_ request: AggregateRequest) throws(TableError) -> [ColumnChunk] {
    guard let argument = request.argument else {
      return try integers(try rowCounts(), .int, known: nil)
    }
    let values = GroupInput(groups.map { $0.columns[argument.place] }, argument.type)
    switch request.aggregate {
    case .count:
      return try integers(try counts(values), .int, known: nil)
    case .sum:
      return try sum(values, request.resultType)
    case .mean:
      return try mean(values, request.resultType)
    case .std, .variance:
      return try variance(values, root: request.aggregate == .std)
    case .min, .max:
      return try extreme(values, request.resultType, isMax: request.aggregate == .max)
    case .first, .last:
      return try edge(values, isLast: request.aggregate == .last)
    case .median:
      return try quantile(values, 0.5, request.resultType)
    case .quantile(let share):
      return try quantile(values, share, request.resultType)
    case .nunique:
      return try uniqueCounts(try distinctValues(values, argument.place))
    case .mode:
      return try mode(values, try distinctValues(values, argument.place))
    }
  }

  // MARK: Slices

  /// For each slice an accumulator per group, filled by `body` for each of its row groups in order;
  /// then all slices merged into one, in order.
  func partials<T: BitwiseCopyable>(
    initial: T, _ body: (UnsafeMutablePointer<T>, Int) throws -> Void,
    merge: (UnsafeMutablePointer<T>, UnsafePointer<T>, Range<Int>) -> Void
  ) throws(TableError) -> ColumnBuffer {
    let stride = MemoryLayout<T>.stride
    var buffers: [ColumnBuffer] = []
    for _ in slices {
      buffers.append(try execution.allocate(groupCount * stride, "the sums of a group-by"))
    }
    let filled = buffers
    try execution.parallel(slices.count) { slice in
      let out = filled[slice].base.assumingMemoryBound(to: T.self)
      for group in 0..<groupCount { out[group] = initial }
      for group in slices[slice] {
        try execution.context.interrupt.check()
        try body(out, group)
      }
    }
    let blocks = GroupBlocks(groupCount)
    try execution.parallel(blocks.count) { block in
      let into = filled[0].base.assumingMemoryBound(to: T.self)
      for slice in filled.dropFirst() {
        merge(into, UnsafePointer(slice.base.assumingMemoryBound(to: T.self)), blocks.range(block))
      }
    }
    return buffers[0]
  }

  /// Rows per group.
  func rowCounts() throws(TableError) -> ColumnBuffer {
    try partials(initial: Int64(0)) { out, group in
      let rows = groups[group].rowCount
      if groupCount == 1 {
        out[0] += Int64(rows)
        return
      }
      let ids = grouping.ids(group)
      for row in 0..<rows { out[Int(ids[row])] += 1 }
    } merge: { into, from, range in
      for group in range { into[group] += from[group] }
    }
  }

  /// Values per group that are not null.
  func counts(_ values: GroupInput) throws(TableError) -> ColumnBuffer {
    if !values.hasNulls { return try rowCounts() }
    return try partials(initial: Int64(0)) { out, group in
      let chunk = values.chunks[group]
      let ids = grouping.ids(group)
      for row in 0..<chunk.count where !chunk.isNull(row) { out[Int(ids[row])] += 1 }
    } merge: { into, from, range in
      for group in range { into[group] += from[group] }
    }
  }

  // MARK: Results

  /// Integers of all groups as chunks; a group whose count is 0 is null.
  func integers(
    _ values: ColumnBuffer, _ type: DataType, known counts: ColumnBuffer?
  ) throws(TableError) -> [ColumnChunk] {
    try chunks(type, counts) { range in
      .int64(values.slice(range, stride: 8))
    }
  }

  func floats(
    _ values: ColumnBuffer, _ type: DataType, known counts: ColumnBuffer?
  ) throws(TableError) -> [ColumnChunk] {
    let numbers = values.base.assumingMemoryBound(to: Double.self)
    if type == .duration {
      let whole = values.base.assumingMemoryBound(to: Int64.self)
      for group in 0..<groupCount {
        whole[group] = Int64(exactly: numbers[group].rounded(.toNearestOrAwayFromZero)) ?? 0
      }
      return try integers(values, type, known: counts)
    }
    return try chunks(type, try withoutNaN(numbers, counts)) { range in
      .float64(values.slice(range, stride: 8))
    }
  }

  /// The counts, zero where the value is no number (infinity less infinity); that is noted.
  private func withoutNaN(
    _ numbers: UnsafePointer<Double>, _ counts: ColumnBuffer?
  ) throws(TableError) -> ColumnBuffer? {
    var bad = 0
    let known = counts?.base.assumingMemoryBound(to: Int64.self)
    for group in 0..<groupCount where numbers[group].isNaN && known?[group] ?? 1 > 0 { bad += 1 }
    if bad == 0 { return counts }
    execution.tell(FilterStep.madeNull(bad, in: "an aggregate"))
    let own = try execution.allocate(groupCount * 8, "the counts of a group-by")
    let out = own.base.assumingMemoryBound(to: Int64.self)
    for group in 0..<groupCount { out[group] = numbers[group].isNaN ? 0 : known?[group] ?? 1 }
    return own
  }

  private func chunks(
    _ type: DataType, _ counts: ColumnBuffer?, _ storage: (Range<Int>) -> ColumnChunk.Storage
  ) throws(TableError) -> [ColumnChunk] {
    let blocks = GroupBlocks(groupCount)
    var result: [ColumnChunk] = []
    for block in 0..<blocks.count {
      let range = blocks.range(block)
      var validity: ColumnBuffer?
      var nulls = 0
      if let counts {
        let known = counts.base.assumingMemoryBound(to: Int64.self)
        for group in range where known[group] == 0 { nulls += 1 }
        if nulls > 0 {
          let bitmap = try execution.allocate(
            Bitmap.byteCount(range.count), "the results of a group-by")
          memset(bitmap.base, 0, bitmap.byteCount)
          for group in range where known[group] != 0 {
            Bitmap.set(bitmap.base, group - range.lowerBound)
          }
          validity = bitmap
        }
      }
      result.append(
        ColumnChunk(
          type: type, count: range.count, nullCount: nulls, validity: validity,
          storage: storage(range)))
    }
    return result
  }

  /// The values of the argument at one row per group.
  func gathered(_ values: GroupInput, _ rows: ColumnBuffer) throws(TableError) -> [ColumnChunk] {
    let gather = try orOutOfMemory { () throws(OutOfMemory) in
      try ColumnGather(values.chunks, type: values.type, arena: execution.arena)
    }
    let references = rows.base.assumingMemoryBound(to: RowReference.self)
    let blocks = GroupBlocks(groupCount)
    return try execution.parallelMap(blocks.count) { block in
      let range = blocks.range(block)
      return try gather.take(references + range.lowerBound, count: range.count)
    }
  }
}

/// The argument of an aggregate: one chunk per row group.
struct GroupInput: Sendable {
  let chunks: [ColumnChunk]
  let type: DataType

  init(_ chunks: [ColumnChunk], _ type: DataType) {
    self.chunks = chunks
    self.type = type
  }

  var hasNulls: Bool { chunks.contains { $0.nullCount > 0 } }
}

/// Groups in blocks of 65 536: the row groups of a result.
struct GroupBlocks: Sendable {
  let groupCount: Int

  init(_ groupCount: Int) { self.groupCount = groupCount }

  var count: Int { (groupCount + RowGroup.rowCountMax - 1) / RowGroup.rowCountMax }

  func range(_ block: Int) -> Range<Int> {
    let start = block * RowGroup.rowCountMax
    return start..<min(start + RowGroup.rowCountMax, groupCount)
  }
}

extension ColumnBuffer {
  /// The part of the buffer that holds these elements.
  func slice(_ range: Range<Int>, stride: Int) -> ColumnBuffer {
    ColumnBuffer(
      base: base + range.lowerBound * stride, byteCount: range.count * stride, owner: owner)
  }
}
