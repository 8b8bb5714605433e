import Glibc
import QuernSystem

/// An order-preserving reading of numbers as unsigned words.
enum SortableWord {
  @inline(__always)
  static func of(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) ^ (1 << 63) }

  /// Minus zero is zero.
  @inline(__always)
  static func of(_ value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits >> 63 != 0 ? ~bits : bits | (1 << 63)
  }

  @inline(__always)
  static func int(_ word: UInt64) -> Int64 { Int64(bitPattern: word ^ (1 << 63)) }

  @inline(__always)
  static func float(_ word: UInt64) -> Double {
    Double(bitPattern: word >> 63 != 0 ? word & ~(1 << 63) : ~word)
  }
}

extension Aggregation {
  func extreme(
    _ values: GroupInput, _ type: DataType, isMax: Bool
  ) throws(TableError) -> [ColumnChunk] {
    switch values.type {
    case .string, .category: return try textExtreme(values, isMax: isMax)
    case .bool: return try boolExtreme(values, isMax: isMax)
    case .null: return try edge(values, isLast: false)
    default: break
    }
    // The least word of a value that is there is above 0, the greatest below the maximum, but for
    // the ends of the integers: the counts tell what is there.
    let counts = try counts(values)
    let initial: UInt64 = isMax ? 0 : .max
    let words = try partials(initial: initial) { out, group in
      let chunk = values.chunks[group]
      let ids = grouping.ids(group)
      func take(_ row: Int, _ word: UInt64) {
        let id = Int(ids[row])
        out[id] = isMax ? max(out[id], word) : min(out[id], word)
      }
      switch chunk.storage {
      case .int64(let buffer):
        let numbers = buffer.base.assumingMemoryBound(to: Int64.self)
        for row in 0..<chunk.count where !chunk.isNull(row) {
          take(row, SortableWord.of(numbers[row]))
        }
      case .float64(let buffer):
        let numbers = buffer.base.assumingMemoryBound(to: Double.self)
        for row in 0..<chunk.count where !chunk.isNull(row) {
          take(row, SortableWord.of(numbers[row]))
        }
      case .null, .bits, .strings, .codes, .list, .structure: break
      }
    } merge: { into, from, range in
      for group in range {
        into[group] = isMax ? max(into[group], from[group]) : min(into[group], from[group])
      }
    }
    let out = words.base.assumingMemoryBound(to: UInt64.self)
    let known = counts.base.assumingMemoryBound(to: Int64.self)
    let isFloat = values.type == .float
    for group in 0..<groupCount {
      if known[group] == 0 {
        out[group] = 0
      } else {
        out[group] =
          isFloat
          ? SortableWord.float(out[group]).bitPattern
          : UInt64(bitPattern: SortableWord.int(out[group]))
      }
    }
    return isFloat
      ? try floats(words, type, known: counts) : try integers(words, type, known: counts)
  }

  private func boolExtreme(_ values: GroupInput, isMax: Bool) throws(TableError) -> [ColumnChunk] {
    // The first row that has the extreme: references come in row order.
    let rows = try partials(initial: RowReference.none) { out, group in
      let chunk = values.chunks[group]
      guard case .bits(let bits) = chunk.storage else { return }
      let ids = grouping.ids(group)
      for row in 0..<chunk.count where !chunk.isNull(row) {
        let id = Int(ids[row])
        let value = Bitmap.get(bits.base, row)
        if out[id] == .none || value == isMax && bool(values, out[id]) != isMax {
          out[id] = RowReference(group: group, row: row)
        }
      }
    } merge: { into, from, range in
      for group in range where from[group] != .none {
        if into[group] == .none
          || bool(values, from[group]) == isMax && bool(values, into[group]) != isMax
        {
          into[group] = from[group]
        }
      }
    }
    return try gathered(values, rows)
  }

  private func bool(_ values: GroupInput, _ row: RowReference) -> Bool {
    guard case .bits(let bits) = values.chunks[row.group].storage else { return false }
    return Bitmap.get(bits.base, row.row)
  }

  private func textExtreme(_ values: GroupInput, isMax: Bool) throws(TableError) -> [ColumnChunk] {
    let texts = TextLookup(values.chunks)
    let ranks = LevelRanks(values.chunks, values.type)
    func isBetter(_ a: RowReference, _ b: RowReference) -> Bool {
      if let ranks { return isMax ? ranks.rank(a) > ranks.rank(b) : ranks.rank(a) < ranks.rank(b) }
      let order = texts.slice(a).compare(texts.slice(b))
      return isMax ? order > 0 : order < 0
    }
    let rows = try partials(initial: RowReference.none) { out, group in
      let chunk = values.chunks[group]
      let ids = grouping.ids(group)
      for row in 0..<chunk.count where !chunk.isNull(row) {
        let id = Int(ids[row])
        let here = RowReference(group: group, row: row)
        if out[id] == .none || isBetter(here, out[id]) { out[id] = here }
      }
    } merge: { into, from, range in
      for group in range where from[group] != .none {
        if into[group] == .none || isBetter(from[group], into[group]) { into[group] = from[group] }
      }
    }
    return try gathered(values, rows)
  }

