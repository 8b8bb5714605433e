/// What a column's fast loop takes without a second look, while types are confirmed.
enum CSVFastCheck: Hashable, Sendable {
  /// Nothing: no value was seen yet.
  case nothing
  case bool
  case int
  /// Digits only: ids with zeros before them among others.
  case digits
  case float
  case date
  /// Dates of three numbers, whose order is still to be shown or is known.
  case orderedDate(CSVDateOrder)
  case datetime
  case instant
  case time
  /// Whatever cannot mean "missing".
  case text

  /// For a column whose type follows from what was seen.
  init(seen: CSVSeen, order: CSVDateOrder?) {
    let values = seen.subtracting(.absent).subtracting(.evidence)
    if values.isEmpty {
      self = .nothing
    } else if values != .int, values.isSubset(of: .digits) {
      self = .digits
    } else {
      self.init(kind: CSVColumnKind(seen: seen, order: order))
    }
  }

  /// For a column of a known type.
  init(kind: CSVColumnKind) {
    switch kind.type {
    case .bool: self = .bool
    case .int, .size: self = .int
    case .float: self = kind.hasDecimalComma ? .int : .float
    case .date: self = kind.order.map { .orderedDate($0) } ?? .date
    case .datetime: self = kind.order == nil ? .datetime : .nothing
    case .instant: self = .instant
    case .time: self = .time
    case .string: self = .text
    case .null, .duration, .category, .list, .structure: self = .nothing
    }
  }
}
