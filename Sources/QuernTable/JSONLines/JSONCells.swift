import QuernSystem
import QuernText

/// Reads values of records as values of a type.
enum JSONCells {
  /// The value as a scalar of the type; null for what is none of it.
  static func scalar(_ tape: JSONTape, _ place: Int, _ type: DataType) -> Scalar {
    let node = tape.nodes[place]
    if node.kind == .null { return .null }
    switch type {
    case .null, .duration: return .null
    case .bool: return bool(tape, node).map { .bool($0) } ?? .null
    case .int: return integer(tape, node, .int).map { .int($0) } ?? .null
    case .size: return integer(tape, node, .int).map { .size($0) } ?? .null
    case .float: return double(tape, node).map { .float($0) } ?? .null
    case .date: return integer(tape, node, type).map { .date($0) } ?? .null
    case .time: return integer(tape, node, type).map { .time($0) } ?? .null
    case .datetime: return integer(tape, node, type).map { .datetime($0) } ?? .null
    case .instant: return integer(tape, node, type).map { .instant($0) } ?? .null
    case .string, .category:
      return withText(tape, node) { .string(String(decoding: $0, as: UTF8.self)) }
    case .list(let element):
      guard node.kind == .array else { return .null }
      var elements: [Scalar] = []
      var part = place + 1
      while part < node.next {
        elements.append(scalar(tape, part, element))
        part = tape.nodes[part].next
      }
      return .list(elements)
    case .structure(let fields):
      guard node.kind == .object else { return .null }
      return .structure(members(tape, place, node.next, fields))
    }
  }

  private static func members(
    _ tape: JSONTape, _ place: Int, _ end: Int, _ fields: [Field]
  ) -> [(String, Scalar)] {
    var values = [Scalar](repeating: .null, count: fields.count)
    var part = place + 1
    var expected = 0
    while part < end {
      let name = withText(tape, tape.nodes[part]) { String(decoding: $0, as: UTF8.self) }
      let isNext = expected < fields.count && NameKey(fields[expected].name) == NameKey(name)
      let found =
        isNext ? expected : fields.firstIndex { NameKey($0.name) == NameKey(name) }
      if let found {
        values[found] = scalar(tape, part + 1, fields[found].type)
        expected = found + 1
      }
      part = tape.nodes[part + 1].next
    }
    return zip(fields, values).map { ($0.name, $1) }
  }

  static func bool(_ tape: JSONTape, _ node: JSONNode) -> Bool? {
    switch node.kind {
    case .yes: return true
    case .no: return false
    case .text:
      let bytes = tape.bytes(node)
      guard let start = bytes.baseAddress else { return nil }
      return CastMath.bool(ByteSlice(start: start, count: bytes.count))
    case .null, .integer, .number, .noNumber, .escaped, .array, .object: return nil
    }
  }

  /// The integer behind an int, date, time, datetime or instant.
  static func integer(_ tape: JSONTape, _ node: JSONNode, _ type: DataType) -> Int64? {
    switch node.kind {
    case .integer: return type == .int ? Numbers.parseInt(tape.bytes(node)) : nil
    case .text: return CastMath.integer(tape.bytes(node), type)
    case .yes: return type == .int ? 1 : nil
    case .no: return type == .int ? 0 : nil
    case .number:
      guard type == .int, let value = Numbers.parseDouble(tape.bytes(node)) else { return nil }
      return Int64(exactly: value)
    case .null, .noNumber, .escaped, .array, .object: return nil
    }
  }

  static func double(_ tape: JSONTape, _ node: JSONNode) -> Double? {
    switch node.kind {
    case .integer, .number, .text:
      let value = Numbers.parseDouble(tape.bytes(node))
      return value?.isFinite == true ? value : nil
    case .null, .yes, .no, .noNumber, .escaped, .array, .object: return nil
    }
  }

  /// The text of a string; of any other value how it is written.
  static func withText<R>(
    _ tape: JSONTape, _ node: JSONNode, _ body: (UnsafeBufferPointer<UInt8>) -> R
  ) -> R {
    guard node.kind == .escaped else { return body(tape.bytes(node)) }
    return tape.unescaped(node).withUnsafeBufferPointer(body)
  }
}

