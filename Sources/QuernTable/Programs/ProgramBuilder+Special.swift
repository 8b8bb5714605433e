import QuernSystem
import QuernText

extension ProgramBuilder {
  /// Functions with rules of their own; nil for any other.
  mutating func special(
    _ function: ScalarFunction, _ values: [Value], _ type: DataType, _ arguments: [ColumnExpression]
  ) throws(TableError) -> Value? {
    switch function {
    case .compose(let target):
      var parts: [Int] = []
      for value in values { parts.append(coerce(value, to: .int).register) }
      return emit(.compose(target, parts), type, .int)
    case .truncate(let span):
      return emit(.truncate(values[0].type, span), type, .int, values[0])
    case .atZone(let rule):
      return emit(
        .atZone(values[0].type, rule, try ProgramBuilder.zone(rule.zone)), type, .int, values[0])
    case .parse(let rule): return try parse(rule, values[0])
    case .pad(let side):
      return emit(
        .pad(side), .string, .text, values[0], coerce(values[1], to: .int),
        coerce(values[2], to: .string))
    case .pattern(let use, let text):
      return emit(
        .match(use, try TextPattern.accepted(text)), type, type.lane ?? .text, values[0])
    case .split(let rule):
      let separator: TextSeparator =
        rule.isPattern
        ? .pattern(try TextPattern.accepted(rule.separator), limit: rule.limit)
        : .text(Array(rule.separator.utf8), limit: rule.limit)
      return emit(.split(separator), type, .nested, values[0])
    case .joinText, .element, .field, .map, .fold:
      return try listCall(function, values, type, arguments)
    default: return nil
    }
  }

  private mutating func listCall(
    _ function: ScalarFunction, _ values: [Value], _ type: DataType, _ arguments: [ColumnExpression]
  ) throws(TableError) -> Value? {
    switch function {
    case .joinText:
      return emit(.joinText, .string, .text, values[0], coerce(values[1], to: .string))
    case .element:
      if type == .null { return constant(.null, .null, .int) }
      return emit(
        .element(type), type, type.lane ?? .int, values[0], coerce(values[1], to: .int))
    case .field(let name):
      guard case .structure(let fields) = values[0].type,
        let place = fields.firstIndex(where: { NameKey($0.name) == NameKey(name) }),
        let lane = type.lane
      else { return constant(.null, .null, .int) }
      return emit(.nestedField(place), type, lane, values[0])
    case .map(let body):
      guard case .list(let element) = values[0].type else { return nil }
      let scope = ScalarFunction.elementSchema(element: element, total: nil)
      return emit(.map(try Program.bind(body, scope)), type, .nested, values[0])
    case .fold(let body):
      guard case .list(let element) = values[1].type else { return coerce(values[0], to: type) }
      guard let lane = type.lane, lane != .nested else { throw unsupported("fold", type) }
      let scope = ScalarFunction.elementSchema(element: element, total: type)
      // The total has one type throughout.
      let isWide = try body.type(in: scope) != type
      let whole = isWide ? ColumnExpression.function(.cast(type), [body]) : body
      return emit(
        .fold(try Program.bind(whole, scope)), type, lane, coerce(values[0], to: type), values[1])
    default: return nil
    }
  }

  private mutating func parse(_ rule: ParseRule, _ value: Value) throws(TableError) -> Value {
    var formats: [TimeFormat] = []
    for text in rule.formats {
      guard let format = TimeFormat(text) else {
        throw .invalidArgument(
          word: "parse", message: "\(Scalar.quoted(text)) is no format of a date or time",
          hint: "\(TimeFormat.summary)")
      }
      guard format.gives(rule.type) else {
        throw .invalidArgument(
          word: "parse",
          message: "\(Scalar.quoted(text)) does not tell all of a \(rule.type.name)",
          hint: "\(TimeFormat.summary)")
      }
      formats.append(format)
    }
    let lane = rule.type.lane ?? .int
    return emit(.parse(rule, formats), rule.type, lane, value)
  }

  private static func zone(_ name: String) throws(TableError) -> TimeZoneTable {
    do throws(TimeZoneError) {
      return try TimeZoneTable.load(name)
    } catch {
      let nearest = EditDistance.nearest(name, in: TimeZoneTable.names(), limit: 1).first
      throw .invalidArgument(
        word: "at_zone", message: error.message, hint: nearest.map { "did you mean \"\($0)\"?" })
    }
  }
}