  /// The first or last value of each group that is not null.
  func edge(_ values: GroupInput, isLast: Bool) throws(TableError) -> [ColumnChunk] {
    let rows = try partials(initial: RowReference.none) { out, group in
      let chunk = values.chunks[group]
      let ids = grouping.ids(group)
      for row in 0..<chunk.count where !chunk.isNull(row) {
        let id = Int(ids[row])
        if isLast || out[id] == .none { out[id] = RowReference(group: group, row: row) }
      }
    } merge: { into, from, range in
      for group in range where from[group] != .none && (isLast || into[group] == .none) {
        into[group] = from[group]
      }
    }
    return try gathered(values, rows)
  }

  // MARK: Quantiles

  func quantile(
    _ values: GroupInput, _ share: Double, _ type: DataType
  ) throws(TableError) -> [ColumnChunk] {
    let counts = try counts(values)
    let known = counts.base.assumingMemoryBound(to: Int64.self)
    let starts = try execution.allocate((groupCount + 1) * 8, "the values of a median")
    let first = starts.base.assumingMemoryBound(to: Int.self)
    var total = 0
    for group in 0..<groupCount {
      first[group] = total
      total += Int(known[group])
    }
    first[groupCount] = total
    let words = try collect(values, first, total)
    let sorted = words.base.assumingMemoryBound(to: UInt64.self)
    let out = try execution.allocate(groupCount * 8, "the values of a median")
    let results = out.base.assumingMemoryBound(to: Double.self)
    let isFloat = values.type == .float
    let bounds = blocks(first)
    try execution.parallel(bounds.count) { block in
      for group in bounds[block] {
        let count = first[group + 1] - first[group]
        if count == 0 {
          results[group] = 0
          continue
        }
        let run = sorted + first[group]
        try RadixSort.sort(words: run, count: count, execution)
        let place = Double(count - 1) * share
        let low = Int(place.rounded(.down))
        let high = min(low + 1, count - 1)
        let a = isFloat ? SortableWord.float(run[low]) : Double(SortableWord.int(run[low]))
        let b = isFloat ? SortableWord.float(run[high]) : Double(SortableWord.int(run[high]))
        let part = place - Double(low)
        results[group] = part == 0 || a == b ? a : part == 0.5 ? a / 2 + b / 2 : a + (b - a) * part
      }
    }
    return try floats(out, type, known: counts)
  }

  /// The words of all values, group by group.
  private func collect(
    _ values: GroupInput, _ first: UnsafePointer<Int>, _ total: Int
  ) throws(TableError) -> ColumnBuffer {
    let words = try execution.allocate(total * 8, "the values of a median")
    let next = try execution.allocate(groupCount * 8, "the values of a median")
    let places = next.base.assumingMemoryBound(to: Int.self)
    memcpy(places, first, groupCount * 8)
    let out = words.base.assumingMemoryBound(to: UInt64.self)
    for (group, chunk) in values.chunks.enumerated() {
      try execution.context.checkInterrupt()
      let ids = grouping.ids(group)
      for row in 0..<chunk.count where !chunk.isNull(row) {
        let word: UInt64
        switch chunk.storage {
        case .int64(let buffer):
          word = SortableWord.of(buffer.base.assumingMemoryBound(to: Int64.self)[row])
        case .float64(let buffer):
          word = SortableWord.of(buffer.base.assumingMemoryBound(to: Double.self)[row])
        case .bits(let bits): word = SortableWord.of(Bitmap.get(bits.base, row) ? Int64(1) : 0)
        case .null, .strings, .codes, .list, .structure: word = 0
        }
        let id = Int(ids[row])
        out[places[id]] = word
        places[id] += 1
      }
    }
    return words
  }

  /// Runs of groups with about 65 536 values each.
  private func blocks(_ first: UnsafePointer<Int>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for group in 0..<groupCount
    where first[group + 1] - first[start] >= Limits.interruptRows || group == groupCount - 1 {
      result.append(start..<(group + 1))
      start = group + 1
    }
    return result
  }

  // MARK: Distinct values

  func distinctValues(_ values: GroupInput, _ place: Int) throws(TableError) -> DistinctValues {
    if let distinct, distinct.place == place { return distinct.values }
    distinct = nil
    let grouper = Grouper(execution, rowCounts: grouping.rowCounts, nulls: .none)
    let numbered = try grouper.group(values.chunks, values.type)
    // Where all rows are one group, the values are the pairs.
    let pairs = groupCount == 1 ? numbered : try grouper.combine(grouping, numbered)
    let firsts = try orOutOfMemory { () throws(OutOfMemory) in
      try pairs.firstRows(arena: execution.arena)
    }
    let found = DistinctValues(pairs: pairs, firstRows: firsts)
    distinct = (place, found)
    return found
  }

