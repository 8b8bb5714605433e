import Glibc
import QuernSystem

/// The place of a row among row groups: group number × 65 536 + row.
typealias RowReference = UInt32

extension RowReference {
  /// No row: the empty side of an outer join.
  static let none = RowReference.max

  @inline(__always)
  init(group: Int, row: Int) { self = UInt32(truncatingIfNeeded: group << 16 | row) }

  @inline(__always)
  var group: Int { Int(self >> 16) }

  @inline(__always)
  var row: Int { Int(self & 0xffff) }

  /// Row groups that references reach.
  static let groupCountMax = 65_535
}

/// Takes values of one column from anywhere in a list of row groups.
final class ColumnGather: @unchecked Sendable {
  private let type: DataType
  private let chunks: [ColumnChunk]
  private let arena: Arena
  /// Per chunk: the value buffer, and the validity or nil.
  private let bases: UnsafeMutablePointer<UnsafeRawPointer>
  private let validities: UnsafeMutablePointer<UnsafeRawPointer?>
  private let hasNulls: Bool
  /// Strings: all data buffers, and for each chunk what its buffer numbers become.
  private var data: [ColumnBuffer] = []
  private var bufferNumbers: [[UInt32]] = []
  /// Categories: one dictionary for all chunks, and for each chunk what its codes become.
  private var dictionary: ColumnChunk?
  private var codeNumbers: [[Int32]] = []
  private var children: [ColumnGather] = []

  init(_ chunks: [ColumnChunk], type: DataType, arena: Arena) throws(OutOfMemory) {
    self.type = type
    self.chunks = chunks
    self.arena = arena
    bases = .allocate(capacity: max(1, chunks.count))
    validities = .allocate(capacity: max(1, chunks.count))
    hasNulls = chunks.contains { $0.nullCount > 0 }
    for (index, chunk) in chunks.enumerated() {
      (validities + index).initialize(to: chunk.validity.map { UnsafeRawPointer($0.base) })
      (bases + index).initialize(to: UnsafeRawPointer(chunk.valueBase))
    }
    switch type {
    case .string: unifyBuffers()
    case .category: try unifyDictionaries()
    case .structure(let fields):
      for (place, field) in fields.enumerated() {
        let parts = chunks.map { chunk -> ColumnChunk in
          if case .structure(let children) = chunk.storage { return children[place] }
          return chunk
        }
        children.append(try ColumnGather(parts, type: field.type, arena: arena))
      }
    case .null, .bool, .int, .float, .date, .time, .datetime, .instant, .duration, .size, .list:
      break
    }
  }

  deinit {
    bases.deallocate()
    validities.deallocate()
  }

  private func unifyBuffers() {
    var numbers: [UnsafeMutableRawPointer: UInt32] = [:]
    for chunk in chunks {
      guard case .strings(_, let buffers) = chunk.storage else {
        bufferNumbers.append([])
        continue
      }
      bufferNumbers.append(
        buffers.map { buffer in
          if let known = numbers[buffer.base] { return known }
          let number = UInt32(data.count)
          numbers[buffer.base] = number
          data.append(buffer)
          return number
        })
    }
  }

  private func unifyDictionaries() throws(OutOfMemory) {
    let labels = try ColumnBuilder(type: type, arena: arena, capacity: 16)
    var seen: [NameKey: Int32] = [:]
    var order: [String] = []
    if case .category(let levels?) = type { order = levels }
    for (index, label) in order.enumerated() { seen[NameKey(label)] = Int32(index) }
    for chunk in chunks {
      var numbers: [Int32] = []
      if case .codes(_, let dictionary) = chunk.storage {
        for code in 0..<dictionary.count {
          let label = dictionary.stringColumn.string(code)
          if let known = seen[NameKey(label)] {
            numbers.append(known)
          } else {
            seen[NameKey(label)] = Int32(order.count)
            numbers.append(Int32(order.count))
            order.append(label)
          }
        }
      }
      codeNumbers.append(numbers)
    }
    for label in order { try labels.appendString(label) }
    if case .codes(_, let dictionary) = try labels.finish().storage { self.dictionary = dictionary }
  }

