import Glibc
import QuernSystem

/// The rows of the right side by key.
final class MatchIndex: @unchecked Sendable {
  private let memory: [ColumnBuffer]
  /// Rows of the right side per key.
  let counts: UnsafeMutablePointer<UInt32>
  /// Where a key's rows begin in `rows`.
  private let starts: UnsafeMutablePointer<UInt32>
  let rows: UnsafeMutablePointer<RowReference>
  /// Keys of both sides.
  let keyCount: Int
  private var leftMemory: ColumnBuffer?
  private let execution: Execution

  init(_ execution: Execution, _ right: JoinSide, _ grouping: Grouping) throws(TableError) {
    self.execution = execution
    keyCount = grouping.groupCount
    let doing = "the index of a join"
    let count = try execution.allocate((keyCount + 1) * 4, doing)
    let start = try execution.allocate((keyCount + 1) * 4, doing)
    let row = try execution.allocate(right.rowCount * 4, doing)
    memory = [count, start, row]
    counts = count.base.assumingMemoryBound(to: UInt32.self)
    starts = start.base.assumingMemoryBound(to: UInt32.self)
    rows = row.base.assumingMemoryBound(to: RowReference.self)
    memset(counts, 0, (keyCount + 1) * 4)
    for group in right.groups.indices {
      try execution.context.checkInterrupt()
      let ids = grouping.ids(group)
      for row in 0..<right.groups[group].rowCount where ids[row] != Grouping.noGroup {
        counts[Int(ids[row])] += 1
      }
    }
    var total: UInt32 = 0
    for key in 0..<keyCount {
      starts[key] = total
      total += counts[key]
    }
    try place(right, grouping)
  }

  private func place(_ right: JoinSide, _ grouping: Grouping) throws(TableError) {
    for group in right.groups.indices {
      try execution.context.checkInterrupt()
      let ids = grouping.ids(group)
      for row in 0..<right.groups[group].rowCount where ids[row] != Grouping.noGroup {
        let key = Int(ids[row])
        rows[Int(starts[key])] = RowReference(group: group, row: row)
        starts[key] += 1
      }
    }
    // Each start has moved to its end.
    for key in 0..<keyCount { starts[key] -= counts[key] }
  }

  /// Rows of the left side per key.
  func countLeft(
    _ left: JoinSide, _ grouping: Grouping, firstGroup: Int
  ) throws(TableError) -> UnsafePointer<UInt32> {
    let buffer = try execution.allocate((keyCount + 1) * 4, "the index of a join")
    leftMemory = buffer
    let out = buffer.base.assumingMemoryBound(to: UInt32.self)
    memset(out, 0, (keyCount + 1) * 4)
    for group in left.groups.indices {
      try execution.context.checkInterrupt()
      let ids = grouping.ids(firstGroup + group)
      for row in 0..<left.groups[group].rowCount where ids[row] != Grouping.noGroup {
        out[Int(ids[row])] += 1
      }
    }
    return UnsafePointer(out)
  }

  @inline(__always)
  func hasMatch(_ id: UInt32) -> Bool { id != Grouping.noGroup && counts[Int(id)] > 0 }

  /// How many rows the right has for a key.
  @inline(__always)
  func matchCount(_ id: UInt32) -> Int { id == Grouping.noGroup ? 0 : Int(counts[Int(id)]) }

  /// The right's rows of a key, in their order.
  @inline(__always)
  func matches(_ id: UInt32) -> UnsafeMutablePointer<RowReference> { rows + Int(starts[Int(id)]) }
}

/// Builds the output of a join from references to rows of both sides.
final class JoinGathers: @unchecked Sendable {
  private let execution: Execution
  private let outputs: [JoinOutput]
  private let left: JoinSide
  private var fromLeft: [ColumnGather?] = []
  private var fromRight: [ColumnGather?] = []

  init(
    _ execution: Execution, _ outputs: [JoinOutput], left: JoinSide, right: JoinSide
  ) throws(TableError) {
    self.execution = execution
    self.outputs = outputs
    self.left = left
    for output in outputs {
      fromLeft.append(try JoinGathers.gather(execution, output.left, output.type, left.groups))
      fromRight.append(try JoinGathers.gather(execution, output.right, output.type, right.groups))
    }
  }

