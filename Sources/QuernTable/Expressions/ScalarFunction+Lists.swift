import QuernText

/// Types of functions of dates with rules, of texts by pattern, and of lists and structs.
extension ScalarFunction {
  /// The type of the result; nil for a function that is none of these.
  func textOrListType(
    _ types: [DataType], _ arguments: [ColumnExpression]
  ) throws(TableError) -> DataType? {
    func mismatch(_ index: Int, _ wanted: String) -> TableError {
      .typeMismatch(
        what: name, wanted: wanted, found: types[index], column: arguments[index].columnName)
    }
    func need(_ index: Int, _ wanted: String, _ holds: (DataType) -> Bool) throws(TableError) {
      guard types[index] == .null || holds(types[index]) else { throw mismatch(index, wanted) }
    }
    switch self {
    case .compose(let type):
      for index in types.indices { try need(index, "whole numbers") { $0 == .int } }
      return type
    case .truncate(let span):
      try need(0, "a date, datetime or instant") { $0.isMoment }
      try ScalarFunction.checkTruncation(types[0], span)
      return types[0]
    case .atZone:
      try need(0, "a datetime or an instant") { $0 == .datetime || $0 == .instant }
      return types[0] == .instant ? .datetime : .instant
    case .parse(let rule):
      try need(0, "text") { $0.isText }
      return rule.type
    case .pad:
      try need(0, "text") { $0.isText }
      try need(1, "an int width") { $0 == .int }
      try need(2, "text to fill with") { $0.isText }
      return .string
    case .pattern(let use, _):
      try need(0, "text") { $0.isText }
      return use.givesText ? .string : .bool
    case .split:
      try need(0, "text") { $0.isText }
      return .list(.string)
    case .contains, .joinText, .element, .map, .fold:
      return try listType(types, arguments)
    default: return nil
    }
  }

  private func listType(
    _ types: [DataType], _ arguments: [ColumnExpression]
  ) throws(TableError) -> DataType? {
    func mismatch(_ index: Int, _ wanted: String) -> TableError {
      .typeMismatch(
        what: name, wanted: wanted, found: types[index], column: arguments[index].columnName)
    }
    func need(_ index: Int, _ wanted: String, _ holds: (DataType) -> Bool) throws(TableError) {
      guard types[index] == .null || holds(types[index]) else { throw mismatch(index, wanted) }
    }
    switch self {
    case .contains:
      guard case .list(let element) = types[0] else { return nil }
      guard ExpressionTypes.areComparable(element, types[1]) else {
        throw mismatch(1, "a \(element.name), as the list's elements are")
      }
      return .bool
    case .joinText:
      try need(1, "a text between the elements") { $0.isText }
      guard types[0] != .null else { return .string }
      guard case .list(let element) = types[0], element.lane != nil || element == .null else {
        throw mismatch(0, "a list of plain values")
      }
      return .string
    case .element:
      try need(1, "a whole number, the place from 0") { $0 == .int }
      if types[0] == .null { return .null }
      guard case .list(let element) = types[0] else { throw mismatch(0, "a list") }
      return element
    case .map(let body):
      if types[0] == .null { return .null }
      guard case .list(let element) = types[0] else { throw mismatch(0, "a list") }
      return .list(try ScalarFunction.bodyType("map", body, element: element, total: nil))
    case .fold(let body):
      if types[1] == .null { return types[0] }
      guard case .list(let element) = types[1] else { throw mismatch(1, "a list") }
      return try ScalarFunction.foldType(body, element: element, from: types[0])
    default: return nil
    }
  }

  private static func checkTruncation(_ type: DataType, _ span: TimeSpan) throws(TableError) {
    let (months, rest) = (span.months, span.microseconds)
    guard months >= 0, rest >= 0, (months == 0) != (rest == 0) else {
      throw .invalidArgument(
        word: "truncate", message: "the span is one unit, or several of it, not \(span)",
        hint: "truncate(.t, 1d), 15min, 1w, 1mo, 1y")
    }
    guard type == .date, rest % CalendarUnits.dayMicroseconds != 0 else { return }
    throw .invalidArgument(
      word: "truncate", message: "a date has no part smaller than a day, and \(span) is smaller",
      hint: "truncate(.t, 1d), 1w, 1mo, 1y")
  }

  /// The type of the function of `map` or `fold` for elements, and totals so far, of these types.
  static func bodyType(
    _ word: String, _ body: ColumnExpression, element: DataType, total: DataType?
  ) throws(TableError) -> DataType {
    if body.hasAggregate {
      throw .invalidArgument(
        word: word, message: "its function sees one element at a time, without aggregates",
        hint: nil)
    }
    let scope = elementSchema(element: element, total: total)
    if let other = body.columns.sorted().first(where: { scope[$0] == nil }) {
      let name = ColumnExpression.quoted(other)
      throw .invalidArgument(
        word: word, message: "its function sees the elements alone, not the column .\(name)",
        hint: "explode(…) makes a row of each element, beside the other columns")
    }
    return try body.type(in: scope)
  }

  static func elementSchema(element: DataType, total: DataType?) -> Schema {
    var fields = [Field(name: ElementScope.element, type: element)]
    if let total { fields.append(Field(name: ElementScope.total, type: total)) }
    return Schema(fields: fields)
  }

  private static func foldType(
    _ body: ColumnExpression, element: DataType, from first: DataType
  ) throws(TableError) -> DataType {
    var total = first
    // A total may widen once, from int to float; then it stays what it is.
    for _ in 0..<2 {
      let next = try bodyType("fold", body, element: element, total: total)
      guard let common = DataType.common(total, next) else {
        throw .invalidArgument(
          word: "fold",
          message: "it begins with \(total.name), and its function gives \(next.name)", hint: nil)
      }
      if common == total { return total }
      total = common
    }
    return total
  }
}
