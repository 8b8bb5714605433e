package import QuernTable

extension Value {
  /// The value of a cell of a table.
  package init(_ scalar: Scalar) {
    switch scalar {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .int(let value): self = .int(value)
    case .float(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .date(let value): self = .date(value)
    case .time(let value): self = .time(value)
    case .datetime(let value): self = .datetime(value)
    case .instant(let value): self = .instant(value)
    case .duration(let months, let microseconds):
      self = .duration(months: months, microseconds: microseconds)
    case .size(let value): self = .size(value)
    case .list(let values): self = .list(values.map { Value($0) })
    case .structure(let fields):
      self = .record(Record(fields.map { ($0.0, Value($0.1)) }))
    }
  }

  /// The same as a cell of a table; nil for what a table cannot hold.
  package var scalar: Scalar? {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .int(let value): .int(value)
    case .float(let value): .float(value)
    case .string(let value), .constant(let value): .string(value)
    case .date(let value): .date(value)
    case .time(let value): .time(value)
    case .datetime(let value): .datetime(value)
    case .instant(let value): .instant(value)
    case .duration(let months, let microseconds):
      .duration(months: months, microseconds: microseconds)
    case .size(let value): .size(value)
    case .list(let values): Self.scalars(values).map { .list($0) }
    case .record(let record): Self.structure(record)
    case .range, .column, .table, .function, .recipe, .step, .selection, .across, .algorithm,
      .model, .evaluation, .endpoint, .plot, .pattern, .secret:
      nil
    }
  }

  private static func scalars(_ values: [Value]) -> [Scalar]? {
    var scalars: [Scalar] = []
    scalars.reserveCapacity(values.count)
    for value in values {
      guard let scalar = value.scalar else { return nil }
      scalars.append(scalar)
    }
    return scalars
  }

  private static func structure(_ record: Record) -> Scalar? {
    guard let values = scalars(record.values) else { return nil }
    return .structure(zip(record.names, values).map { ($0, $1) })
  }
}
