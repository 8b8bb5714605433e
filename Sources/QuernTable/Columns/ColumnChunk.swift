import Glibc
package import QuernSystem

@inline(__always)
func byteCompare(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Int32 {
  memcmp(a, b, count)
}

/// One column of one row group: immutable Arrow-shaped memory.
package final class ColumnChunk: @unchecked Sendable {
  /// Where the values lie.
  package enum Storage: Sendable {
    /// Only nulls.
    case null
    /// One bit per row.
    case bits(ColumnBuffer)
    /// int, date, time, datetime, instant, duration (microseconds), size.
    case int64(ColumnBuffer)
    case float64(ColumnBuffer)
    case strings(views: ColumnBuffer, data: [ColumnBuffer])
    /// Int32 codes into a chunk of distinct strings.
    case codes(ColumnBuffer, dictionary: ColumnChunk)
    /// `count + 1` Int64 offsets into the child.
    case list(offsets: ColumnBuffer, child: ColumnChunk)
    case structure([ColumnChunk])
  }

  package let type: DataType
  package let count: Int
  package let nullCount: Int
  /// One bit per row, set where there is a value; nil when there are no nulls.
  package let validity: ColumnBuffer?
  package let storage: Storage
  /// Bases of the data buffers of strings, for quick access.
  private let bases: UnsafeMutablePointer<UnsafeRawPointer>?

  /// `validity` may be given although no row is null: it is dropped then.
  package init(
    type: DataType, count: Int, nullCount: Int, validity: ColumnBuffer?, storage: Storage
  ) {
    self.type = type
    self.count = count
    self.nullCount = nullCount
    self.validity = nullCount == 0 ? nil : validity
    self.storage = storage
    if case .strings(_, let data) = storage {
      let bases = UnsafeMutablePointer<UnsafeRawPointer>.allocate(capacity: max(1, data.count))
      for (index, buffer) in data.enumerated() { bases[index] = UnsafeRawPointer(buffer.base) }
      self.bases = bases
    } else {
      bases = nil
    }
  }

  deinit { bases?.deallocate() }

  /// A chunk of `count` nulls of any type.
  package static func nulls(
    _ type: DataType, count: Int, arena: Arena
  ) throws(OutOfMemory) -> ColumnChunk {
    let builder = try ColumnBuilder(type: type, arena: arena, capacity: count)
    for _ in 0..<count { try builder.appendNull() }
    return try builder.finish()
  }

  package func isNull(_ row: Int) -> Bool {
    if case .null = storage { return true }
    guard let validity else { return false }
    return !Bitmap.get(validity.base, row)
  }

  /// The integers behind int, date, time, datetime, instant, duration and size.
  package func withInt64s<R>(_ body: (UnsafeBufferPointer<Int64>) throws -> R) rethrows -> R {
    try withExtendedLifetime(self) { try body(int64s) }
  }

  package func withFloat64s<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    try withExtendedLifetime(self) { try body(float64s) }
  }

  package func withStrings<R>(_ body: (StringColumn) throws -> R) rethrows -> R {
    try withExtendedLifetime(self) { try body(stringColumn) }
  }

  /// Valid only while the chunk lives.
  package var int64s: UnsafeBufferPointer<Int64> {
    guard case .int64(let buffer) = storage else {
      preconditionFailure("A column of type \(type.name) does not hold integers.")
    }
    return UnsafeBufferPointer(
      start: buffer.base.assumingMemoryBound(to: Int64.self), count: count)
  }

  /// Valid only while the chunk lives.
  package var float64s: UnsafeBufferPointer<Double> {
    guard case .float64(let buffer) = storage else {
      preconditionFailure("A column of type \(type.name) does not hold floats.")
    }
    return UnsafeBufferPointer(
      start: buffer.base.assumingMemoryBound(to: Double.self), count: count)
  }

  /// Valid only while the chunk lives.
  package var stringColumn: StringColumn {
    guard case .strings(let views, _) = storage, let bases else {
      preconditionFailure("A column of type \(type.name) does not hold strings.")
    }
    return StringColumn(
      views: UnsafePointer(views.base.assumingMemoryBound(to: StringView.self)), count: count,
      bases: UnsafePointer(bases))
  }

  /// Category codes; valid only while the chunk lives.
  package var codes: UnsafeBufferPointer<Int32> {
    guard case .codes(let buffer, _) = storage else {
      preconditionFailure("A column of type \(type.name) does not hold codes.")
    }
    return UnsafeBufferPointer(
      start: buffer.base.assumingMemoryBound(to: Int32.self), count: count)
  }

  /// The value of a row.
  package func scalar(at row: Int) -> Scalar {
    if isNull(row) { return .null }
    switch storage {
    case .null: return .null
    case .bits(let bits): return .bool(Bitmap.get(bits.base, row))
    case .int64: return ColumnChunk.integerScalar(int64s[row], type)
    case .float64: return .float(float64s[row])
    case .strings: return .string(stringColumn.string(row))
    case .codes(_, let dictionary): return dictionary.scalar(at: Int(codes[row]))
    case .list(let offsets, let child):
      let at = offsets.base.assumingMemoryBound(to: Int64.self)
      return .list((Int(at[row])..<Int(at[row + 1])).map { child.scalar(at: $0) })
    case .structure(let children):
      guard case .structure(let fields) = type else { return .null }
      return .structure(zip(fields, children).map { ($0.name, $1.scalar(at: row)) })
    }
  }

  /// The scalar of an integer stored for `type`.
  static func integerScalar(_ value: Int64, _ type: DataType) -> Scalar {
    switch type {
    case .date: .date(value)
    case .time: .time(value)
    case .datetime: .datetime(value)
    case .instant: .instant(value)
    case .duration: .duration(months: 0, microseconds: value)
    case .size: .size(value)
    case .int, .null, .bool, .float, .string, .category, .list, .structure: .int(value)
    }
  }
}

extension ColumnChunk {
  /// Whether a row of a bool column is true; false of null.
  @inline(__always)
  package func isTrue(_ row: Int) -> Bool {
    guard case .bits(let bits) = storage else { return false }
    return Bitmap.get(bits.base, row)
  }
}
