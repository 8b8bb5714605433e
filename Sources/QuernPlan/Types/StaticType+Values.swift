package import QuernTable
package import QuernValue

extension StaticType {
  /// What the checker knows of a value that exists already.
  package init(of value: Value) {
    switch value {
    case .list(let values): self = .list(Self.common(values.prefix(100).map { Self(of: $0) }))
    case .record(let record):
      self = .record(record.fields.map { Member($0.name, Self(of: $0.value)) })
    case .range(let lower, _): self = .range(Self(of: lower))
    case .column(let expression): self = .column(expression)
    case .table(let table): self = .table(table.schema)
    case .function(let function):
      self = .function(
        FunctionShape(
          name: function.name, formals: function.formals,
          requiredCount: function.requiredCount))
    case .model: self = .model(nil)
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration, .size,
      .recipe, .step, .selection, .across, .algorithm, .evaluation, .endpoint, .plot,
      .pattern, .secret, .constant:
      self = .plain(value.type)
    }
  }

  /// The type of a cell of a table's column.
  package init(_ type: DataType) {
    switch type {
    case .null: self = .plain(.null)
    case .bool: self = .plain(.bool)
    case .int: self = .plain(.int)
    case .float: self = .plain(.float)
    case .string, .category: self = .plain(.string)
    case .date: self = .plain(.date)
    case .time: self = .plain(.time)
    case .datetime: self = .plain(.datetime)
    case .instant: self = .plain(.instant)
    case .duration: self = .plain(.duration)
    case .size: self = .plain(.size)
    case .list(let element): self = .list(Self(element))
    case .structure(let fields):
      self = .record(fields.map { Member($0.name, Self($0.type)) })
    }
  }

  /// The type that holds for all of them: null gives way, int gives way to float.
  package static func common(_ types: [StaticType]) -> StaticType {
    var result: StaticType?
    for type in types where type != .null {
      guard let earlier = result else {
        result = type
        continue
      }
      if earlier == type { continue }
      let numbers: Set<StaticType> = [.int, .float]
      if numbers.contains(earlier), numbers.contains(type) {
        result = .float
      } else {
        return .unknown
      }
    }
    return result ?? (types.isEmpty ? .unknown : .null)
  }
}

extension FunctionValue {
  /// The name it was defined by; nil for a lambda.
  package var name: String? {
    switch origin {
    case .named(let name), .used(_, let name), .metric(let name, _): name
    case .lambda: nil
    case .word: source
    }
  }
}
