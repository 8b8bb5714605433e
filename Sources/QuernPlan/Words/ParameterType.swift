package import QuernValue

/// What a parameter takes, for checker and run time alike.
package indirect enum ParameterType: Hashable, Sendable {
  case any
  case table
  /// An expression over columns; a plain value stands for a column of it.
  case expression
  /// `.x` alone.
  case column
  /// `.x`, `[.x, .y]`, selectors, or a list of them.
  case columns
  case bool
  case int
  /// An int or a float.
  case number
  case string
  case date
  case duration
  case size
  /// Any scalar.
  case scalar
  case list
  case record
  case range
  case function
  case recipe
  /// A step, a recipe, or a verb written without its table.
  case step
  case selection
  case algorithm
  case model
  case evaluation
  case endpoint
  case plot
  case pattern
  case secret
  /// Only one of the parameter's constants, or a string that is one.
  case constant
  case either([ParameterType])
  /// A parameter that `tune` may choose: the type, or a range, a list or `log(…)` of it.
  case searched(ParameterType)

  /// As messages say it.
  package var name: String {
    switch self {
    case .any: "a value"
    case .table: "a table"
    case .expression: "an expression over columns"
    case .column: "a column"
    case .columns: "columns"
    case .bool: "a bool"
    case .int: "an int"
    case .number: "a number"
    case .string: "a str"
    case .date: "a date"
    case .duration: "a duration"
    case .size: "a size"
    case .scalar: "a single value"
    case .list: "a list"
    case .record: "a record"
    case .range: "a range"
    case .function: "a function"
    case .recipe: "a recipe"
    case .step: "a recipe step"
    case .selection: "a column selection"
    case .algorithm: "an algorithm"
    case .model: "a model"
    case .evaluation: "an evaluation"
    case .endpoint: "an endpoint"
    case .plot: "a plot"
    case .pattern: "a pattern"
    case .secret: "a secret"
    case .constant: "one of its constants"
    case .either(let types): types.map(\.name).joined(separator: " or ")
    case .searched(let type): type.name
    }
  }

  /// Whether a value of the type may be given; the value itself may still be refused.
  package func accepts(_ type: ValueType) -> Bool {
    switch self {
    case .any: true
    case .table: type == .table
    case .expression: type == .column || type.isCell
    case .column: type == .column
    case .columns: [.column, .list, .selection, .across, .string, .null].contains(type)
    case .bool: type == .bool
    case .int: type == .int
    case .number: type == .int || type == .float
    case .string: type == .string || type == .constant
    case .date: [.date, .time, .datetime, .instant].contains(type)
    case .duration: type == .duration
    case .size: type == .size
    case .scalar: type.isCell
    case .list: type == .list || type == .range
    case .record: type == .record
    case .range: type == .range
    case .function: type == .function
    case .recipe: type == .recipe || type == .step
    case .step: type == .step || type == .recipe
    case .selection: type == .selection
    // What `tune` gave stands for its best.
    case .algorithm: type == .algorithm || type == .record
    case .model: type == .model
    case .evaluation: type == .evaluation
    case .endpoint: type == .endpoint
    case .plot: type == .plot
    case .pattern: type == .pattern
    case .secret: type == .secret
    case .constant: type == .constant || type == .string
    case .either(let types): types.contains { $0.accepts(type) }
    case .searched(let base):
      base.accepts(type) || type == .range || type == .list || type == .record
    }
  }
}

extension ParameterType {
  /// Whether columns are what it is for.
  package var takesColumns: Bool {
    switch self {
    case .expression, .column, .columns: true
    case .either(let types): types.contains(where: \.takesColumns)
    case .searched, .any, .table, .bool, .int, .number, .string, .date, .duration, .size, .scalar,
      .list, .record, .range, .function, .recipe, .step, .selection, .algorithm, .model,
      .evaluation, .endpoint, .plot, .pattern, .secret, .constant:
      false
    }
  }

  /// Whether a bare name is meant as a constant: where only constants go, or where they go beside
  /// other values and nothing else has the name.
  package func isConstant(isKnown: Bool) -> Bool {
    switch self {
    case .constant: true
    case .either(let types): !isKnown && types.contains(.constant)
    case .searched(let type): type.isConstant(isKnown: isKnown)
    case .any, .table, .expression, .column, .columns, .bool, .int, .number, .string, .date,
      .duration, .size, .scalar, .list, .record, .range, .function, .recipe, .step, .selection,
      .algorithm, .model, .evaluation, .endpoint, .plot, .pattern, .secret:
      false
    }
  }
}

extension ValueType {
  /// Whether a cell of a table can hold it.
  package var isCell: Bool {
    switch self {
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration,
      .size, .list, .record:
      true
    case .range, .column, .table, .function, .recipe, .step, .selection, .across, .algorithm,
      .model, .evaluation, .endpoint, .plot, .pattern, .secret, .constant:
      false
    }
  }
}
