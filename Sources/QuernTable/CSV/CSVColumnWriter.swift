import Glibc
import QuernSystem

/// Turns the fields of one column into a chunk of one row group.
final class CSVColumnWriter {
  private let plan: CSVColumnPlan
  private let dialect: CSVDialect
  private let arena: Arena
  private let rowCount: Int
  private let values: ColumnBuffer
  private var validity: ColumnBuffer?
  /// Behind pointers, so that no access is checked at run time.
  private let strings: UnsafeMutablePointer<CSVStringStore>
  private let field: UnsafeMutablePointer<CSVField>
  private let words: CSVMissingWords
  private var row = 0
  private var nullCount = 0
  /// Fields that are neither a value nor missing; they are null.
  private(set) var misfitCount = 0

  /// - Parameter values: memory of `byteCount` bytes for the values of `rowCount` rows.
  init(
    plan: CSVColumnPlan, dialect: CSVDialect, rowCount: Int, words: CSVMissingWords,
    values: ColumnBuffer, arena: Arena
  ) {
    self.plan = plan
    self.dialect = dialect
    self.arena = arena
    self.rowCount = rowCount
    self.words = words
    self.values = values
    if plan.kind.type == .bool { memset(values.base, 0, values.byteCount) }
    strings = .allocate(capacity: 1)
    strings.initialize(to: CSVStringStore(arena: arena, rowCount: rowCount))
    field = .allocate(capacity: 1)
    field.initialize(to: CSVField(dialect: dialect))
  }

  deinit {
    strings.deinitialize(count: 1)
    strings.deallocate()
    field.deinitialize(count: 1)
    field.deallocate()
  }

  /// What the values of a column need, in whole cache lines.
  static func byteCount(_ type: DataType, rowCount: Int) -> Int {
    let bytes: Int
    switch type {
    case .bool: bytes = Bitmap.byteCount(rowCount)
    case .string: bytes = rowCount * 16
    case .null, .int, .float, .date, .time, .datetime, .instant, .duration, .size, .category,
      .list, .structure:
      bytes = rowCount * 8
    }
    return (bytes + 63) & ~63
  }

  /// The chunk; the writer is spent afterwards.
  func finish() -> ColumnChunk {
    let storage: ColumnChunk.Storage
    switch plan.kind.type {
    case .bool: storage = .bits(values)
    case .string: storage = .strings(views: values, data: strings.pointee.buffers)
    case .float: storage = .float64(values)
    case .null, .int, .date, .time, .datetime, .instant, .duration, .size, .category, .list,
      .structure:
      storage = .int64(values)
    }
    return ColumnChunk(
      type: plan.kind.type, count: row, nullCount: nullCount, validity: validity,
      storage: storage)
  }

  /// Appends the fields of a column: `entry` is the column's entry of the first of `count` rows.
  func append(
    _ base: UnsafePointer<UInt8>, _ entry: UnsafePointer<Int32>, stride: Int, count: Int,
    hasQuotes: Bool
  ) throws(OutOfMemory) {
    // More rows than announced are the caller's to report.
    let count = min(count, rowCount - row)
    let rows = Fields(base: base, entry: entry, stride: stride, count: count)
    switch plan.kind.type {
    case .string: try appendText(rows, hasQuotes: hasQuotes)
    case .float:
      if plan.kind.hasDecimalComma {
        try appendFloats(rows) { p, n in CSVNumbers.int(p, n).map { Double($0) } }
      } else {
        try appendFloats(rows) { CSVNumbers.double($0, $1) }
      }
    case .int, .size: try appendIntegers(rows) { CSVNumbers.int($0, $1) }
    case .date:
      if let order = plan.kind.order {
        try appendIntegers(rows) { CSVDates.days($0, $1, order) }
      } else {
        try appendIntegers(rows) { CSVDates.isoDays($0, $1) }
      }
    case .datetime: try appendIntegers(rows) { CSVDates.isoDateTime($0, $1) }
    case .instant:
      try appendIntegers(rows) {
        $1 == 20 && $0[19] == UInt8(ascii: "Z") ? CSVDates.isoDateTime($0, 19) : nil
      }
    case .time: try appendIntegers(rows) { $1 == 8 ? CSVDates.clock($0) : nil }
    case .bool: try appendBools(rows)
    case .null, .duration, .category, .list, .structure: try appendIntegers(rows) { _, _ in nil }
    }
    row += count
  }

  private struct Fields {
    let base: UnsafePointer<UInt8>
    let entry: UnsafePointer<Int32>
    let stride: Int
    let count: Int
  }

  @inline(__always)
  private func appendIntegers(
    _ rows: Fields, _ parse: (UnsafePointer<UInt8>, Int) -> Int64?
  ) throws(OutOfMemory) {
    let out = values.base.assumingMemoryBound(to: Int64.self) + row
    var entry = rows.entry
    for i in 0..<rows.count {
      let start = Int(entry[0]) &+ 1
      let length = Int(entry[1]) &- start
      if length > 0, let value = parse(rows.base + start, length) {
        out[i] = value
      } else {
        out[i] = try slow(rows.base, start, length, row &+ i) { plan.kind.integer($0) } ?? 0
      }
      entry += rows.stride
    }
  }