  private static func gather(
    _ execution: Execution, _ place: Int?, _ type: DataType, _ groups: [RowGroup]
  ) throws(TableError) -> ColumnGather? {
    guard let place else { return nil }
    return try orOutOfMemory { () throws(OutOfMemory) in
      try ColumnGather(groups.map { $0.columns[place] }, type: type, arena: execution.arena)
    }
  }

  /// The output for one row group of the left, in groups of at most 65 536 rows.
  func joined(
    _ group: Int, rows: Int, ids: UnsafePointer<UInt32>, _ index: MatchIndex,
    keepsUnmatched: Bool
  ) throws -> [RowGroup] {
    var total = 0
    var isOneToOne = true
    for row in 0..<rows {
      let count = index.matchCount(ids[row])
      let given = count == 0 && keepsUnmatched ? 1 : count
      isOneToOne = isOneToOne && given == 1
      total += given
    }
    let doing = "the rows of a join"
    let lefts = try ColumnBuffer.allocate(execution.arena, bytes: total * 4, doing: doing)
    let rights = try ColumnBuffer.allocate(execution.arena, bytes: total * 4, doing: doing)
    let leftRows = lefts.base.assumingMemoryBound(to: RowReference.self)
    let rightRows = rights.base.assumingMemoryBound(to: RowReference.self)
    var place = 0
    for row in 0..<rows {
      let count = index.matchCount(ids[row])
      let here = RowReference(group: group, row: row)
      if count == 0 {
        guard keepsUnmatched else { continue }
        leftRows[place] = here
        rightRows[place] = .none
        place += 1
        continue
      }
      let matches = index.matches(ids[row])
      for match in 0..<count {
        leftRows[place] = here
        rightRows[place] = matches[match]
        place += 1
        if place & 0xffff == 0 { try execution.context.interrupt.check() }
      }
    }
    return try pieces(group, total, leftRows, rightRows, keepsLeft: isOneToOne)
  }

  /// Groups of at most 65 536 rows from pairs of rows.
  func pieces(
    _ group: Int, _ total: Int, _ leftRows: UnsafePointer<RowReference>,
    _ rightRows: UnsafePointer<RowReference>, keepsLeft: Bool
  ) throws -> [RowGroup] {
    let blocks = GroupBlocks(total)
    var result: [RowGroup] = []
    for block in 0..<blocks.count {
      let range = blocks.range(block)
      var columns: [ColumnChunk] = []
      for (place, output) in outputs.enumerated() {
        try execution.context.interrupt.check()
        if let source = output.left {
          // Every row of the left once, in its place: its columns are used as they are.
          if keepsLeft, left.groups[group].columns[source].type == output.type {
            columns.append(left.groups[group].columns[source])
          } else if let gather = fromLeft[place] {
            columns.append(
              try gather.take(leftRows + range.lowerBound, count: range.count))
          }
        } else if let gather = fromRight[place] {
          columns.append(try gather.take(rightRows + range.lowerBound, count: range.count))
        }
      }
      result.append(RowGroup(rowCount: range.count, columns: columns))
    }
    return result
  }

  /// Rows of the right without a match; the left's columns are null, but for the keys.
  func rightOnly(_ rows: [RowReference]) throws -> RowGroup {
    let nowhere = [RowReference](repeating: .none, count: max(1, rows.count))
    var columns: [ColumnChunk] = []
    for place in outputs.indices {
      if let gather = fromRight[place] {
        columns.append(
          try rows.withUnsafeBufferPointer { buffer in
            try buffer.baseAddress.map { try gather.take($0, count: rows.count) }
              ?? ColumnChunk.nulls(outputs[place].type, count: 0, arena: execution.arena)
          })
      } else if let gather = fromLeft[place] {
        columns.append(
          try nowhere.withUnsafeBufferPointer { buffer in
            try buffer.baseAddress.map { try gather.take($0, count: rows.count) }
              ?? ColumnChunk.nulls(outputs[place].type, count: 0, arena: execution.arena)
          })
      }
    }
    return RowGroup(rowCount: rows.count, columns: columns)
  }
}