  /// The values at these references; `none` gives null.
  func take(_ rows: UnsafePointer<RowReference>, count: Int) throws(OutOfMemory) -> ColumnChunk {
    let doing = "rows in their new order"
    let (validity, nulls) = try takeValidity(rows, count)
    let storage: ColumnChunk.Storage
    switch type {
    case .null: storage = .null
    case .bool:
      let out = try ColumnBuffer.allocate(arena, bytes: Bitmap.byteCount(count), doing: doing)
      memset(out.base, 0, out.byteCount)
      for row in 0..<count where rows[row] != .none {
        if Bitmap.get(bases[rows[row].group], rows[row].row) { Bitmap.set(out.base, row) }
      }
      storage = .bits(out)
    case .int, .date, .time, .datetime, .instant, .duration, .size, .float:
      let out = try ColumnBuffer.allocate(arena, bytes: count * 8, doing: doing)
      takeWords(rows, count, out.base.assumingMemoryBound(to: UInt64.self))
      storage = type == .float ? .float64(out) : .int64(out)
    case .string:
      let out = try ColumnBuffer.allocate(arena, bytes: count * 16, doing: doing)
      takeViews(rows, count, out.base.assumingMemoryBound(to: StringView.self))
      storage = .strings(views: out, data: data)
    case .category:
      let out = try ColumnBuffer.allocate(arena, bytes: count * 4, doing: doing)
      let codes = out.base.assumingMemoryBound(to: Int32.self)
      for row in 0..<count { codes[row] = code(rows[row]) }
      guard let dictionary else { return try takeScalars(rows, count) }
      storage = .codes(out, dictionary: dictionary)
    case .list: return try takeScalars(rows, count)
    case .structure:
      var parts: [ColumnChunk] = []
      for child in children { parts.append(try child.take(rows, count: count)) }
      storage = .structure(parts)
    }
    return ColumnChunk(
      type: type, count: count, nullCount: type == .null ? count : nulls, validity: validity,
      storage: storage)
  }

  private func takeWords(
    _ rows: UnsafePointer<RowReference>, _ count: Int, _ out: UnsafeMutablePointer<UInt64>
  ) {
    let bases = bases
    for row in 0..<count {
      let reference = rows[row]
      out[row] =
        reference == .none
        ? 0 : bases[reference.group].assumingMemoryBound(to: UInt64.self)[reference.row]
    }
  }

  private func takeViews(
    _ rows: UnsafePointer<RowReference>, _ count: Int, _ out: UnsafeMutablePointer<StringView>
  ) {
    let bases = bases
    for row in 0..<count {
      let reference = rows[row]
      if reference == .none {
        out[row] = .empty
        continue
      }
      var view = bases[reference.group].assumingMemoryBound(to: StringView.self)[reference.row]
      if !view.isInline { view.buffer = bufferNumbers[reference.group][Int(view.buffer)] }
      out[row] = view
    }
  }

  private func code(_ reference: RowReference) -> Int32 {
    guard reference != .none else { return 0 }
    let code = bases[reference.group].assumingMemoryBound(to: Int32.self)[reference.row]
    let numbers = codeNumbers[reference.group]
    return Int(code) < numbers.count ? numbers[Int(code)] : 0
  }

  private func takeScalars(
    _ rows: UnsafePointer<RowReference>, _ count: Int
  ) throws(OutOfMemory) -> ColumnChunk {
    let builder = try ColumnBuilder(type: type, arena: arena, capacity: count)
    for row in 0..<count {
      let reference = rows[row]
      try builder.append(
        reference == .none ? .null : chunks[reference.group].scalar(at: reference.row))
    }
    return try builder.finish()
  }

  private func takeValidity(
    _ rows: UnsafePointer<RowReference>, _ count: Int
  ) throws(OutOfMemory) -> (ColumnBuffer?, Int) {
    var hasNone = false
    for row in 0..<count where rows[row] == .none {
      hasNone = true
      break
    }
    guard hasNulls || hasNone else { return (nil, 0) }
    let out = try ColumnBuffer.allocate(
      arena, bytes: Bitmap.byteCount(count), doing: "rows in their new order")
    memset(out.base, 0, out.byteCount)
    var known = 0
    for row in 0..<count where rows[row] != .none {
      if let validity = validities[rows[row].group], !Bitmap.get(validity, rows[row].row) {
        continue
      }
      Bitmap.set(out.base, row)
      known += 1
    }
    return (out, count - known)
  }
}
