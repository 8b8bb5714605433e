import QuernSyntax
import QuernText

/// The text of a parameter read as a literal of its type.
enum ParameterLiteral {
  /// The literal's source in the language; throws what does not fit.
  static func checked(
    _ text: String, for parameter: NotebookParameter
  ) throws(ParameterError) -> String {
    let expression = try literal(text, parameter)
    if let domain = parameter.domain, contains(domain, expression) == false {
      throw .outOfDomain(parameter, text: text, domain: Formatter.print(domain))
    }
    return Formatter.print(expression)
  }

  /// A literal as JSON in its type's form: dates in ISO form.
  static func json(_ source: String) -> JSON {
    guard case .expression(let expression)? = Parser.parse(SourceText(source)).0.statements.first
    else { return .null }
    return json(expression, source: source)
  }

  private static func json(_ expression: Expression, source: String) -> JSON {
    switch expression.kind {
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .int(number)
    case .float(let number): return .number(number)
    case .string: return .string(expression.literalText ?? "")
    case .unary(.negate, let inner):
      switch json(inner, source: source) {
      case .int(let number): return .int(-number)
      case .number(let number): return .number(-number)
      case let other: return other
      }
    case .list(let items): return .array(items.map { json($0, source: source) })
    case .record(let fields):
      return .object(JSONObject(fields.map { ($0.name.text, json($0.value, source: source)) }))
    case .date: return .string(String(Formatter.print(expression).dropFirst()))
    case .size(let bytes): return .int(bytes)
    default: return .null
    }
  }

  private static func literal(
    _ text: String, _ parameter: NotebookParameter
  ) throws(ParameterError) -> Expression {
    let nowhere = SourceRange(0, 0)
    if parameter.type.isOptional, text == "null" { return Expression(.null, nowhere) }
    let type = parameter.type.name.text
    // A text needs no quotes on the command line.
    if ["str", "secret", "category"].contains(type) { return .text(text, nowhere) }
    let temporal = ["date", "datetime", "instant"].contains(type)
    let source = temporal && !text.hasPrefix("@") ? "@" + text : text
    let (program, diagnostics) = Parser.parse(SourceText(source))
    guard !diagnostics.hasErrors, program.statements.count == 1,
      case .expression(let expression)? = program.statements.first
    else {
      throw .illTyped(parameter, text: text, reason: "is not \(article(type))")
    }
    guard fits(expression, parameter.type) else {
      throw .illTyped(parameter, text: text, reason: "is not \(article(parameter.typeText))")
    }
    return expression
  }

  private static func article(_ type: String) -> String {
    "\("aeiou".contains(type.prefix(1)) ? "an" : "a") \(type)"
  }

  private static func fits(_ expression: Expression, _ type: TypeSyntax) -> Bool {
    switch (expression.kind, type.name.text) {
    case (.null, _): type.isOptional
    case (.bool, "bool"), (.int, "int"), (.int, "float"), (.float, "float"), (.string, "str"),
      (.duration, "duration"), (.size, "size"):
      true
    case (.unary(.negate, let inner), let name):
      ["int", "float"].contains(name) && fits(inner, type)
    case (.date(let date), "date"): date.time == nil
    case (.date(let date), "datetime"): date.time != nil && date.zone == nil
    case (.date(let date), "instant"): date.zone != nil
    case (.list(let items), "list"):
      type.argument.map { argument in items.allSatisfy { fits($0, argument) } } ?? true
    case (.record, "struct"), (.record, "record"): true
    default: false
    }
  }

  /// Whether a literal domain holds a literal; nil where only the run can tell.
  private static func contains(_ domain: Expression, _ value: Expression) -> Bool? {
    switch domain.kind {
    case .list(let items):
      items.contains { Formatter.print($0) == Formatter.print(value) }
    case .binary(.range, let low, let high):
      if let low = number(low), let high = number(high), let value = number(value) {
        low <= value && value <= high
      } else {
        nil
      }
    default: nil
    }
  }

  private static func number(_ expression: Expression) -> Double? {
    switch expression.kind {
    case .int(let value): Double(value)
    case .float(let value): value
    case .unary(.negate, let inner): number(inner).map { -$0 }
    default: nil
    }
  }
}
