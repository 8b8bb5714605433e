import QuernSyntax

/// A tree as nested lists, without ranges: what the parser's tests expect.
enum TreeDump {
  static func dump(_ program: Program) -> String {
    program.statements.map(dump).joined(separator: "\n")
  }

  static func dump(_ statement: Statement) -> String {
    switch statement {
    case .letting(let let_): "(let \(dump(let_.pattern)) \(dump(let_.value)))"
    case .param(let param):
      "(param \(param.name.text) \(dump(param.type))"
        + (param.domain.map { " in " + dump($0) } ?? "")
        + (param.value.map { " = " + dump($0) } ?? "") + ")"
    case .function(let function):
      "(fn \(function.name.text) (\(function.formals.map(dump).joined(separator: " "))) "
        + dump(function.body) + ")"
    case .use(let use): "(use \(quoted(use.path)) \(use.name.text))"
    case .expression(let expression): dump(expression)
    }
  }

  static func dump(_ expression: Expression) -> String {
    switch expression.kind {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .float(let value): "\(value)f"
    case .string(let parts): parts.isEmpty ? "\"\"" : parts.map(dump).joined(separator: "+")
    case .date(let literal): dump(literal)
    case .duration(let literal): "(duration \(literal.months) \(literal.microseconds))"
    case .size(let bytes): "(size \(bytes))"
    case .column(let name): ".\(name)"
    case .name(let name): name
    case .list(let items): list("list", items)
    case .record(let fields):
      "(record" + fields.map { " \($0.name.text):\(dump($0.value))" }.joined() + ")"
    case .call(let call): dump(call)
    case .field(let value, let name): "(field \(dump(value)) \(name.text))"
    case .index(let value, let index): "(index \(dump(value)) \(dump(index)))"
    case .unary(let operation, let value): "(\(operation.rawValue) \(dump(value)))"
    case .binary(let operation, let left, let right):
      "(\(operation.spelling) \(dump(left)) \(dump(right)))"
    case .isNull(let value, let negated): "(\(negated ? "is-not-null" : "is-null") \(dump(value)))"
    case .pipe(let value, let call): "(|> \(dump(value)) \(dump(call)))"
    case .lambda(let names, let body):
      "(=> (\(names.map(\.text).joined(separator: " "))) \(dump(body)))"
    case .conditional(let condition, let yes, let no):
      "(if \(dump(condition)) \(dump(yes)) \(dump(no)))"
    case .loop(let pattern, let source, let condition, let body):
      "(for \(dump(pattern)) \(dump(source))"
        + (condition.map { " if " + dump($0) } ?? "") + " \(dump(body)))"
    case .cases(let arms, let otherwise):
      "(case" + arms.map { " \(dump($0.condition)) \(dump($0.value))" }.joined()
        + " else \(dump(otherwise)))"
    case .block(let statements, let result):
      "(do" + statements.map { " " + dump($0) }.joined() + " \(dump(result)))"
    case .error: "<error>"
    }
  }

  private static func dump(_ call: Call) -> String {
    let target =
      switch call.callee {
      case .name(let name): name.text
      case .path(let names): names.map(\.text).joined(separator: ".")
      case .expression(let expression): "[" + dump(expression) + "]"
      }
    return "(" + target + (call.hasParentheses ? "()" : "")
      + call.arguments.map { " " + dump($0) }.joined() + ")"
  }

  private static func dump(_ argument: Argument) -> String {
    switch argument.label {
    case .none: dump(argument.value)
    case .option(let name): "\(name.text):\(dump(argument.value))"
    case .definition(let name): "\(name.text)=\(dump(argument.value))"
    }
  }

  private static func dump(_ part: StringPart) -> String {
    switch part {
    case .text(let text): quoted(text)
    case .expression(let expression): "{" + dump(expression) + "}"
    }
  }

  private static func dump(_ pattern: Pattern) -> String {
    let names = pattern.names.map(\.text).joined(separator: " ")
    return pattern.isTuple ? "(\(names))" : names
  }

  private static func dump(_ type: TypeSyntax) -> String {
    type.name.text + (type.argument.map { "[" + dump($0) + "]" } ?? "")
      + (type.isOptional ? "?" : "")
  }

  private static func dump(_ formal: Formal) -> String {
    formal.name.text + (formal.type.map { ":" + dump($0) } ?? "")
      + (formal.value.map { "=" + dump($0) } ?? "")
  }

  private static func dump(_ literal: DateLiteral) -> String {
    var text = "@\(literal.year)/\(literal.month)/\(literal.day)"
    if let time = literal.time {
      text += "T\(time.hour):\(time.minute):\(time.second).\(time.microsecond)"
    }
    switch literal.zone {
    case .utc: text += "Z"
    case .offset(let minutes): text += "(\(minutes))"
    case .named(let name): text += "[\(name)]"
    case nil: break
    }
    return text
  }

  private static func list(_ head: String, _ items: [Expression]) -> String {
    "(\(head)" + items.map { " " + dump($0) }.joined() + ")"
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\n", with: "\\n") + "\""
  }
}
