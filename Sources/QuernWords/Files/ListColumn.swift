import QuernPlan
import QuernSyntax
import QuernTable
import QuernValue

/// A list of values as a column: one type for all, ints among floats become floats.
struct ListColumn {
  let type: DataType
  let scalars: [Scalar]

  init(_ values: [Value], word: String, at range: SourceRange) throws(RuntimeError) {
    var scalars: [Scalar] = []
    scalars.reserveCapacity(values.count)
    var type = DataType.null
    for value in values {
      guard let scalar = value.scalar else {
        throw RuntimeError(
          .notACell(word: word, found: value.type.nameWithArticle, at: range))
      }
      if let (one, other) = Self.mixed(scalar) {
        throw RuntimeError(.mixedColumn(word: word, one.name, other.name, at: range))
      }
      guard let common = Self.common(type, scalar.type) else {
        throw RuntimeError(
          .mixedColumn(word: word, type.name, scalar.type.name, at: range))
      }
      type = common
      scalars.append(scalar)
    }
    self.type = type
    self.scalars = type == .float ? scalars.map(Self.widened) : scalars
  }

  /// The data of a table with this column alone.
  func data(name: String) throws -> TableData {
    try TableData.build(
      Schema(fields: [Field(name: name, type: type)]), rows: scalars.map { [$0] })
  }

  /// The elements of a list, or of a range of ints.
  static func elements(_ value: Value) -> [Value]? {
    switch value {
    case .list(let values): return values
    case .range(.int(let low), .int(let high)):
      guard low <= high, high - low < Int64(PlanLimits.listCountMax) else { return [] }
      return (low...high).map { .int($0) }
    default: return nil
    }
  }

  /// Two types within one list that have no type in common; nil where there are none.
  private static func mixed(_ scalar: Scalar) -> (DataType, DataType)? {
    switch scalar {
    case .list(let elements):
      var type = DataType.null
      for element in elements {
        if let found = mixed(element) { return found }
        guard let next = DataType.common(type, element.type) else { return (type, element.type) }
        type = next
      }
      return nil
    case .structure(let fields): return fields.lazy.compactMap { mixed($0.1) }.first
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration, .size:
      return nil
    }
  }

  private static func widened(_ scalar: Scalar) -> Scalar {
    if case .int(let value) = scalar { return .float(Double(value)) }
    return scalar
  }

  private static func common(_ a: DataType, _ b: DataType) -> DataType? {
    switch (a, b) {
    case (.null, let type), (let type, .null): return type
    case (.int, .float), (.float, .int): return .float
    case (.list(let x), .list(let y)): return common(x, y).map { .list($0) }
    case (.structure(let x), .structure(let y)):
      guard x.map(\.name) == y.map(\.name) else { return nil }
      var fields: [Field] = []
      for (one, other) in zip(x, y) {
        guard let type = common(one.type, other.type) else { return nil }
        fields.append(Field(name: one.name, type: type))
      }
      return .structure(fields)
    default: return a == b ? a : nil
    }
  }
}
