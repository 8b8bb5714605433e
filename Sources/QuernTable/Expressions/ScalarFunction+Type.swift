extension ScalarFunction {
  /// The type of the result for arguments of these types.
  func resultType(
    _ types: [DataType], _ arguments: [ColumnExpression]
  ) throws(TableError) -> DataType {
    try checkCount(types.count)
    func need(_ index: Int, _ wanted: String, _ holds: (DataType) -> Bool) throws(TableError) {
      guard types[index] == .null || holds(types[index]) else {
        throw .typeMismatch(
          what: name, wanted: wanted, found: types[index], column: arguments[index].columnName)
      }
    }
    if let type = try textOrListType(types, arguments) { return type }
    switch self {
    case .abs:
      try need(0, "a number") { $0.isNumeric || $0 == .duration }
      return types[0]
    case .round:
      try need(0, "a number") { $0.isNumeric }
      if types.count > 1 { try need(1, "int places") { $0 == .int } }
      return types[0]
    case .floor, .ceil:
      try need(0, "a number") { $0.isNumeric }
      return types[0]
    case .sqrt, .exp, .log, .normal:
      try need(0, "a number") { $0.isNumeric }
      return .float
    case .clip:
      return try clipType(types, arguments)
    case .cast(let target):
      return try castType(types[0], to: target, arguments[0].columnName)
    case .lower, .upper, .trim:
      try need(0, "text") { $0.isText }
      return .string
    case .replace:
      for index in 0..<3 { try need(index, "text") { $0.isText } }
      return .string
    case .startsWith, .endsWith, .contains:
      for index in 0..<2 { try need(index, "text") { $0.isText } }
      return .bool
    case .length:
      try need(0, "text or a list", ScalarFunction.hasLength)
      return .int
    case .slice:
      try need(0, "text") { $0.isText }
      for index in 1..<types.count { try need(index, "int places") { $0 == .int } }
      return .string
    case .concat: return .string
    case .attempt: return try attemptType(types)
    case .year, .month, .day, .weekday, .quarter, .week, .hour, .minute, .second, .date, .time:
      return try calendarType(types[0], arguments[0].columnName)
    case .field(let member):
      return try fieldType(member, types[0], arguments[0])
    case .levels, .cut:
      return try categoryType(types[0], arguments[0].columnName)
    case .descending:
      throw .descendingWithoutOrder
    case .compose, .truncate, .atZone, .parse, .pad, .pattern, .split, .joinText, .element, .map,
      .fold:
      preconditionFailure("\(name) has its type from elsewhere.")
    }
  }

  private func attemptType(_ types: [DataType]) throws(TableError) -> DataType {
    if let type = DataType.common(types[0], types[1]) { return type }
    throw .typeMismatch(
      what: "`default:` of `try`", wanted: "\(types[0].name), as its expression gives",
      found: types[1], column: nil)
  }

  private func calendarType(_ type: DataType, _ column: String?) throws(TableError) -> DataType {
    let wanted: (text: String, types: [DataType])
    let result: DataType
    switch self {
    case .hour, .minute, .second:
      (wanted, result) = (("a time or datetime", [.time, .datetime, .instant]), .int)
    case .date: (wanted, result) = (("a datetime", [.datetime, .date]), .date)
    case .time: (wanted, result) = (("a datetime", [.datetime, .time]), .time)
    default: (wanted, result) = (("a date or datetime", [.date, .datetime, .instant]), .int)
    }
    guard type == .null || wanted.types.contains(type) else {
      throw .typeMismatch(what: name, wanted: wanted.text, found: type, column: column)
    }
    return result
  }

  private func categoryType(_ type: DataType, _ column: String?) throws(TableError) -> DataType {
    let (wanted, result): (String, DataType)
    var holds = type == .null
    switch self {
    case .levels(let levels, let other):
      let added = (other.map { [$0] } ?? []).filter { !levels.contains($0) }
      (wanted, result) = ("text", .category(levels: levels + added))
      holds = holds || type.isText
    case .cut(let spec):
      let breaks = Scalar.commonType(spec.breaks) ?? .float
      (wanted, result) = ("values of the breaks' type, \(breaks.name)", spec.type)
      holds = holds || type == breaks || type.isNumeric && breaks.isNumeric
    default: return type
    }
    guard holds else {
      throw .typeMismatch(what: name, wanted: wanted, found: type, column: column)
    }
    return result
  }

  private func fieldType(
    _ member: String, _ type: DataType, _ argument: ColumnExpression
  ) throws(TableError) -> DataType {
    if type == .null { return .null }
    guard case .structure(let fields) = type else {
      throw .typeMismatch(
        what: "the field .\(ColumnExpression.quoted(member))", wanted: "a struct", found: type,
        column: argument.columnName)
    }
    guard let field = fields.first(where: { NameKey($0.name) == NameKey(member) }) else {
      throw .unknownField(name: member, of: argument.text, fields: fields)
    }
    return field.type
  }

  private static func hasLength(_ type: DataType) -> Bool {
    if case .list = type { return true }
    return type.isText
  }

  private func checkCount(_ count: Int) throws(TableError) {
    guard argumentCount.contains(count) else {
      let wanted =
        argumentCount.lowerBound == argumentCount.upperBound
        ? "\(argumentCount.lowerBound)"
        : "\(argumentCount.lowerBound) to \(argumentCount.upperBound)"
      throw .invalidArgument(
        word: name, message: "takes \(wanted) arguments, not \(count)", hint: nil)
    }
  }

  private func castType(
    _ type: DataType, to target: DataType, _ column: String?
  ) throws(TableError) -> DataType {
    guard ScalarFunction.canCast(type, to: target) else {
      throw .typeMismatch(
        what: "cast to \(target.name)", wanted: "a type it can read", found: type, column: column)
    }
    return target
  }

  private func clipType(
    _ types: [DataType], _ arguments: [ColumnExpression]
  ) throws(TableError) -> DataType {
    var common = DataType.null
    for (index, type) in types.enumerated() {
      guard type.isOrdered && !type.isText && type != .bool,
        let next = DataType.common(common, type)
      else {
        throw .typeMismatch(
          what: "clip", wanted: index == 0 ? "a number" : "ends of the value's type", found: type,
          column: arguments[index].columnName)
      }
      common = next
    }
    return common
  }

  /// Whether a value of `source` can ever be read as `target`.
  static func canCast(_ source: DataType, to target: DataType) -> Bool {
    if source == target || source == .null { return true }
    switch target {
    case .null, .list, .structure: return false
    case .string, .category:
      switch source {
      case .list, .structure: return false
      case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration,
        .size, .category:
        return true
      }
    case .bool: return source == .int || source == .float || source.isText
    case .int: return source == .float || source == .bool || source.isText || source == .size
    case .float: return source == .int || source == .bool || source.isText || source == .size
    case .size: return source == .int
    case .date: return source == .datetime || source.isText
    case .datetime: return source == .date || source.isText
    case .time: return source == .datetime || source.isText
    case .instant: return source.isText
    case .duration: return false
    }
  }
}

extension TableError {
  /// `desc` where nothing is ordered.
  fileprivate static let descendingWithoutOrder = TableError.invalidArgument(
    word: "desc", message: "it turns an order round, and nothing is ordered here",
    hint: "it stands in sort(t, desc(.x)), rank(desc(.x)) and over: desc(.x)")
}
