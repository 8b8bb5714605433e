import Glibc
import QuernSystem

/// Which group each row of some row groups is in; groups are numbered in order of first appearance.
struct Grouping: Sendable {
  /// Per row group one UInt32 per row.
  let ids: [ColumnBuffer]
  let rowCounts: [Int]
  let groupCount: Int

  /// The group of a row with a null key, where nulls have no group.
  static let noGroup = UInt32.max

  @inline(__always)
  func ids(_ group: Int) -> UnsafeMutablePointer<UInt32> {
    ids[group].base.assumingMemoryBound(to: UInt32.self)
  }

  /// The first row of each group.
  func firstRows(arena: Arena) throws(OutOfMemory) -> ColumnBuffer {
    let firsts = try ColumnBuffer.allocate(
      arena, bytes: groupCount * 4, doing: "the first row of each group")
    let out = firsts.base.assumingMemoryBound(to: RowReference.self)
    var next: UInt32 = 0
    for group in ids.indices where next < UInt32(groupCount) {
      let numbers = ids(group)
      for row in 0..<rowCounts[group] where numbers[row] == next {
        out[Int(next)] = RowReference(group: group, row: row)
        next += 1
      }
    }
    return firsts
  }
}

/// What becomes of rows whose key is null.
enum NullKeys: Sendable {
  /// They are a group of their own.
  case group
  /// They are in no group.
  case none
}

/// Computes groupings.
final class Grouper: @unchecked Sendable {
  let execution: Execution
  let nulls: NullKeys
  let rowCounts: [Int]
  /// Keeps the map of the last merge alive.
  private var merged: ColumnBuffer?

  init(_ execution: Execution, rowCounts: [Int], nulls: NullKeys) {
    self.execution = execution
    self.rowCounts = rowCounts
    self.nulls = nulls
  }

  /// The grouping by all these columns of the row groups.
  static func group(
    _ execution: Execution, _ groups: [RowGroup], columns: [Int], types: [DataType],
    nulls: NullKeys = .group
  ) throws(TableError) -> Grouping {
    let grouper = Grouper(execution, rowCounts: groups.map(\.rowCount), nulls: nulls)
    var result: Grouping?
    for (place, type) in zip(columns, types) {
      let chunks = groups.map { $0.columns[place] }
      let next = try grouper.group(chunks, type)
      if let earlier = result {
        result = try grouper.combine(earlier, next)
      } else {
        result = next
      }
    }
    if let result { return result }
    return try grouper.single()
  }

  /// All rows in one group.
  private func single() throws(TableError) -> Grouping {
    var ids: [ColumnBuffer] = []
    for rows in rowCounts {
      let buffer = try execution.allocate(rows * 4, "the group of each row")
      memset(buffer.base, 0, rows * 4)
      ids.append(buffer)
    }
    return Grouping(ids: ids, rowCounts: rowCounts, groupCount: 1)
  }

  func group(_ chunks: [ColumnChunk], _ type: DataType) throws(TableError) -> Grouping {
    switch type {
    case .string:
      return try run { (execution) throws(OutOfMemory) in
        TextNumbering(chunks, try TextGroups(arena: execution.arena), self.nulls)
      }
    case .category:
      let numbers = try orOutOfMemory { () throws(OutOfMemory) in
        try CategoryNumbers(chunks, arena: execution.arena)
      }
      return try groupIntegers(.labels(chunks, numbers), domain: 0..<Int64(numbers.count))
    case .null, .bool:
      return try groupIntegers(.chunks(chunks), domain: 0..<2)
    case .int, .date, .time, .datetime, .instant, .duration, .size:
      return try groupIntegers(.chunks(chunks), domain: try domain(chunks))
    case .float:
      return try groupIntegers(.chunks(chunks), domain: nil)
    case .list, .structure:
      preconditionFailure("Rows are never grouped by lists or structs.")
    }
  }

  /// The grouping by both: groups of pairs.
  func combine(_ a: Grouping, _ b: Grouping) throws(TableError) -> Grouping {
    let pairs = a.groupCount.multipliedReportingOverflow(by: max(1, b.groupCount))
    let domain: Range<Int64>? = pairs.overflow ? nil : 0..<Int64(pairs.partialValue)
    return try groupIntegers(.pairs(a, b), domain: domain)
  }

  /// The range of an integer key, where it is small enough for direct indexing.
  private func domain(_ chunks: [ColumnChunk]) throws(TableError) -> Range<Int64>? {
    let ranges = try execution.parallelMap(chunks.count) { index -> (Int64, Int64)? in
      KeyRange.of(chunks[index])
    }
    let found = ranges.compactMap { $0 }
    guard let low = found.map({ $0.0 }).min(), let high = found.map({ $0.1 }).max() else {
      return 0..<1
    }
    let (width, overflow) = high.subtractingReportingOverflow(low)
    guard !overflow, width < Int64(Limits.directDomainMax) else { return nil }
    return low..<(high + 1)
  }

