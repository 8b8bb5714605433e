extension ColumnExpression {
  /// The type of the expression's values over a table of `schema`.
  package func type(in schema: Schema) throws(TableError) -> DataType {
    guard depth <= Limits.expressionDepthMax else {
      throw .invalidArgument(
        word: "expression", message: "more than \(Limits.expressionDepthMax) levels deep",
        hint: "derive its parts as columns first")
    }
    return try checkedType(schema)
  }

  private func checkedType(_ schema: Schema) throws(TableError) -> DataType {
    switch self {
    case .column(let name):
      guard let field = schema[name] else { throw .unknownColumn(name: name, schema: schema) }
      return field.type
    case .literal(let value):
      return value.type
    case .unary(let operation, let a):
      return try unaryType(operation, a, schema)
    case .binary(let operation, let a, let b):
      return try ExpressionTypes.binary(
        operation, try a.checkedType(schema), try b.checkedType(schema), a, b)
    case .isNull(let a, _):
      _ = try a.checkedType(schema)
      return .bool
    case .member(let a, let values, let negated):
      let type = try a.checkedType(schema)
      for value in values {
        try ExpressionTypes.comparable(negated ? "not in" : "in", type, value.type, a, nil)
      }
      return .bool
    case .between(let a, let low, let high):
      let type = try a.checkedType(schema)
      for end in [low, high] {
        try ExpressionTypes.comparable("in", type, try end.checkedType(schema), a, end)
      }
      return .bool
    case .conditional(let condition, let yes, let no):
      try condition.require(.bool, "the condition of `if`", schema)
      let (x, y) = (try yes.checkedType(schema), try no.checkedType(schema))
      guard let type = DataType.common(x, y) else {
        throw .operandTypes(
          symbol: "else", left: x, right: y, columns: ExpressionTypes.columns(yes, x, no, y))
      }
      return type
    case .function(let function, let arguments):
      var types: [DataType] = []
      for argument in arguments { types.append(try argument.checkedType(schema)) }
      return try function.resultType(types, arguments)
    case .aggregate(let aggregate, let argument):
      return try aggregateType(aggregate, argument, schema)
    case .window(let window, let parts):
      var types: [DataType] = []
      for part in parts { types.append(try part.checkedType(schema)) }
      return try window.resultType(parts, types)
    }
  }

  private func unaryType(
    _ operation: UnaryOperation, _ a: ColumnExpression, _ schema: Schema
  ) throws(TableError) -> DataType {
    let type = try a.checkedType(schema)
    switch (operation, type) {
    case (.not, .bool), (.not, .null): return .bool
    case (.negate, .int), (.negate, .float), (.negate, .duration), (.negate, .null): return type
    case (.not, _):
      throw .typeMismatch(what: "`not`", wanted: "bool", found: type, column: a.columnName)
    case (.negate, _):
      throw .typeMismatch(what: "`-`", wanted: "a number", found: type, column: a.columnName)
    }
  }

  private func aggregateType(
    _ aggregate: Aggregate, _ argument: ColumnExpression?, _ schema: Schema
  ) throws(TableError) -> DataType {
    if case .quantile(let share) = aggregate, !(share >= 0 && share <= 1) {
      throw .invalidArgument(
        word: "quantile", message: "the share must be between 0 and 1", hint: nil)
    }
    guard let argument else {
      if let type = aggregate.resultType(nil) { return type }
      throw .invalidArgument(
        word: aggregate.name, message: "what to aggregate is missing",
        hint: "\(aggregate.name)(.column)")
    }
    let type = try argument.checkedType(schema)
    guard let result = aggregate.resultType(type) else {
      let wanted = aggregate == .min || aggregate == .max ? "values with an order" : "numbers"
      throw .typeMismatch(
        what: aggregate.name, wanted: wanted, found: type, column: argument.columnName)
    }
    return result
  }

  /// Checks that the expression has type `wanted`, or is null.
  func require(_ wanted: DataType, _ what: String, _ schema: Schema) throws(TableError) {
    let type = try self.checkedType(schema)
    guard type == wanted || type == .null else {
      throw .typeMismatch(what: what, wanted: wanted.name, found: type, column: columnName)
    }
  }

  /// The column, where the expression is nothing else.
  var columnName: String? {
    if case .column(let name) = self { return name }
    return nil
  }
}