  func uniqueCounts(_ distinct: DistinctValues) throws(TableError) -> [ColumnChunk] {
    let counts = try execution.allocate(groupCount * 8, "the distinct values of a group-by")
    memset(counts.base, 0, groupCount * 8)
    let out = counts.base.assumingMemoryBound(to: Int64.self)
    let rows = distinct.firstRows.base.assumingMemoryBound(to: RowReference.self)
    for pair in 0..<distinct.pairs.groupCount {
      if pair & 0xffff == 0 { try execution.context.checkInterrupt() }
      out[Int(group(at: rows[pair]))] += 1
    }
    return try integers(counts, .int, known: nil)
  }

  private func group(at row: RowReference) -> UInt32 { grouping.ids(row.group)[row.row] }

  func mode(
    _ values: GroupInput, _ distinct: DistinctValues
  ) throws(TableError) -> [ColumnChunk] {
    let pairs = distinct.pairs
    let rows = distinct.firstRows.base.assumingMemoryBound(to: RowReference.self)
    let times = try execution.allocate(pairs.groupCount * 8, "the values of a mode")
    memset(times.base, 0, pairs.groupCount * 8)
    let counts = times.base.assumingMemoryBound(to: Int64.self)
    for group in pairs.ids.indices {
      try execution.context.checkInterrupt()
      let ids = pairs.ids(group)
      for row in 0..<pairs.rowCounts[group] where ids[row] != Grouping.noGroup {
        counts[Int(ids[row])] += 1
      }
    }
    let best = try execution.allocate(groupCount * 8, "the values of a mode")
    let chosen = best.base.assumingMemoryBound(to: Int64.self)
    for group in 0..<groupCount { chosen[group] = -1 }
    let order = ValueOrder(values)
    for pair in 0..<pairs.groupCount {
      if pair & 0xffff == 0 { try execution.context.checkInterrupt() }
      let group = Int(group(at: rows[pair]))
      let earlier = Int(chosen[group])
      if earlier < 0 || counts[pair] > counts[earlier]
        || counts[pair] == counts[earlier] && order.isLess(rows[pair], rows[earlier])
      {
        chosen[group] = Int64(pair)
      }
    }
    let picked = try execution.allocate(groupCount * 4, "the values of a mode")
    let out = picked.base.assumingMemoryBound(to: RowReference.self)
    for group in 0..<groupCount {
      out[group] = chosen[group] < 0 ? .none : rows[Int(chosen[group])]
    }
    return try gathered(values, picked)
  }
}

/// Pairs of group and value, numbered; rows with a null value have none.
struct DistinctValues {
  let pairs: Grouping
  /// The first row of each pair.
  let firstRows: ColumnBuffer
}

/// The texts of a column by row reference.
final class TextLookup: @unchecked Sendable {
  private let chunks: [ColumnChunk]

  init(_ chunks: [ColumnChunk]) { self.chunks = chunks }

  func slice(_ row: RowReference) -> ByteSlice {
    let chunk = chunks[row.group]
    switch chunk.storage {
    case .strings: return chunk.stringColumn.slice(row.row)
    case .codes(_, let dictionary):
      return dictionary.stringColumn.slice(Int(chunk.codes[row.row]))
    case .null, .bits, .int64, .float64, .list, .structure:
      return ByteSlice(start: emptyBytes, count: 0)
    }
  }
}

/// The order of single values of a column; none of them null.
struct ValueOrder {
  private let values: GroupInput
  private let texts: TextLookup
  private let ranks: LevelRanks?

  init(_ values: GroupInput) {
    self.values = values
    ranks = LevelRanks(values.chunks, values.type)
    texts = TextLookup(values.chunks)
  }

  func isLess(_ a: RowReference, _ b: RowReference) -> Bool {
    if let ranks { return ranks.rank(a) < ranks.rank(b) }
    if values.type.isText { return texts.slice(a).compare(texts.slice(b)) < 0 }
    return word(a) < word(b)
  }

  private func word(_ row: RowReference) -> UInt64 {
    switch values.chunks[row.group].storage {
    case .int64(let buffer):
      SortableWord.of(buffer.base.assumingMemoryBound(to: Int64.self)[row.row])
    case .float64(let buffer):
      SortableWord.of(buffer.base.assumingMemoryBound(to: Double.self)[row.row])
    case .bits(let bits): Bitmap.get(bits.base, row.row) ? 1 : 0
    case .null, .strings, .codes, .list, .structure: 0
    }
  }
}
