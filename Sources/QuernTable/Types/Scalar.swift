/// One value of a column, or a literal of an expression.
package indirect enum Scalar: Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case float(Double)
  case string(String)
  /// Days since 1970-01-01.
  case date(Int64)
  /// Microseconds since midnight.
  case time(Int64)
  /// Wall-clock microseconds since 1970-01-01T00:00.
  case datetime(Int64)
  /// Microseconds UTC since 1970-01-01T00:00Z.
  case instant(Int64)
  case duration(months: Int64, microseconds: Int64)
  /// Bytes.
  case size(Int64)
  case list([Scalar])
  case structure([(String, Scalar)])

  package var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  /// The type that holds this value; a list's comes from its first element that is not null.
  package var type: DataType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .float: .float
    case .string: .string
    case .date: .date
    case .time: .time
    case .datetime: .datetime
    case .instant: .instant
    case .duration: .duration
    case .size: .size
    case .list(let elements): .list(Scalar.commonType(elements) ?? .null)
    case .structure(let fields): .structure(fields.map { Field(name: $0.0, type: $0.1.type) })
    }
  }

  /// The one type of all `values`, ints giving way to floats; nil when they differ otherwise.
  package static func commonType(_ values: [Scalar]) -> DataType? {
    var common = DataType.null
    for value in values {
      guard let next = DataType.common(common, value.type) else { return nil }
      common = next
    }
    return common
  }

  /// The numeric value of an int or a float.
  package var doubleValue: Double? {
    switch self {
    case .int(let value): Double(value)
    case .float(let value): value
    case .null, .bool, .string, .date, .time, .datetime, .instant, .duration, .size, .list,
      .structure:
      nil
    }
  }
}

extension Scalar: Hashable {
  /// Equality by bytes for text, by value for floats (NaN never occurs, -0 equals 0).
  package static func == (a: Scalar, b: Scalar) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let x), .bool(let y)): x == y
    case (.int(let x), .int(let y)): x == y
    case (.float(let x), .float(let y)): x == y
    case (.string(let x), .string(let y)): x.utf8.elementsEqual(y.utf8)
    case (.date(let x), .date(let y)): x == y
    case (.time(let x), .time(let y)): x == y
    case (.datetime(let x), .datetime(let y)): x == y
    case (.instant(let x), .instant(let y)): x == y
    case (.size(let x), .size(let y)): x == y
    case (.duration(let m, let u), .duration(let n, let v)): m == n && u == v
    case (.list(let x), .list(let y)): x == y
    case (.structure(let x), .structure(let y)):
      x.count == y.count && zip(x, y).allSatisfy { NameKey($0.0) == NameKey($1.0) && $0.1 == $1.1 }
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let value): hasher.combine(value)
    case .int(let value): hasher.combine(value)
    case .float(let value): hasher.combine(value)
    case .string(let value): hasher.combine(NameKey(value))
    case .date(let value), .time(let value), .datetime(let value), .instant(let value),
      .size(let value):
      hasher.combine(value)
    case .duration(let months, let microseconds):
      hasher.combine(months)
      hasher.combine(microseconds)
    case .list(let elements): hasher.combine(elements)
    case .structure(let fields):
      for field in fields {
        hasher.combine(NameKey(field.0))
        hasher.combine(field.1)
      }
    }
  }
}

extension DataType {
  /// The type both can be read as without loss of meaning; int and float give float, null gives
  /// way.
  package static func common(_ a: DataType, _ b: DataType) -> DataType? {
    if a == b { return a }
    if a == .null { return b }
    if b == .null { return a }
    switch (a, b) {
    case (.int, .float), (.float, .int): return .float
    case (.string, .category), (.category, .string): return .string
    case (.category, .category): return .category(levels: nil)
    case (.list(let x), .list(let y)): return common(x, y).map { .list($0) }
    case (.structure(let x), .structure(let y)): return common(x, y).map { .structure($0) }
    default: return nil
    }
  }

  /// The same for the fields of structs: those of one name, in one order.
  private static func common(_ a: [Field], _ b: [Field]) -> [Field]? {
    guard a.map({ NameKey($0.name) }) == b.map({ NameKey($0.name) }) else { return nil }
    var fields: [Field] = []
    for (x, y) in zip(a, b) {
      guard let type = common(x.type, y.type) else { return nil }
      fields.append(Field(name: x.name, type: type))
    }
    return fields
  }
}