/// The rules that operators share.
enum ExpressionTypes {
  static func binary(
    _ operation: ColumnExpression.BinaryOperation, _ left: DataType, _ right: DataType,
    _ a: ColumnExpression, _ b: ColumnExpression
  ) throws(TableError) -> DataType {
    switch operation {
    case .and, .or:
      for (type, part) in [(left, a), (right, b)] where type != .bool && type != .null {
        throw .typeMismatch(
          what: "`\(operation.symbol)`", wanted: "bool", found: type, column: part.columnName)
      }
      return .bool
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual:
      try comparable(operation.symbol, left, right, a, b)
      if operation != .equal && operation != .notEqual && !(left.isOrdered && right.isOrdered) {
        throw .operandTypes(
          symbol: operation.symbol, left: left, right: right, columns: columns(a, left, b, right))
      }
      return .bool
    case .coalesce:
      if let type = DataType.common(left, right) { return type }
    case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power:
      if let type = arithmetic(operation, left, right, b) { return type }
    }
    throw .operandTypes(
      symbol: operation.symbol, left: left, right: right, columns: columns(a, left, b, right))
  }

  /// The result of arithmetic; nil where the operands do not go together.
  static func arithmetic(
    _ operation: ColumnExpression.BinaryOperation, _ left: DataType, _ right: DataType,
    _ b: ColumnExpression
  ) -> DataType? {
    if left == .null || right == .null {
      let other = left == .null ? right : left
      if other == .null { return .null }
      return operation == .divide && other == .int ? .float : other
    }
    if left.isNumeric && right.isNumeric {
      switch operation {
      case .divide: return .float
      case .power:
        if left == .int, right == .int, case .literal(.int(let exponent)) = b, exponent >= 0 {
          return .int
        }
        return .float
      case .add, .subtract, .multiply, .floorDivide, .modulo:
        return left == .int && right == .int ? .int : .float
      case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .and, .or, .coalesce:
        return nil
      }
    }
    return calendarArithmetic(operation, left, right, b)
  }

  private static func calendarArithmetic(
    _ operation: ColumnExpression.BinaryOperation, _ left: DataType, _ right: DataType,
    _ b: ColumnExpression
  ) -> DataType? {
    switch (operation, left, right) {
    case (.add, _, _) where left.isText && right.isText: return .string
    case (.add, .date, .duration), (.subtract, .date, .duration):
      return spansDays(b) ? .date : .datetime
    case (.add, .datetime, .duration), (.subtract, .datetime, .duration): return .datetime
    case (.add, .instant, .duration), (.subtract, .instant, .duration): return .instant
    case (.add, .time, .duration), (.subtract, .time, .duration): return .time
    case (.subtract, .date, .date), (.subtract, .datetime, .datetime),
      (.subtract, .instant, .instant), (.subtract, .time, .time):
      return .duration
    case (.add, .duration, .duration), (.subtract, .duration, .duration): return .duration
    case (.multiply, .duration, .int), (.multiply, .int, .duration): return .duration
    case (.divide, .duration, .duration), (.divide, .size, .size): return .float
    case (.add, .size, .size), (.subtract, .size, .size): return .size
    case (.multiply, .size, .int), (.multiply, .int, .size): return .size
    default: return nil
    }
  }

  /// Whether the expression is a literal span of whole days, which keeps a date a date.
  static func spansDays(_ expression: ColumnExpression) -> Bool {
    guard case .literal(.duration(_, let microseconds)) = expression else { return false }
    return microseconds % 86_400_000_000 == 0
  }

  /// Whether values of both types can be compared.
  static func areComparable(_ left: DataType, _ right: DataType) -> Bool {
    if case .list = left { return false }
    if case .structure = left { return false }
    return DataType.common(left, right) != nil
  }

  static func comparable(
    _ symbol: String, _ left: DataType, _ right: DataType, _ a: ColumnExpression,
    _ b: ColumnExpression?
  ) throws(TableError) {
    if !areComparable(left, right) {
      throw .operandTypes(
        symbol: symbol, left: left, right: right, columns: columns(a, left, b, right))
    }
  }

  /// The columns of an operation, one of text first: it is what a cast is offered for.
  static func columns(
    _ a: ColumnExpression, _ left: DataType, _ b: ColumnExpression?, _ right: DataType
  ) -> [Field] {
    let fields = [(a.columnName, left), (b?.columnName, right)].compactMap { name, type in
      name.map { Field(name: $0, type: type) }
    }
    return fields.filter(\.type.isText) + fields.filter { !$0.type.isText }
  }
}
