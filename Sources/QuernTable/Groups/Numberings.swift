import Glibc
import QuernSystem

/// Keys that are integers, or can be read as such.
enum IntegerKeys: Sendable {
  case chunks([ColumnChunk])
  case labels([ColumnChunk], CategoryNumbers)
  case pairs(Grouping, Grouping)
}

/// A table that numbers integers.
protocol IntegerTable: AnyObject {
  var count: Int { get }
  func group(_ key: Int64) throws(OutOfMemory) -> UInt32
  func groupOfNull() throws(OutOfMemory) -> UInt32
  func number(
    _ values: UnsafePointer<Int64>, count: Int, into out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory)
  /// The key of a group; nil for the group of null.
  func key(_ number: Int) -> Int64?
}

/// Numbers integers of a small range by indexing an array.
final class DirectGroups: IntegerTable {
  let arena: Arena
  private let low: Int64
  private let memory: ColumnBuffer
  /// Group number + 1 by key - low; 0 is unseen.
  private let places: UnsafeMutablePointer<UInt32>
  @exclusivity(unchecked) private var keys: GrowingBuffer<Int64>
  private var nullNumber: UInt32?

  init(_ domain: Range<Int64>, arena: Arena) throws(OutOfMemory) {
    self.arena = arena
    low = domain.lowerBound
    let doing = "the groups of a group-by"
    memory = try ColumnBuffer.allocate(arena, bytes: domain.count * 4, doing: doing)
    memset(memory.base, 0, memory.byteCount)
    places = memory.base.assumingMemoryBound(to: UInt32.self)
    keys = try GrowingBuffer(arena: arena, doing: doing)
  }

  var count: Int { keys.count }

  @inline(__always)
  func group(_ key: Int64) throws(OutOfMemory) -> UInt32 {
    let place = Int(truncatingIfNeeded: key &- low)
    let known = places[place]
    return known != 0 ? known &- 1 : try insert(place, key)
  }

  @inline(never)
  private func insert(_ place: Int, _ key: Int64) throws(OutOfMemory) -> UInt32 {
    let number = UInt32(keys.count)
    try keys.append(key)
    places[place] = number + 1
    return number
  }

  func groupOfNull() throws(OutOfMemory) -> UInt32 {
    if let nullNumber { return nullNumber }
    let number = UInt32(keys.count)
    try keys.append(0)
    nullNumber = number
    return number
  }

  func number(
    _ values: UnsafePointer<Int64>, count: Int, into out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    let (places, low) = (places, low)
    for row in 0..<count {
      let place = Int(truncatingIfNeeded: values[row] &- low)
      let known = places[place]
      out[row] = known != 0 ? known &- 1 : try insert(place, values[row])
    }
  }

  func key(_ number: Int) -> Int64? { UInt32(number) == nullNumber ? nil : keys[number] }
}

extension IntegerGroups: IntegerTable {
  func key(_ number: Int) -> Int64? { UInt32(number) == nullNumber ? nil : keys[number] }
}

/// Numbers integer keys.
final class IntegerNumbering<Table: IntegerTable>: Numbering {
  private let keys: IntegerKeys
  private let table: Table
  private let nulls: NullKeys
  private let scratch: UnsafeMutablePointer<Int64>

  init(_ keys: IntegerKeys, _ table: Table, _ nulls: NullKeys) {
    self.keys = keys
    self.table = table
    self.nulls = nulls
    scratch = .allocate(capacity: Limits.vectorRows)
  }

  deinit { scratch.deallocate() }

  var count: Int { table.count }

  func number(
    _ group: Int, rows: Int, into out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    switch keys {
    case .chunks(let chunks): try number(chunks[group], codes: nil, rows, out)
    case .labels(let chunks, let numbers):
      try number(chunks[group], codes: numbers.codes[group], rows, out)
    case .pairs(let a, let b): try numberPairs(a, b, group, rows, out)
    }
  }

