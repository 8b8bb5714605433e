import QuernTable
package import QuernValue

/// What the checker knows of an argument: its type, and its value where it stands there literally.
package struct StaticValue: Sendable {
  package var type: StaticType
  /// The value, or one that stands for it in a run of a verb on schemas.
  package var literal: Literal?
  /// Whether `literal` is the value that the run will see.
  package var isExact: Bool

  package struct Literal: Sendable {
    package let value: Value
  }

  package init(_ type: StaticType) {
    self.type = type
    literal = nil
    isExact = false
  }

  package init(of value: Value, isExact: Bool) {
    type = StaticType(of: value)
    literal = Literal(value: value)
    self.isExact = isExact
  }

  package init(_ type: StaticType, standIn value: Value?) {
    self.type = type
    literal = value.map { Literal(value: $0) }
    isExact = false
  }

  package static let unknown = StaticValue(.unknown)

  /// The value that the run will see; nil where it is not known yet.
  package var exact: Value? { isExact ? literal?.value : nil }

  /// A value for a run of a verb on schemas; nil where none could stand for it without the risk of
  /// a wrong complaint.
  package var specimen: Value? {
    if let literal { return literal.value }
    switch type {
    case .column(let expression?): return .column(expression)
    case .table(let schema?): return .table(Table.placeholder(schema))
    case .plain(.int): return .int(1)
    case .plain(.float): return .float(0.5)
    case .plain(.bool): return .bool(true)
    case .plain(.null): return .null
    case .unknown, .plain, .list, .tuple, .record, .range, .column, .table, .function, .model:
      return nil
    }
  }

  /// A value for a place inside an expression over columns, where only its type counts.
  package var operandSpecimen: Value? {
    if let specimen { return specimen }
    switch type {
    case .plain(.string): return .string("")
    case .plain(.date): return .date(0)
    case .plain(.time): return .time(0)
    case .plain(.datetime): return .datetime(0)
    case .plain(.instant): return .instant(0)
    case .plain(.duration): return .duration(months: 0, microseconds: 0)
    case .plain(.size): return .size(0)
    case .list(let element): return StaticValue(element).operandSpecimen.map { .list([$0]) }
    case .range(let end):
      return StaticValue(end).operandSpecimen.map { .range($0, $0) }
    case .unknown, .plain, .tuple, .record, .column, .table, .function, .model: return nil
    }
  }
}
