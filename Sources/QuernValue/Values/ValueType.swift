/// The kind of a value, with the name that messages use.
package enum ValueType: String, Hashable, Sendable, CaseIterable {
  case null
  case bool
  case int
  case float
  case string = "str"
  case date
  case time
  case datetime
  case instant
  case duration
  case size
  case list
  case record
  case range
  case column = "column expression"
  case table
  case function
  case recipe
  case step = "recipe step"
  case selection = "column selection"
  case across = "across"
  case algorithm
  case model
  case evaluation
  case endpoint
  case plot
  case pattern
  case secret
  case constant

  package var name: String { rawValue }

  /// The name with its article: `an int`, `a table`.
  package var nameWithArticle: String {
    switch self {
    case .int, .instant, .algorithm, .evaluation, .endpoint, .across: "an \(rawValue)"
    case .null: "null"
    case .bool, .float, .string, .date, .time, .datetime, .duration, .size, .list, .record,
      .range, .column, .table, .function, .recipe, .step, .selection, .model, .plot, .pattern,
      .secret, .constant:
      "a \(rawValue)"
    }
  }
}

extension Value {
  package var type: ValueType {
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
    case .list: .list
    case .record: .record
    case .range: .range
    case .column: .column
    case .table: .table
    case .function: .function
    case .recipe: .recipe
    case .step: .step
    case .selection: .selection
    case .across: .across
    case .algorithm: .algorithm
    case .model: .model
    case .evaluation: .evaluation
    case .endpoint: .endpoint
    case .plot: .plot
    case .pattern: .pattern
    case .secret: .secret
    case .constant: .constant
    }
  }
}