  private func number(
    _ chunk: ColumnChunk, codes: [Int64]?, _ rows: Int, _ out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    var start = 0
    while start < rows {
      let count = min(Limits.vectorRows, rows - start)
      let values = read(chunk, codes, start, count)
      if chunk.nullCount == 0 {
        try table.number(values, count: count, into: out + start)
      } else {
        for row in 0..<count {
          if chunk.isNull(start + row) {
            out[start + row] = nulls == .group ? try table.groupOfNull() : Grouping.noGroup
          } else {
            out[start + row] = try table.group(values[row])
          }
        }
      }
      start += count
    }
  }

  /// The keys of a vector of rows.
  private func read(
    _ chunk: ColumnChunk, _ codes: [Int64]?, _ start: Int, _ count: Int
  ) -> UnsafePointer<Int64> {
    switch chunk.storage {
    case .int64(let buffer):
      return UnsafePointer(buffer.base.assumingMemoryBound(to: Int64.self) + start)
    case .float64(let buffer):
      let values = buffer.base.assumingMemoryBound(to: Double.self) + start
      // Minus zero is zero.
      for row in 0..<count { scratch[row] = Int64(bitPattern: (values[row] + 0).bitPattern) }
    case .bits(let bits):
      for row in 0..<count { scratch[row] = Bitmap.get(bits.base, start + row) ? 1 : 0 }
    case .codes:
      let own = chunk.codes
      for row in 0..<count where !chunk.isNull(start + row) {
        scratch[row] = codes?[Int(own[start + row])] ?? 0
      }
    case .null, .strings, .list, .structure: break
    }
    return UnsafePointer(scratch)
  }

  private func numberPairs(
    _ a: Grouping, _ b: Grouping, _ group: Int, _ rows: Int, _ out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    let (x, y) = (a.ids(group), b.ids(group))
    let width = Int64(max(1, b.groupCount))
    var start = 0
    while start < rows {
      let count = min(Limits.vectorRows, rows - start)
      if nulls == .group {
        for row in 0..<count {
          scratch[row] = Int64(x[start + row]) &* width &+ Int64(y[start + row])
        }
        try table.number(scratch, count: count, into: out + start)
      } else {
        for row in start..<(start + count) {
          if x[row] == Grouping.noGroup || y[row] == Grouping.noGroup {
            out[row] = Grouping.noGroup
          } else {
            out[row] = try table.group(Int64(x[row]) &* width &+ Int64(y[row]))
          }
        }
      }
      start += count
    }
  }

  func merge(
    _ other: IntegerNumbering<Table>, _ numbers: Range<Int>, into map: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    for number in numbers {
      if let key = other.table.key(number) {
        map[number] = try table.group(key)
      } else {
        map[number] = try table.groupOfNull()
      }
    }
  }
}

/// Numbers texts.
final class TextNumbering: Numbering {
  private let chunks: [ColumnChunk]
  private let table: TextGroups
  private let nulls: NullKeys

  init(_ chunks: [ColumnChunk], _ table: TextGroups, _ nulls: NullKeys) {
    self.chunks = chunks
    self.table = table
    self.nulls = nulls
  }

  var count: Int { table.count }

  func number(
    _ group: Int, rows: Int, into out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    let chunk = chunks[group]
    guard case .strings = chunk.storage else { return try numberNulls(rows, out) }
    let column = chunk.stringColumn
    if chunk.nullCount == 0 {
      return try table.number(column, rows: rows, into: out)
    }
    for row in 0..<rows {
      if chunk.isNull(row) {
        out[row] = nulls == .group ? try table.groupOfNull() : Grouping.noGroup
      } else {
        out[row] = try table.group(TextKey(column, row))
      }
    }
  }

  private func numberNulls(
    _ rows: Int, _ out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    let number = nulls == .group ? try table.groupOfNull() : Grouping.noGroup
    for row in 0..<rows { out[row] = number }
  }

  func merge(
    _ other: TextNumbering, _ numbers: Range<Int>, into map: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    for number in numbers {
      if let key = other.table.key(number) {
        map[number] = try table.group(key)
      } else {
        map[number] = try table.groupOfNull()
      }
    }
  }
}
