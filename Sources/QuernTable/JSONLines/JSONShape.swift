import QuernText

/// The kinds of values that were seen at one place of a file's records.
///
/// It only grows, and in any order of whole pieces to the same result but for the order of names,
/// which is that of the pieces.
final class JSONShape {
  struct Kinds: OptionSet, Hashable {
    let rawValue: UInt16
    static let bool = Kinds(rawValue: 1)
    static let int = Kinds(rawValue: 2)
    static let float = Kinds(rawValue: 4)
    static let date = Kinds(rawValue: 8)
    static let datetime = Kinds(rawValue: 16)
    static let instant = Kinds(rawValue: 32)
    static let text = Kinds(rawValue: 64)
    static let list = Kinds(rawValue: 128)
    static let object = Kinds(rawValue: 256)
  }

  private(set) var kinds: Kinds = []
  /// Numbers that no float holds: infinite ones, and NaN.
  private(set) var noNumberCount = 0
  private(set) var names: [String] = []
  private(set) var fields: [JSONShape] = []
  private(set) var element: JSONShape?
  private var places: [NameKey: Int] = [:]
  private var nameBytes: [[UInt8]] = []

  /// Names of an object that has more are keys of a map rather than fields.
  static let fieldCountMax = 1000

  /// Looks at a value of a record.
  func add(_ tape: JSONTape, _ place: Int) {
    let node = tape.nodes[place]
    switch node.kind {
    case .null: break
    case .yes, .no: kinds.insert(.bool)
    case .noNumber:
      kinds.insert(.float)
      noNumberCount += 1
    case .integer:
      kinds.insert(Numbers.parseInt(tape.bytes(node)) == nil ? .float : .int)
    case .number:
      kinds.insert(.float)
      if Numbers.parseDouble(tape.bytes(node))?.isFinite != true { noNumberCount += 1 }
    case .text: addText(tape.bytes(node))
    case .escaped: kinds.insert(.text)
    case .array:
      kinds.insert(.list)
      let shape = element ?? JSONShape()
      element = shape
      var part = place + 1
      while part < node.next {
        shape.add(tape, part)
        part = tape.nodes[part].next
      }
    case .object:
      kinds.insert(.object)
      addFields(tape, place, node.next)
    }
  }

  private func addText(_ bytes: UnsafeBufferPointer<UInt8>) {
    // Once a text is no moment, the column is text.
    if kinds.contains(.text) { return }
    guard bytes.count >= 10, bytes.count <= 40, bytes[0] &- 0x30 <= 9, bytes[4] == 0x2D else {
      kinds.insert(.text)
      return
    }
    if bytes.count == 10, DateParsing.date(bytes) != nil {
      kinds.insert(.date)
    } else if DateParsing.dateTime(bytes) != nil {
      kinds.insert(.datetime)
    } else if DateParsing.instant(bytes) != nil {
      kinds.insert(.instant)
    } else {
      kinds.insert(.text)
    }
  }

  private func addFields(_ tape: JSONTape, _ place: Int, _ end: Int) {
    var part = place + 1
    var expected = 0
    while part < end {
      let value = part + 1
      field(tape, tape.nodes[part], &expected)?.add(tape, value)
      part = tape.nodes[value].next
    }
  }

  /// The field of a name; most records have them in one order.
  private func field(_ tape: JSONTape, _ name: JSONNode, _ expected: inout Int) -> JSONShape? {
    let bytes = tape.bytes(name)
    if name.kind == .text, expected < fields.count, nameBytes[expected].elementsEqual(bytes) {
      defer { expected += 1 }
      return fields[expected]
    }
    let text =
      name.kind == .text
      ? String(decoding: bytes, as: UTF8.self)
      : String(decoding: tape.unescaped(name), as: UTF8.self)
    let place = self.place(text)
    expected = (place ?? expected) + 1
    return place.map { fields[$0] }
  }

  private func place(_ name: String) -> Int? {
    if let known = places[NameKey(name)] { return known }
    guard fields.count <= CSVLimits.columnCount else { return nil }
    places[NameKey(name)] = fields.count
    names.append(name)
    nameBytes.append(Array(name.utf8))
    fields.append(JSONShape())
    return fields.count - 1
  }

  /// Adds what was seen in a later piece of the file.
  func merge(_ other: JSONShape) {
    kinds.formUnion(other.kinds)
    noNumberCount += other.noNumberCount
    for (name, field) in zip(other.names, other.fields) {
      if let place = place(name) { fields[place].merge(field) }
    }
    guard let more = other.element else { return }
    if let element { element.merge(more) } else { element = more }
  }

  /// The type that holds all values; what are of several kinds is text.
  var type: DataType {
    switch kinds {
    case []: .null
    case .bool: .bool
    case .int: .int
    case .float, [.int, .float]: .float
    case .date: .date
    case .datetime: .datetime
    case .instant: .instant
    case .list: .list(element?.type ?? .null)
    case .object:
      fields.isEmpty || fields.count > Self.fieldCountMax
        ? .string
        : .structure(zip(names, fields).map { Field(name: $0, type: $1.type) })
    default: .string
    }
  }

  /// Whether values of several kinds became text.
  var isMixed: Bool {
    let moments: Kinds = [.date, .datetime, .instant, .text]
    let other = kinds.subtracting(moments)
    return type == .string && !other.isEmpty && kinds != .object
  }

  /// The kinds as a note lists them.
  var kindNames: String {
    let all: [(Kinds, String)] = [
      (.bool, "bool"), (.int, "int"), (.float, "float"), ([.text, .date, .datetime, .instant], "str"),
      (.list, "list"), (.object, "struct"),
    ]
    return all.filter { !kinds.isDisjoint(with: $0.0) }.map(\.1).joined(separator: ", ")
  }
}
