import Glibc
import QuernSystem
import QuernText

extension Execution {
  /// The rows of one part of a split.
  func part(
    _ input: Table, _ assignment: SplitAssignment, _ choice: PartChoice, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let parts = try assignment.parts { () throws(TableError) in
      try SplitDealer(self, assignment.spec).deal(input)
    }
    let groups = try rows(input, columns: columns)
    let numbers = parts.base.assumingMemoryBound(to: UInt8.self)
    return try keep(groups, starts(groups)) { choice.holds(Int(numbers[$0])) }
  }
}

/// Deals the rows of a table to the parts of a split.
struct SplitDealer {
  let execution: Execution
  let spec: SplitSpec

  init(_ execution: Execution, _ spec: SplitSpec) {
    self.execution = execution
    self.spec = spec
  }

  /// One byte per row: the number of its part.
  func deal(_ input: Table) throws(TableError) -> ColumnBuffer {
    let names = spec.groups + [spec.order, spec.stratify].compactMap { $0 }
    var places: [Int] = []
    for name in names { places = places.union([input.schema.index(of: name) ?? 0]) }
    // A column at least: without one the groups would not tell their rows.
    if places.isEmpty && !input.schema.fields.isEmpty { places = [0] }
    let groups = try execution.rows(input, columns: places)
    let count = groups.reduce(0) { $0 + $1.rowCount }
    let out = try execution.allocate(count, "a split")
    let parts = out.base.assumingMemoryBound(to: UInt8.self)
    func column(_ name: String) -> (place: Int, type: DataType) {
      let place = input.schema.index(of: name) ?? 0
      return (places.firstIndex(of: place) ?? 0, input.schema.fields[place].type)
    }
    if !spec.groups.isEmpty {
      let keys = spec.groups.map(column)
      if spec.isBalanced {
        try dealBalanced(groups, keys, spec.stratify.map(column), parts)
      } else {
        try dealGroups(groups, keys.map(\.place), parts)
      }
      return out
    }
    var ranking: Ranking?
    if let order = spec.order { ranking = try rank(groups, column(order)) }
    let strata = try strata(groups, spec.stratify.map(column), count, ranking)
    for (number, stratum) in strata.enumerated() {
      try execution.context.checkInterrupt()
      if let ranking {
        try dealOrdered(stratum, ranking.ranks, parts)
      } else {
        try dealRandom(stratum, spec.random.child(number), parts)
      }
    }
    return out
  }

  /// Bounds of the parts among `count` rows.
  private func bounds(_ count: Int) -> [Int] {
    var total = 0.0
    return spec.shares.dropLast().map { share in
      total += share
      return min(count, Int((total * Double(count)).rounded()))
    } + [count]
  }

  /// The rows of each value of the stratifying column, in the order of the ranking, else of the
  /// table; all rows without such a column.
  private func strata(
    _ groups: [RowGroup], _ column: (place: Int, type: DataType)?, _ count: Int,
    _ ranking: Ranking?
  ) throws(TableError) -> [RowNumbers] {
    let firsts = execution.starts(groups)
    let memory = try execution.allocate(count * 4, "a split")
    let rows = memory.base.assumingMemoryBound(to: UInt32.self)
    var grouping: Grouping?
    if let column {
      grouping = try Grouper.group(
        execution, groups, columns: [column.place], types: [column.type])
    }
    var starts = [Int](repeating: 0, count: (grouping?.groupCount ?? 1) + 1)
    for group in groups.indices {
      try execution.context.checkInterrupt()
      guard let grouping else {
        starts[1] += groups[group].rowCount
        continue
      }
      let ids = grouping.ids(group)
      for row in 0..<groups[group].rowCount { starts[Int(ids[row]) + 1] += 1 }
    }
    for stratum in 0..<(starts.count - 1) { starts[stratum + 1] += starts[stratum] }
    var next = starts
    func put(_ row: RowReference) {
      let stratum = grouping.map { Int($0.ids(row.group)[row.row]) } ?? 0
      rows[next[stratum]] = UInt32(firsts[row.group] + row.row)
      next[stratum] += 1
    }
    if let order = ranking?.order {
      for place in 0..<order.count {
        if place & 0xffff == 0 { try execution.context.checkInterrupt() }
        put(order.pairs[place].row)
      }
    } else {
      for group in groups.indices {
        try execution.context.checkInterrupt()
        for row in 0..<groups[group].rowCount { put(RowReference(group: group, row: row)) }
      }
    }
    return (0..<(starts.count - 1)).map {
      RowNumbers(memory: memory, start: starts[$0], count: starts[$0 + 1] - starts[$0])
    }
  }

  /// Shuffles the rows and cuts at the shares.
  private func dealRandom(
    _ stratum: RowNumbers, _ random: RandomStream, _ parts: UnsafeMutablePointer<UInt8>
  ) throws(TableError) {
    let rows = stratum.rows
    for place in stride(from: stratum.count - 1, to: 0, by: -1) {
      if place & 0xffff == 0 { try execution.context.checkInterrupt() }
      let other = Int(random.below(UInt64(place + 1), UInt64(place)))
      let kept = rows[place]
      rows[place] = rows[other]
      rows[other] = kept
    }
    var place = 0
    for (part, bound) in bounds(stratum.count).enumerated() {
      while place < bound {
        parts[Int(rows[place])] = UInt8(part)
        place += 1
      }
    }
  }

