import Glibc
import QuernSystem

/// A column's values by place: 64-bit words and a byte that tells whether there is one.
struct WindowValues: @unchecked Sendable {
  private let memory: ColumnBuffer
  private let presence: ColumnBuffer

  var words: UnsafeMutablePointer<UInt64> { memory.base.assumingMemoryBound(to: UInt64.self) }
  var ints: UnsafeMutablePointer<Int64> { memory.base.assumingMemoryBound(to: Int64.self) }
  var floats: UnsafeMutablePointer<Double> { memory.base.assumingMemoryBound(to: Double.self) }
  var known: UnsafeMutablePointer<UInt8> { presence.base.assumingMemoryBound(to: UInt8.self) }

  /// Room for one value a place; none is there yet.
  init(_ frame: WindowFrame) throws(TableError) {
    memory = try frame.execution.allocate(frame.count * 8, "the values of a window")
    presence = try frame.execution.allocate(frame.count, "the values of a window")
    memset(presence.base, 0, frame.count)
  }

  /// The values of a column of numbers, moments or bools in the order of the places.
  init(_ frame: WindowFrame, _ chunks: [ColumnChunk], _ rows: WindowRows) throws(TableError) {
    try self.init(frame)
    let (words, known) = (words, known)
    let bases = chunks.map { UnsafeRawPointer($0.valueBase) }
    let validities = chunks.map { $0.validity.map { UnsafeRawPointer($0.base) } }
    let areBits = chunks.map { if case .bits = $0.storage { true } else { false } }
    let areEmpty = chunks.map { if case .null = $0.storage { true } else { false } }
    try frame.forEachBlock { range in
      for place in range {
        let row = rows.rows[place]
        if areEmpty[row.group] { continue }
        if let validity = validities[row.group], !Bitmap.get(validity, row.row) {
          words[place] = 0
          continue
        }
        known[place] = 1
        words[place] =
          areBits[row.group]
          ? (Bitmap.get(bases[row.group], row.row) ? 1 : 0)
          : bases[row.group].assumingMemoryBound(to: UInt64.self)[row.row]
      }
    }
  }

  /// The values as chunks of `type`, one for each row group.
  func chunks(
    _ frame: WindowFrame, _ rows: WindowRows, _ type: DataType
  ) throws(TableError) -> [ColumnChunk] {
    var values: [ColumnBuffer] = []
    var presence: [ColumnBuffer] = []
    for group in frame.groups {
      values.append(try frame.execution.allocate(group.rowCount * 8, "the values of a window"))
      presence.append(try frame.execution.allocate(group.rowCount, "the values of a window"))
    }
    let bases = values.map { $0.base.assumingMemoryBound(to: UInt64.self) }
    let flags = presence.map { $0.base.assumingMemoryBound(to: UInt8.self) }
    let (words, known) = (words, known)
    try frame.forEachBlock { range in
      for place in range {
        let row = rows.rows[place]
        bases[row.group][row.row] = known[place] == 0 ? 0 : words[place]
        flags[row.group][row.row] = known[place]
      }
    }
    let buffers = values
    return try frame.execution.parallelMap(frame.groups.count) { group in
      try WindowValues.chunk(
        buffers[group], UnsafePointer(flags[group]), frame.groups[group].rowCount, type,
        frame.execution)
    }
  }

  private static func chunk(
    _ values: ColumnBuffer, _ known: UnsafePointer<UInt8>, _ rows: Int, _ type: DataType,
    _ execution: Execution
  ) throws(TableError) -> ColumnChunk {
    var present = 0
    for row in 0..<rows { present += Int(known[row]) }
    if type == .null {
      return ColumnChunk(type: .null, count: rows, nullCount: rows, validity: nil, storage: .null)
    }
    var validity: ColumnBuffer?
    if present < rows {
      let bitmap = try execution.allocate(Bitmap.byteCount(rows), "the values of a window")
      memset(bitmap.base, 0, bitmap.byteCount)
      Bitmap.pack(known, rows: rows, into: bitmap.base, from: 0)
      validity = bitmap
    }
    let storage: ColumnChunk.Storage
    if type == .bool {
      let bits = try execution.allocate(Bitmap.byteCount(rows), "the values of a window")
      memset(bits.base, 0, bits.byteCount)
      let words = values.base.assumingMemoryBound(to: UInt64.self)
      for row in 0..<rows where words[row] != 0 { Bitmap.set(bits.base, row) }
      storage = .bits(bits)
    } else {
      storage = type == .float ? .float64(values) : .int64(values)
    }
    return ColumnChunk(
      type: type, count: rows, nullCount: rows - present, validity: validity, storage: storage)
  }
}

/// For each place a row whose value is the result there, or none.
struct WindowReferences: @unchecked Sendable {
  private let memory: ColumnBuffer

  var rows: UnsafeMutablePointer<RowReference> {
    memory.base.assumingMemoryBound(to: RowReference.self)
  }

  /// Room for one row a place; none yet.
  init(_ frame: WindowFrame) throws(TableError) {
    memory = try frame.execution.allocate(frame.count * 4, "the values of a window")
    memset(memory.base, 0xff, frame.count * 4)
  }

  /// The values of a column at these rows as chunks, one for each row group.
  func chunks(
    _ frame: WindowFrame, _ rows: WindowRows, of chunks: [ColumnChunk], _ type: DataType
  ) throws(TableError) -> [ColumnChunk] {
    var places: [ColumnBuffer] = []
    for group in frame.groups {
      places.append(try frame.execution.allocate(group.rowCount * 4, "the values of a window"))
    }
    let bases = places.map { $0.base.assumingMemoryBound(to: RowReference.self) }
    let own = self.rows
    try frame.forEachBlock { range in
      for place in range { bases[rows.rows[place].group][rows.rows[place].row] = own[place] }
    }
    let gather = try orOutOfMemory { () throws(OutOfMemory) in
      try ColumnGather(chunks, type: type, arena: frame.execution.arena)
    }
    return try frame.execution.parallelMap(frame.groups.count) { group in
      try gather.take(bases[group], count: frame.groups[group].rowCount)
    }
  }
}
