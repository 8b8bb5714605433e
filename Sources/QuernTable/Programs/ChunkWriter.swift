import Glibc
import QuernSystem

/// Collects the vectors of a program's result into one chunk.
struct ChunkWriter {
  private let type: DataType
  private let rows: Int
  private let values: ColumnBuffer
  private var validity: ColumnBuffer?
  private var nullCount = 0
  private let strings: StringStore?
  private let arena: Arena
  private let labels: ColumnBuilder?

  init(_ type: DataType, rows: Int, arena: Arena) throws(OutOfMemory) {
    self.type = type
    self.rows = rows
    self.arena = arena
    let bytes: Int
    switch type.lane {
    case .bool: bytes = Bitmap.byteCount(rows)
    case .nested: bytes = 0
    case .int, .float: bytes = rows * 8
    case .text: bytes = rows * 16
    case nil: bytes = 0
    }
    values = try ColumnBuffer.allocate(arena, bytes: bytes, doing: "a derived column")
    if case .category = type {
      labels = try ColumnBuilder(type: type, arena: arena, capacity: rows)
      strings = nil
    } else if type.lane == .nested {
      labels = try ColumnBuilder(type: type, arena: arena, capacity: rows)
      strings = nil
    } else {
      labels = nil
      strings = type.lane == .text ? StringStore(arena: arena) : nil
    }
  }

  /// Takes the values of rows `start ..< start + count`; `start` is a multiple of the vector size.
  mutating func write(
    _ register: Register, _ nested: NestedValues?, start: Int, count: Int
  ) throws(OutOfMemory) {
    if let labels {
      if let nested { return try writeNested(register, nested, labels, count) }
      return try writeLabels(register, labels, count)
    }
    try writeValidity(register, start, count)
    switch type.lane {
    case .int, .float: memcpy(values.base + start * 8, register.data, count * 8)
    case .bool: Bitmap.pack(register.bools, rows: count, into: values.base, from: start)
    case .text:
      guard let strings else { return }
      let views = values.base.assumingMemoryBound(to: StringView.self) + start
      for row in 0..<count {
        let isKnown = register.valid?[row] ?? 1 != 0
        views[row] = isKnown ? try strings.view(register.texts[row]) : .empty
      }
    case .nested, nil: break
    }
  }

  private func writeNested(
    _ register: Register, _ nested: NestedValues, _ builder: ColumnBuilder, _ count: Int
  ) throws(OutOfMemory) {
    for row in 0..<count {
      let isKnown = register.valid?[row] ?? 1 != 0
      try builder.append(isKnown ? nested.chunk.scalar(at: nested.start + row) : .null)
    }
  }

  private mutating func writeValidity(
    _ register: Register, _ start: Int, _ count: Int
  ) throws(OutOfMemory) {
    guard let valid = register.valid else { return }
    var known = 0
    for row in 0..<count { known += Int(valid[row]) }
    if known == count { return }
    nullCount += count - known
    if validity == nil {
      let bitmap = try ColumnBuffer.allocate(
        arena, bytes: Bitmap.byteCount(rows), doing: "a derived column")
      memset(bitmap.base, 0xff, bitmap.byteCount)
      validity = bitmap
    }
    if let validity { Bitmap.pack(valid, rows: count, into: validity.base, from: start) }
  }

  private func writeLabels(
    _ register: Register, _ labels: ColumnBuilder, _ count: Int
  ) throws(OutOfMemory) {
    for row in 0..<count {
      if register.valid?[row] ?? 1 != 0 {
        let text = register.texts[row]
        try labels.appendBytes(UnsafeBufferPointer(start: text.start, count: text.count))
      } else {
        try labels.appendNull()
      }
    }
  }

  func finish() throws(OutOfMemory) -> ColumnChunk {
    if let labels { return try labels.finish() }
    let storage: ColumnChunk.Storage
    switch type.lane {
    case .bool: storage = .bits(values)
    case .int: storage = .int64(values)
    case .float: storage = .float64(values)
    case .text: storage = .strings(views: values, data: strings?.buffers ?? [])
    case .nested, nil: storage = .null
    }
    return ColumnChunk(
      type: type, count: rows, nullCount: type == .null ? rows : nullCount, validity: validity,
      storage: storage)
  }
}
