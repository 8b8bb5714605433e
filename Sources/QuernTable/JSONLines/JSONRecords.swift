import Glibc
import QuernSystem

/// How the records of a file are kept apart.
enum JSONLayout: String, Hashable, Sendable {
  /// One record a line.
  case lines
  /// The elements of one array.
  case array
  /// Values one after the other, over as many lines as they like.
  case values
}

/// The records of a file's text from some place on, one after the other.
///
/// A record may be as long as the memory allows, up to `CSVLimits.recordBytes`.
struct JSONRecords {
  private let pin: CSVPin
  private let file: CSVFile
  private let stream: CSVStream?
  private let layout: JSONLayout
  private let context: TableContext
  private var buffer: ColumnBuffer
  /// The text in the buffer begins here in the file's text.
  private(set) var offset: Int
  private var used = 0
  private var filled = 0
  private var isAtEnd = false
  private var hasBegun = false
  private var hasEnded = false

  private static let readBytes = 1 << 20

  /// Records that begin at `offset` or after it; only lines of a plain file are read from its
  /// middle.
  init(
    pin: CSVPin, form: CSVForm, layout: JSONLayout, from offset: Int, _ context: TableContext
  ) throws(TableError) {
    self.pin = pin
    self.layout = layout
    self.context = context
    file = try pin.open()
    stream = form.isDirect ? nil : try CSVStream(pin: pin, file: file, form: form)
    // A line begins here if the byte before ends one.
    self.offset = max(0, offset - 1)
    buffer = try Self.allocate(Self.readBytes, context)
    hasBegun = offset > 0
  }

  /// Leaves out the rest of a line that began before; false where none begins before `end`.
  mutating func skipLine(before end: Int) throws(TableError) -> Bool {
    while true {
      if used == filled, try !fill() { return false }
      let newline = CSVBytes.find(0x0A, base, from: used, to: filled)
      used = min(newline + 1, filled)
      if newline < filled { return offset + used < end }
      guard offset + used < end else { return false }
    }
  }

  /// A record's text, until the next call.
  struct Text {
    let base: UnsafePointer<UInt8>
    let count: Int
    /// Where it begins in the file's text.
    let offset: Int
  }

  /// The next record; nil at the end.
  mutating func next() throws(TableError) -> Text? {
    switch layout {
    case .lines: try nextLine()
    case .array, .values: try nextValue()
    }
  }

  private var base: UnsafePointer<UInt8> {
    UnsafePointer(buffer.base.assumingMemoryBound(to: UInt8.self))
  }

  private mutating func nextLine() throws(TableError) -> Text? {
    if !hasBegun {
      hasBegun = true
      try skipMark()
    }
    var searched = 0
    while true {
      let newline = CSVBytes.find(0x0A, base, from: used + searched, to: filled)
      if newline == filled, !isAtEnd {
        searched = filled - used
        _ = try fill()
        continue
      }
      guard used < filled else { return nil }
      let start = used
      used = min(newline + 1, filled)
      searched = 0
      if let text = trimmed(start, newline) { return text }
    }
  }

  private func trimmed(_ start: Int, _ end: Int) -> Text? {
    var (start, end) = (start, end)
    while start < end, Self.isBlank(base[start]) { start += 1 }
    while end > start, Self.isBlank(base[end - 1]) { end -= 1 }
    return start == end ? nil : Text(base: base + start, count: end - start, offset: offset + start)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 <= 0x04 }

  private mutating func skipMark() throws(TableError) {
    if filled == 0 { _ = try fill() }
    if filled >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { used = 3 }
  }

  // MARK: Values

  private mutating func nextValue() throws(TableError) -> Text? {
    if !hasBegun {
      hasBegun = true
      try skipMark()
      if layout == .array {
        try skipBlanks()
        used += 1
      }
    }
    guard !hasEnded else { return nil }
    try skipBlanks()
    if layout == .array, used < filled, base[used] == UInt8(ascii: ",") {
      used += 1
      try skipBlanks()
    }
    guard used < filled else {
      hasEnded = true
      if layout == .array { throw fault("the array does not end") }
      return nil
    }
    if layout == .array, base[used] == UInt8(ascii: "]") {
      hasEnded = true
      used += 1
      return nil
    }
    return try value()
  }

  private mutating func value() throws(TableError) -> Text {
    var at = 0
    var depth = 0
    var isText = false
    while true {
      if used + at >= filled {
        guard try fill() else { break }
        continue
      }
      let byte = base[used + at]
      if isText {
        if byte == UInt8(ascii: "\\") { at += 1 } else if byte == UInt8(ascii: "\"") {
          isText = false
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          if depth == 0 { return take(at) }
          depth -= 1
          if depth == 0 { return take(at + 1) }
        case UInt8(ascii: ","): if depth == 0 { return take(at) }
        default: if depth == 0, Self.isBlank(byte) { return take(at) }
        }
      }
      at += 1
    }
    return take(min(at, filled - used))
  }

  private mutating func take(_ count: Int) -> Text {
    defer { used += max(1, count) }
    return Text(base: base + used, count: count, offset: offset + used)
  }

  private mutating func skipBlanks() throws(TableError) {
    while true {
      while used < filled, Self.isBlank(base[used]) { used += 1 }
      guard used == filled, try fill() else { return }
    }
  }

  private func fault(_ message: String) -> TableError {
    .parse(path: pin.identity.path, line: 1, column: nil, message: message, hint: nil)
  }

  // MARK: Bytes

  /// Reads more text behind what is there; false at the end.
  private mutating func fill() throws(TableError) -> Bool {
    if isAtEnd { return false }
    try context.checkInterrupt()
    if used > 0 {
      memmove(buffer.base, buffer.base + used, filled - used)
      offset += used
      filled -= used
      used = 0
    }
    let room = buffer.byteCount - CSVLimits.paddingBytes
    if filled + Self.readBytes / 2 > room { try grow() }
    let free = buffer.byteCount - CSVLimits.paddingBytes - filled
    let part = UnsafeMutableRawBufferPointer(start: buffer.base + filled, count: free)
    let count: Int
    if let stream {
      count = try stream.read(into: part)
    } else {
      let left = Int(pin.identity.byteCount) - offset - filled
      let wanted = UnsafeMutableRawBufferPointer(rebasing: part[..<min(free, max(0, left))])
      if wanted.count > 0 { try pin.read(file, into: wanted, at: offset + filled) }
      count = wanted.count
    }
    filled += count
    if count < free { isAtEnd = true }
    return count > 0
  }

  private mutating func grow() throws(TableError) {
    guard filled < CSVLimits.recordBytes else {
      throw fault("a record is longer than \(CSVLimits.recordBytes >> 20) MiB")
    }
    let larger = try Self.allocate(
      max(Self.readBytes, 2 * (buffer.byteCount - CSVLimits.paddingBytes)), context)
    memcpy(larger.base, buffer.base, filled)
    buffer = larger
  }

  private static func allocate(
    _ bytes: Int, _ context: TableContext
  ) throws(TableError) -> ColumnBuffer {
    try orOutOfMemory { () throws(OutOfMemory) in
      try ColumnBuffer.allocate(
        context.arena, bytes: bytes + CSVLimits.paddingBytes, doing: "reading a JSON file")
    }
  }
}