  /// The rows in order of a column, and for each row the rank of its value: equal for equal values;
  /// nulls last.
  private struct Ranking {
    let order: SortedRows
    let ranks: RowNumbers
  }

  private func rank(
    _ groups: [RowGroup], _ column: (place: Int, type: DataType)
  ) throws(TableError) -> Ranking {
    let sort = SortColumn(
      groups.map { $0.columns[column.place] }, column.type, descending: false)
    let order = try execution.order(groups, [sort])
    let grouping = try Grouper.group(
      execution, groups, columns: [column.place], types: [column.type])
    let starts = execution.starts(groups)
    let memory = try execution.allocate(order.count * 4, "a split")
    let ranks = RowNumbers(memory: memory, start: 0, count: order.count)
    var rank: UInt32 = 0
    var last = UInt32.max
    for place in 0..<order.count {
      if place & 0xffff == 0 { try execution.context.checkInterrupt() }
      let row = order.pairs[place].row
      let group = grouping.ids(row.group)[row.row]
      if group != last {
        rank = UInt32(place)
        last = group
      }
      ranks.rows[starts[row.group] + row.row] = rank
    }
    return Ranking(order: order, ranks: ranks)
  }

  /// Earlier rows to earlier parts; where a bound falls among equal values, all go to the earlier.
  private func dealOrdered(
    _ stratum: RowNumbers, _ ranks: RowNumbers, _ parts: UnsafeMutablePointer<UInt8>
  ) throws(TableError) {
    let sorted = stratum.rows
    var place = 0
    for (part, bound) in bounds(stratum.count).enumerated() {
      while place < stratum.count {
        if place & 0xffff == 0 { try execution.context.checkInterrupt() }
        let isTied =
          place > 0
          && ranks.rows[Int(sorted[place])] == ranks.rows[Int(sorted[place - 1])]
        if place >= bound && !isTied { break }
        parts[Int(sorted[place])] = UInt8(part)
        place += 1
      }
    }
  }

  /// By a hash of the value and the seed: rows that are added change no other row's part.
  private func dealGroups(
    _ groups: [RowGroup], _ places: [Int], _ parts: UnsafeMutablePointer<UInt8>
  ) throws(TableError) {
    var limits: [Double] = []
    var total = 0.0
    for share in spec.shares {
      total += share
      limits.append(total)
    }
    limits[limits.count - 1] = 2
    let starts = execution.starts(groups)
    let bounds = limits
    try execution.parallel(groups.count) { index in
      let key = GroupKey(groups[index], places)
      for row in 0..<groups[index].rowCount {
        let draw = spec.random.uniform(key.hash(row))
        parts[starts[index] + row] = UInt8(bounds.firstIndex { draw < $0 } ?? 0)
      }
    }
  }
}

/// Row numbers in Arena memory.
struct RowNumbers: @unchecked Sendable {
  let memory: ColumnBuffer
  let start: Int
  let count: Int

  var rows: UnsafeMutablePointer<UInt32> {
    memory.base.assumingMemoryBound(to: UInt32.self) + start
  }
}

/// The columns that group the rows of a row group.
struct GroupKey {
  private let columns: [(chunk: ColumnChunk, texts: TextLookup)]

  init(_ group: RowGroup, _ places: [Int]) {
    columns = places.map { (group.columns[$0], TextLookup([group.columns[$0]])) }
  }

  /// Of one column the hash of its value.
  func hash(_ row: Int) -> UInt64 {
    var hash: UInt64 = 0
    for (place, column) in columns.enumerated() {
      let value = GroupHash.of(column.chunk, row, column.texts)
      hash = place == 0 ? value : (hash &* 0x100_0000_01b3 ^ value) &* 0x9e37_79b9_7f4a_7c15
    }
    return hash
  }
}

/// A hash of a value that is the same in every version and on every machine.
enum GroupHash {
  static func of(_ chunk: ColumnChunk, _ row: Int, _ texts: TextLookup) -> UInt64 {
    if chunk.isNull(row) { return 0x6e75_6c6c }
    switch chunk.storage {
    case .int64(let buffer):
      return mixed(UInt64(bitPattern: buffer.base.assumingMemoryBound(to: Int64.self)[row]))
    case .float64(let buffer):
      let value = buffer.base.assumingMemoryBound(to: Double.self)[row]
      // A whole float is in the group of the same integer.
      if let whole = Int64(exactly: value) { return mixed(UInt64(bitPattern: whole)) }
      return mixed((value + 0).bitPattern)
    case .bits(let bits): return mixed(Bitmap.get(bits.base, row) ? 1 : 0)
    case .strings, .codes:
      return bytes(texts.slice(RowReference(group: 0, row: row)))
    case .null, .list, .structure: return 0
    }
  }

  /// FNV-1a over the bytes, then mixed.
  private static func bytes(_ text: ByteSlice) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in 0..<text.count { hash = (hash ^ UInt64(text.start[index])) &* 0x100_0000_01b3 }
    return mixed(hash)
  }

  /// The finaliser of MurmurHash3.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var x = value
    x = (x ^ (x >> 33)) &* 0xff51_afd7_ed55_8ccd
    x = (x ^ (x >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return x ^ (x >> 33)
  }
}
