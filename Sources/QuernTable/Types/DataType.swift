/// The type of a column's values, or of a scalar.
package indirect enum DataType: Hashable, Sendable {
  /// Only nulls: takes part in every operation as a missing value.
  case null
  case bool
  case int
  case float
  case string
  /// Days since 1970-01-01.
  case date
  /// Microseconds since midnight.
  case time
  /// Wall-clock microseconds since 1970-01-01T00:00.
  case datetime
  /// Microseconds UTC since 1970-01-01T00:00Z.
  case instant
  /// In columns exact microseconds; months only as literals.
  case duration
  /// Bytes.
  case size
  /// Labels with a dictionary; ordered only when `levels` are given.
  case category(levels: [String]?)
  case list(DataType)
  case structure([Field])

  /// The type's name as users write it: "int", "str", "list[int]", "struct[a: int, b: str]".
  package var name: String {
    switch self {
    case .null: "null"
    case .bool: "bool"
    case .int: "int"
    case .float: "float"
    case .string: "str"
    case .date: "date"
    case .time: "time"
    case .datetime: "datetime"
    case .instant: "instant"
    case .duration: "duration"
    case .size: "size"
    case .category: "category"
    case .list(let element): "list[\(element.name)]"
    case .structure(let fields):
      "struct[" + fields.map { "\($0.name): \($0.type.name)" }.joined(separator: ", ") + "]"
    }
  }

  /// Reads a type's name as `name` writes it; nil when it is none.
  package static func parse(_ name: String) -> DataType? {
    if let simple = simpleTypes[name] { return simple }
    guard name.hasSuffix("]") else { return nil }
    if name.hasPrefix("list[") {
      return parse(String(name.dropFirst(5).dropLast())).map { .list($0) }
    }
    guard name.hasPrefix("struct[") else { return nil }
    var fields: [Field] = []
    for part in splitTopLevel(String(name.dropFirst(7).dropLast())) {
      guard let colon = part.firstIndex(of: ":") else { return nil }
      let typeName = part[part.index(after: colon)...].drop { $0 == " " }
      guard let type = parse(String(typeName)) else { return nil }
      fields.append(Field(name: String(part[..<colon]), type: type))
    }
    return .structure(fields)
  }

  /// Int or float: what arithmetic and numeric aggregates take.
  package var isNumeric: Bool { self == .int || self == .float }

  /// A day, or a day and a time of it.
  package var isMoment: Bool { self == .date || self == .datetime || self == .instant }

  /// A str or a category: what text functions take.
  package var isText: Bool {
    switch self {
    case .string, .category: true
    case .null, .bool, .int, .float, .date, .time, .datetime, .instant, .duration, .size, .list,
      .structure:
      false
    }
  }

  /// The levels of an ordered category, from the lowest.
  package var levels: [String]? {
    if case .category(let levels) = self { return levels }
    return nil
  }

  /// Whether values of the type can be sorted and compared by `<`.
  package var isOrdered: Bool {
    switch self {
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration, .size,
      .category:
      true
    case .list, .structure: false
    }
  }

  private static let simpleTypes: [String: DataType] = [
    "null": .null, "bool": .bool, "int": .int, "float": .float, "str": .string, "date": .date,
    "time": .time, "datetime": .datetime, "instant": .instant, "duration": .duration,
    "size": .size, "category": .category(levels: nil),
  ]

  /// The parts between commas that stand outside brackets, without leading blanks.
  private static func splitTopLevel(_ text: String) -> [String] {
    var parts: [String] = []
    var current = ""
    var depth = 0
    for character in text {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character == "," && depth == 0 {
        parts.append(String(current.drop { $0 == " " }))
        current = ""
      } else {
        current.append(character)
      }
    }
    if !current.isEmpty || !parts.isEmpty { parts.append(String(current.drop { $0 == " " })) }
    return parts
  }
}
