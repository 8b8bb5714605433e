import Glibc
package import QuernSystem

/// Builds one chunk, row by row, in memory of an Arena.
package final class ColumnBuilder {
  package let type: DataType
  // Nothing is called back while these are accessed; checking each access would double the cost of
  // appending.
  @exclusivity(unchecked) package private(set) var count = 0
  @exclusivity(unchecked) private var nullCount = 0
  private let arena: Arena
  @exclusivity(unchecked) private var capacity: Int
  @exclusivity(unchecked) private var validity: ColumnBuffer?
  /// Bits, integers, floats, views, codes or list offsets.
  @exclusivity(unchecked) private var values: ColumnBuffer?
  @exclusivity(unchecked) private var strings: StringStore?
  private var children: [ColumnBuilder] = []
  private var labels: [NameKey: Int32] = [:]

  package init(type: DataType, arena: Arena, capacity: Int) throws(OutOfMemory) {
    self.type = type
    self.arena = arena
    self.capacity = max(capacity, 8)
    let bytes = ColumnBuilder.byteCount(type, rows: self.capacity)
    if bytes > 0 {
      let buffer = try ColumnBuffer.allocate(arena, bytes: bytes, doing: "building a column")
      if type == .bool { memset(buffer.base, 0, buffer.byteCount) }
      values = buffer
    }
    switch type {
    case .string: strings = StringStore(arena: arena)
    case .category(let levels):
      let dictionary = try ColumnBuilder(type: .string, arena: arena, capacity: 16)
      children = [dictionary]
      for level in levels ?? [] { _ = try code(of: level, in: dictionary) }
    case .list(let element):
      children = [try ColumnBuilder(type: element, arena: arena, capacity: capacity)]
      values?.base.storeBytes(of: 0, as: Int64.self)
    case .structure(let fields):
      for field in fields {
        children.append(try ColumnBuilder(type: field.type, arena: arena, capacity: capacity))
      }
    case .null, .bool, .int, .float, .date, .time, .datetime, .instant, .duration, .size: break
    }
  }

  package func appendNull() throws(OutOfMemory) {
    try grow()
    if validity == nil {
      let bytes = Bitmap.byteCount(capacity)
      let bitmap = try ColumnBuffer.allocate(arena, bytes: bytes, doing: "building a column")
      memset(bitmap.base, 0xff, bitmap.byteCount)
      validity = bitmap
    }
    if let validity { Bitmap.clear(validity.base, count) }
    nullCount += 1
    switch type {
    case .null, .bool: break
    case .int, .date, .time, .datetime, .instant, .duration, .size:
      pointer(Int64.self)[count] = 0
    case .float: pointer(Double.self)[count] = 0
    case .string: pointer(StringView.self)[count] = .empty
    case .category: pointer(Int32.self)[count] = 0
    case .list: pointer(Int64.self)[count + 1] = Int64(children[0].count)
    case .structure: for child in children { try child.appendNull() }
    }
    count += 1
  }

  package func appendBool(_ value: Bool) throws(OutOfMemory) {
    try grow()
    if value, let values { Bitmap.set(values.base, count) }
    count += 1
  }

  /// An int, or the integer behind a date, time, datetime, instant, duration or size.
  package func appendInt(_ value: Int64) throws(OutOfMemory) {
    try grow()
    pointer(Int64.self)[count] = value
    count += 1
  }

  /// A float; NaN becomes null.
  package func appendFloat(_ value: Double) throws(OutOfMemory) {
    if value.isNaN { return try appendNull() }
    try grow()
    pointer(Double.self)[count] = value
    count += 1
  }

  package func appendString(_ value: String) throws(OutOfMemory) {
    var value = value
    // A closure cannot carry a typed throw through `withUTF8`: the error is brought out by hand.
    let failure: OutOfMemory? = value.withUTF8 { bytes in
      do throws(OutOfMemory) {
        try appendBytes(bytes)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  /// The UTF-8 bytes of a string.
  package func appendBytes(_ bytes: UnsafeBufferPointer<UInt8>) throws(OutOfMemory) {
    if case .category = type {
      return try appendLabel(String(decoding: bytes, as: UTF8.self))
    }
    try grow()
    let view =
      try strings?.view(ByteSlice(start: bytes.baseAddress ?? emptyBytes, count: bytes.count))
      ?? .empty
    pointer(StringView.self)[count] = view
    count += 1
  }

  /// A scalar of the column's type (an int also into a float column), or null.
  package func append(_ value: Scalar) throws(OutOfMemory) {
    switch value {
    case .null: try appendNull()
    case .bool(let value): try appendBool(value)
    case .int(let value):
      if type == .float { try appendFloat(Double(value)) } else { try appendInt(value) }
    case .float(let value): try appendFloat(value)
    case .string(let value): try appendString(value)
    case .date(let value), .time(let value), .datetime(let value), .instant(let value),
      .size(let value):
      try appendInt(value)
    case .duration(let months, let microseconds):
      precondition(months == 0, "A column's durations are exact: months stand in literals only.")
      try appendInt(microseconds)
    case .list(let elements):
      try grow()
      for element in elements { try children[0].append(element) }
      pointer(Int64.self)[count + 1] = Int64(children[0].count)
      count += 1
    case .structure(let fields):
      try grow()
      for (child, field) in zip(children, fields) { try child.append(field.1) }
      count += 1
    }
  }

  /// The chunk; the builder is spent afterwards.
  package func finish() throws(OutOfMemory) -> ColumnChunk {
    ColumnChunk(
      type: type, count: count, nullCount: nullCount, validity: validity,
      storage: try finishedStorage())
  }

  private func finishedStorage() throws(OutOfMemory) -> ColumnChunk.Storage {
    guard let values else {
      if case .structure = type {
        var finished: [ColumnChunk] = []
        for child in children { finished.append(try child.finish()) }
        return .structure(finished)
      }
      return .null
    }
    switch type {
    case .null: return .null
    case .bool: return .bits(values)
    case .int, .date, .time, .datetime, .instant, .duration, .size: return .int64(values)
    case .float: return .float64(values)
    case .string: return .strings(views: values, data: strings?.buffers ?? [])
    case .category: return .codes(values, dictionary: try children[0].finish())
    case .list: return .list(offsets: values, child: try children[0].finish())
    case .structure: return .null
    }
  }

  private func appendLabel(_ label: String) throws(OutOfMemory) {
    try grow()
    pointer(Int32.self)[count] = try code(of: label, in: children[0])
    count += 1
  }

  private func code(of label: String, in dictionary: ColumnBuilder) throws(OutOfMemory) -> Int32 {
    if let known = labels[NameKey(label)] { return known }
    let code = Int32(dictionary.count)
    try dictionary.appendString(label)
    labels[NameKey(label)] = code
    return code
  }

  private func pointer<T>(_: T.Type) -> UnsafeMutablePointer<T> {
    guard let values else { preconditionFailure("A \(type.name) column has no value buffer.") }
    return values.base.assumingMemoryBound(to: T.self)
  }

  @inline(__always)
  private func grow() throws(OutOfMemory) {
    if count == capacity { try reallocate() }
  }

  private func reallocate() throws(OutOfMemory) {
    let larger = capacity * 2
    let bytes = ColumnBuilder.byteCount(type, rows: larger)
    if bytes > 0, let old = values {
      let new = try ColumnBuffer.allocate(arena, bytes: bytes, doing: "building a column")
      memcpy(new.base, old.base, ColumnBuilder.byteCount(type, rows: capacity))
      if type == .bool {
        let used = Bitmap.byteCount(capacity)
        memset(new.base + used, 0, new.byteCount - used)
      }
      values = new
    }
    if let old = validity {
      let bytes = Bitmap.byteCount(larger)
      let new = try ColumnBuffer.allocate(arena, bytes: bytes, doing: "building a column")
      memset(new.base, 0xff, new.byteCount)
      memcpy(new.base, old.base, Bitmap.byteCount(capacity))
      validity = new
    }
    capacity = larger
  }

  private static func byteCount(_ type: DataType, rows: Int) -> Int {
    switch type {
    case .null, .structure: 0
    case .bool: Bitmap.byteCount(rows)
    case .int, .float, .date, .time, .datetime, .instant, .duration, .size: rows * 8
    case .string: rows * 16
    case .category: rows * 4
    case .list: (rows + 1) * 8
    }
  }
}

/// A place to point at when there are no bytes.
nonisolated(unsafe) let emptyBytes: UnsafePointer<UInt8> = {
  let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 16)
  bytes.initialize(repeating: 0, count: 16)
  return UnsafePointer(bytes)
}()