/// How a column of a file is read.
struct JSONColumn: Sendable {
  let name: String
  let type: DataType
  let nameBytes: [UInt8]
  /// The user gave the type.
  let isGiven: Bool

  init(name: String, type: DataType, isGiven: Bool) {
    self.name = name
    self.type = type
    self.isGiven = isGiven
    nameBytes = Array(name.utf8)
  }
}

/// Builds one row group of some columns from records.
struct JSONGroupBuilder {
  private let columns: [JSONColumn]
  /// For each column of the file the builder of it; nil where it is not wanted.
  private let builders: [ColumnBuilder?]
  private let order: [Int]
  private let missing: Set<[UInt8]>
  private let places: [NameKey: Int]
  /// The record's value of each column; -1 where it has none.
  private var values: [Int]
  private(set) var rowCount = 0

  init(
    _ columns: [JSONColumn], wanted: [Int], missing: Set<[UInt8]>, arena: Arena
  ) throws(OutOfMemory) {
    self.columns = columns
    self.missing = missing
    order = wanted
    var builders = [ColumnBuilder?](repeating: nil, count: columns.count)
    for place in wanted {
      builders[place] = try ColumnBuilder(type: columns[place].type, arena: arena, capacity: 1024)
    }
    self.builders = builders
    var places: [NameKey: Int] = [:]
    for (place, column) in columns.enumerated() { places[NameKey(column.name)] = place }
    self.places = places
    values = Array(repeating: -1, count: columns.count)
  }

  /// Adds a record: the tape holds an object.
  mutating func add(_ tape: JSONTape) throws(OutOfMemory) {
    for place in order { values[place] = -1 }
    find(tape)
    for place in order { try add(tape, values[place], place) }
    rowCount += 1
  }

  private mutating func find(_ tape: JSONTape) {
    let end = tape.nodes[0].next
    var part = 1
    var expected = 0
    while part < end {
      let name = tape.nodes[part]
      var found: Int?
      if expected < columns.count, name.kind == .text,
        columns[expected].nameBytes.elementsEqual(tape.bytes(name))
      {
        found = expected
      } else {
        let text = JSONCells.withText(tape, name) { String(decoding: $0, as: UTF8.self) }
        found = places[NameKey(text)]
      }
      if let found {
        values[found] = part + 1
        expected = found + 1
      }
      part = tape.nodes[part + 1].next
    }
  }

  private func add(_ tape: JSONTape, _ value: Int, _ place: Int) throws(OutOfMemory) {
    guard let builder = builders[place] else { return }
    guard value >= 0, tape.nodes[value].kind != .null else { return try builder.appendNull() }
    let node = tape.nodes[value]
    if !missing.isEmpty, node.kind == .text, missing.contains(Array(tape.bytes(node))) {
      return try builder.appendNull()
    }
    switch builder.type {
    case .bool:
      guard let value = JSONCells.bool(tape, node) else { return try builder.appendNull() }
      try builder.appendBool(value)
    case .int, .size, .date, .time, .datetime, .instant:
      let type = builder.type == .size ? .int : builder.type
      guard let value = JSONCells.integer(tape, node, type) else { return try builder.appendNull() }
      try builder.appendInt(value)
    case .float:
      guard let value = JSONCells.double(tape, node) else { return try builder.appendNull() }
      try builder.appendFloat(value)
    case .string, .category:
      if node.kind == .escaped {
        try builder.append(bytes: tape.unescaped(node))
      } else {
        try builder.appendBytes(tape.bytes(node))
      }
    case .null, .duration: try builder.appendNull()
    case .list, .structure: try builder.append(JSONCells.scalar(tape, value, builder.type))
    }
  }

  func finish() throws(OutOfMemory) -> RowGroup {
    var chunks: [ColumnChunk] = []
    for place in order { if let builder = builders[place] { chunks.append(try builder.finish()) } }
    return RowGroup(rowCount: rowCount, columns: chunks)
  }
}