  private func groupIntegers(
    _ keys: IntegerKeys, domain: Range<Int64>?
  ) throws(TableError) -> Grouping {
    let rows = rowCounts.reduce(0, +)
    if let domain, domain.count <= Limits.directDomainMax, domain.count <= 1024 + rows * 4 {
      return try run { (execution) throws(OutOfMemory) in
        IntegerNumbering(
          keys, try DirectGroups(domain, arena: execution.arena), self.nulls)
      }
    }
    return try run { (execution) throws(OutOfMemory) in
      IntegerNumbering(keys, try IntegerGroups(arena: execution.arena), self.nulls)
    }
  }

  /// Numbers the rows in parts, one per thread, each a run of row groups; then the parts' groups
  /// are made one numbering in the order of the parts, which is the order of the rows.
  private func run<N: Numbering>(
    _ make: @Sendable (Execution) throws(OutOfMemory) -> N
  ) throws(TableError) -> Grouping {
    let parts = partBounds()
    var ids: [ColumnBuffer] = []
    for rows in rowCounts { ids.append(try execution.allocate(rows * 4, "the group of each row")) }
    let out = ids
    let numberings = try execution.parallelMap(parts.count) { [self] part -> N in
      let numbering = try make(execution)
      for group in parts[part] {
        try execution.context.interrupt.check()
        try numbering.number(
          group, rows: rowCounts[group],
          into: out[group].base.assumingMemoryBound(to: UInt32.self))
      }
      return numbering
    }
    guard let first = numberings.first else {
      return Grouping(ids: [], rowCounts: [], groupCount: 0)
    }
    for (part, numbering) in numberings.enumerated().dropFirst() {
      let map = try merge(numbering, into: first)
      let groups = Array(parts[part])
      try execution.parallel(groups.count) { [self] index in
        let numbers = out[groups[index]].base.assumingMemoryBound(to: UInt32.self)
        for row in 0..<rowCounts[groups[index]] where numbers[row] != Grouping.noGroup {
          numbers[row] = map[Int(numbers[row])]
        }
      }
    }
    return Grouping(ids: ids, rowCounts: rowCounts, groupCount: first.count)
  }

  /// Adds a part's groups to those of the parts before it: what each of its numbers becomes.
  private func merge<N: Numbering>(
    _ part: N, into first: N
  ) throws(TableError) -> UnsafeMutablePointer<UInt32> {
    let memory = try execution.allocate(part.count * 4, "merging the groups of a group-by")
    merged = memory
    let map = memory.base.assumingMemoryBound(to: UInt32.self)
    var start = 0
    while start < part.count {
      try execution.context.checkInterrupt()
      let end = min(start + Limits.interruptRows, part.count)
      let numbers = start..<end
      try orOutOfMemory { () throws(OutOfMemory) in try first.merge(part, numbers, into: map) }
      start = end
    }
    return map
  }

  /// Runs of row groups of about equal length, as many as there are threads.
  private func partBounds() -> [Range<Int>] {
    let count = max(1, min(execution.context.workers.threadCount, rowCounts.count))
    return (0..<count).map { part in
      (rowCounts.count * part / count)..<(rowCounts.count * (part + 1) / count)
    }
  }
}

/// Numbers the keys of one part of the rows.
protocol Numbering: AnyObject {
  var count: Int { get }
  func number(_ group: Int, rows: Int, into out: UnsafeMutablePointer<UInt32>) throws(OutOfMemory)
  /// Adds some of the other's keys, in their order, and writes the number here of each.
  func merge(
    _ other: Self, _ numbers: Range<Int>, into map: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory)
}

/// The least and greatest value of a chunk of integers.
enum KeyRange {
  static func of(_ chunk: ColumnChunk) -> (Int64, Int64)? {
    guard case .int64 = chunk.storage, chunk.count > chunk.nullCount else { return nil }
    let values = chunk.int64s
    var low = Int64.max
    var high = Int64.min
    if let validity = chunk.validity {
      for row in 0..<chunk.count where Bitmap.get(validity.base, row) {
        low = min(low, values[row])
        high = max(high, values[row])
      }
    } else {
      for row in 0..<chunk.count {
        low = min(low, values[row])
        high = max(high, values[row])
      }
    }
    return (low, high)
  }
}

/// One number for each label of the dictionaries of a category column's chunks.
final class CategoryNumbers: Sendable {
  /// For each chunk what its codes become.
  let codes: [[Int64]]
  let count: Int

  init(_ chunks: [ColumnChunk], arena: Arena) throws(OutOfMemory) {
    let labels = try TextGroups(arena: arena)
    var codes: [[Int64]] = []
    for chunk in chunks {
      var numbers: [Int64] = []
      if case .codes(_, let dictionary) = chunk.storage {
        let strings = dictionary.stringColumn
        for code in 0..<dictionary.count {
          numbers.append(Int64(try labels.group(TextKey(strings, code))))
        }
      }
      codes.append(numbers)
    }
    self.codes = codes
    count = max(1, labels.count)
  }
}