  @inline(__always)
  private func appendFloats(
    _ rows: Fields, _ parse: (UnsafePointer<UInt8>, Int) -> Double?
  ) throws(OutOfMemory) {
    let out = values.base.assumingMemoryBound(to: Double.self) + row
    var entry = rows.entry
    for i in 0..<rows.count {
      let start = Int(entry[0]) &+ 1
      let length = Int(entry[1]) &- start
      if length > 0, let value = parse(rows.base + start, length) {
        out[i] = value
      } else {
        out[i] = try slow(rows.base, start, length, row &+ i) { plan.kind.double($0) } ?? 0
      }
      entry += rows.stride
    }
  }

  private func appendBools(_ rows: Fields) throws(OutOfMemory) {
    let bits = values.base.assumingMemoryBound(to: UInt8.self)
    var entry = rows.entry
    for i in 0..<rows.count {
      let start = Int(entry[0]) &+ 1
      let length = Int(entry[1]) &- start
      let at = row &+ i
      let isTrue: Bool
      if length > 0, CSVChecker.isBool(rows.base + start, length) {
        isTrue = length == 4
      } else {
        isTrue = try slow(rows.base, start, length, at) { plan.kind.integer($0) } ?? 0 == 1
      }
      bits[at &>> 3] |= (isTrue ? 1 : 0) &<< UInt8(truncatingIfNeeded: at & 7)
      entry += rows.stride
    }
  }

  /// A field the fast loop does not know: a value written otherwise, or null.
  @inline(never)
  private func slow<Value>(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ length: Int, _ row: Int,
    _ parse: (UnsafeBufferPointer<UInt8>) -> Value?
  ) throws(OutOfMemory) -> Value? {
    guard length > 0 else {
      try markNull(row)
      return nil
    }
    guard let content = field.pointee.content(base, from: start, to: start + length) else {
      try markNull(row)
      return nil
    }
    if plan.hasMissingWords || plan.classifier.missing != nil {
      let kind = plan.classifier.classify(content.text, isQuoted: content.isQuoted)
      if !kind.isDisjoint(with: .absent) {
        try markNull(row)
        return nil
      }
    }
    if let value = parse(content.text) { return value }
    if !CSVClassifier.trimmed(content.text).isEmpty { misfitCount += 1 }
    try markNull(row)
    return nil
  }

  private func appendText(_ rows: Fields, hasQuotes: Bool) throws(OutOfMemory) {
    let views = values.base.assumingMemoryBound(to: UInt64.self)
    let quote = dialect.quote
    // Fields up to this length may be words for "missing".
    let longest = plan.hasMissingWords ? words.longestBytes : 0
    let mayBeSpecial = hasQuotes || dialect.skipsBlanks
    var entry = rows.entry
    for i in 0..<rows.count {
      let start = Int(entry[0]) &+ 1
      let length = Int(entry[1]) &- start
      let p = rows.base + start
      let view = views + (row &+ i) &* 2
      if length <= longest, length <= 0 || words.mayHold(p, length) {
        try slowText(rows.base, start, length, row &+ i, view)
      } else if mayBeSpecial, p[0] == quote || p[0] == 0x20 {
        let inner = length &- 2
        if inner >= 0, p[length &- 1] == quote,
          CSVBytes.find(quote, p, from: 1, to: inner &+ 1) == inner &+ 1,
          !plan.kind.isAllMissing
        {
          try strings.pointee.put(p + 1, inner, at: view)
        } else {
          try slowText(rows.base, start, length, row &+ i, view)
        }
      } else {
        try strings.pointee.put(p, length, at: view)
      }
      entry += rows.stride
    }
  }

  @inline(never)
  private func slowText(
    _ base: UnsafePointer<UInt8>, _ start: Int, _ length: Int, _ row: Int,
    _ view: UnsafeMutablePointer<UInt64>
  ) throws(OutOfMemory) {
    view[0] = 0
    view[1] = 0
    guard length > 0,
      let content = field.pointee.content(base, from: start, to: start + length),
      let p = content.text.baseAddress
    else { return try markNull(row) }
    if !content.isQuoted || plan.kind.isAllMissing {
      let kind = plan.classifier.classify(content.text, isQuoted: content.isQuoted)
      if plan.kind.value(content.text, kind) == .null { return try markNull(row) }
    }
    try strings.pointee.put(p, content.text.count, at: view)
  }

  private func markNull(_ row: Int) throws(OutOfMemory) {
    let bitmap: ColumnBuffer
    if let validity {
      bitmap = validity
    } else {
      let bytes = Bitmap.byteCount(rowCount)
      bitmap = try ColumnBuffer.allocate(arena, bytes: bytes, doing: "reading a CSV file")
      Bitmap.fill(bitmap.base, rows: rowCount)
      validity = bitmap
    }
    Bitmap.clear(bitmap.base, row)
    nullCount += 1
  }
}
