package import QuernSystem
import QuernText

/// Writes tables as CSV (RFC 4180, UTF-8, `\n`), gzipped where the name ends in `.gz`.
///
/// What is read back is what was written, as far as text can carry it: floats keep all their
/// digits, a null is an empty field and an empty text is `""`, words such as NA are quoted where
/// they are text. A text column of numbers alone comes back as numbers; categories, lists, structs
/// and durations come back as text.
package enum CSVWriter {
  /// Writes a table to a file that appears when it is complete; `.tsv` names get tabs.
  package static func write(
    _ data: TableData, to path: String, disk: Disk = .real, context: TableContext? = nil
  ) throws(TableError) {
    let isPacked = path.hasSuffix(".gz")
    let stem = isPacked ? String(path.dropLast(3)) : path
    let format = CSVFormat(delimiter: stem.hasSuffix(".tsv") ? 0x09 : 0x2C)
    do throws(SystemError) {
      let file = try OutputFile(path, disk: disk)
      if isPacked {
        let packer = try GzipPacker(path: path)
        try writeRows(data, format, context) { (bytes) throws(SystemError) in
          try packer.add(bytes) { (packed) throws(SystemError) in try file.write(packed) }
        }
        try packer.finish { (packed) throws(SystemError) in try file.write(packed) }
      } else {
        try writeRows(data, format, context) { (bytes) throws(SystemError) in
          try file.write(bytes)
        }
      }
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  /// The text of a table.
  package static func text(_ data: TableData, delimiter: UInt8 = 0x2C) -> [UInt8] {
    let format = CSVFormat(delimiter: delimiter)
    var out: [UInt8] = []
    format.appendHeader(data.schema, to: &out)
    for group in data.groups {
      for row in 0..<group.rowCount { format.appendRow(group, row, to: &out) }
    }
    return out
  }

  private static let rowsAtATime = 4096

  /// Gives the file's bytes in order, a few thousand rows at a time.
  private static func writeRows(
    _ data: TableData, _ format: CSVFormat, _ context: TableContext?,
    _ write: ([UInt8]) throws(SystemError) -> Void
  ) throws(SystemError) {
    var out: [UInt8] = []
    format.appendHeader(data.schema, to: &out)
    for group in data.groups {
      for row in 0..<group.rowCount {
        format.appendRow(group, row, to: &out)
        if row % rowsAtATime == rowsAtATime - 1 {
          try write(out)
          out.removeAll(keepingCapacity: true)
        }
      }
    }
    try write(out)
  }
}

/// How values become fields.
struct CSVFormat: Sendable {
  let delimiter: UInt8

  func appendHeader(_ schema: Schema, to out: inout [UInt8]) {
    for (place, field) in schema.fields.enumerated() {
      if place > 0 { out.append(delimiter) }
      var name = field.name
      name.withUTF8 { appendText($0, to: &out) }
    }
    if !schema.fields.isEmpty { out.append(0x0A) }
  }

  func appendRow(_ group: RowGroup, _ row: Int, to out: inout [UInt8]) {
    for (place, column) in group.columns.enumerated() {
      if place > 0 { out.append(delimiter) }
      if !column.isNull(row) { append(column, row, to: &out) }
    }
    if !group.columns.isEmpty { out.append(0x0A) }
  }

  private func append(_ column: ColumnChunk, _ row: Int, to out: inout [UInt8]) {
    switch column.storage {
    case .null: break
    case .bits(let bits):
      out.append(contentsOf: (Bitmap.get(bits.base, row) ? "true" : "false").utf8)
    case .int64: append(column.int64s[row], column.type, to: &out)
    case .float64: out.append(contentsOf: Numbers.shortest(column.float64s[row]).utf8)
    case .strings: appendText(column.stringColumn.bytes(row), to: &out)
    case .codes(_, let dictionary): append(dictionary, Int(column.codes[row]), to: &out)
    case .list, .structure:
      var text = column.scalar(at: row).json().text()
      text.withUTF8 { appendText($0, to: &out) }
    }
  }

  private func append(_ value: Int64, _ type: DataType, to out: inout [UInt8]) {
    switch type {
    case .date: DateFormatting.append(CivilDate(days: value), to: &out)
    case .time:
      if let time = CivilTime(microseconds: value) { DateFormatting.append(time, to: &out) }
    case .datetime: DateFormatting.append(CivilDateTime(microseconds: value), to: &out)
    case .instant:
      DateFormatting.append(CivilDateTime(microseconds: value), to: &out)
      out.append(UInt8(ascii: "Z"))
    case .duration:
      out.append(contentsOf: TimeSpan(months: 0, microseconds: value).description.utf8)
    case .null, .bool, .int, .float, .string, .size, .category, .list, .structure:
      appendInteger(value, to: &out)
    }
  }

  private func appendInteger(_ value: Int64, to out: inout [UInt8]) {
    if value < 0 { out.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let first = out.count
    repeat {
      out.append(UInt8(truncatingIfNeeded: rest % 10) + 0x30)
      rest /= 10
    } while rest > 0
    out[first...].reverse()
  }

  /// A text, in quotes where it could be taken for something else.
  func appendText(_ text: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    guard needsQuotes(text) else {
      out.append(contentsOf: text)
      return
    }
    out.append(0x22)
    for byte in text {
      if byte == 0x22 { out.append(0x22) }
      out.append(byte)
    }
    out.append(0x22)
  }

  private func needsQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return true }
    // A single quote could look like the file's quote; a mark of byte order like the file's own.
    if first <= 0x20 || last <= 0x20 || first == 0x27 || first == 0xEF { return true }
    for byte in text where byte == delimiter || byte == 0x22 || byte == 0x0A || byte == 0x0D {
      return true
    }
    return Self.classifier.missingKind(text) != nil
  }

  private static let classifier = CSVClassifier()
}

/// Packs bytes as gzip by libz, without name or time in the header: the same rows give the same
/// file.
final class GzipPacker {
  private let path: String
  private let library: Zlib
  private let stream = ZlibStream()
  private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)

  private static let level: Int32 = 6
  private static let finishing: Int32 = 4

  init(path: String) throws(SystemError) {
    self.path = path
    library = try Zlib()
    let code = library.deflateInit(
      stream.base, Self.level, 8, 15 + 16, 8, 0, library.version, ZlibStream.byteCount)
    guard code == 0 else { throw .malformed(path: path, reason: "libz cannot start (\(code))") }
  }

  deinit {
    _ = library.deflateEnd(stream.base)
    output.deallocate()
  }

  /// Packs some bytes, and hands on what is ready.
  func add(
    _ bytes: [UInt8], _ write: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    let failure: SystemError? = bytes.withUnsafeBytes { raw in
      do throws(SystemError) {
        stream.setInput(raw.baseAddress, raw.count)
        try run(0, write)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  /// Hands on the rest.
  func finish(
    _ write: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    stream.setInput(nil, 0)
    try run(Self.finishing, write)
  }

  private func run(
    _ flush: Int32, _ write: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    while true {
      stream.setOutput(output.baseAddress, output.count)
      let code = library.deflate(stream.base, flush)
      guard code == 0 || code == 1 || code == -5 else {
        throw .malformed(path: path, reason: "libz cannot pack it (\(code))")
      }
      let count = output.count - stream.outputLeft
      if count > 0 { try write(UnsafeRawBufferPointer(rebasing: output[..<count])) }
      if code == 1 || stream.outputLeft > 0 { return }
    }
  }
}
