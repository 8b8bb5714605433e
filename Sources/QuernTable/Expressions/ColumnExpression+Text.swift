import QuernText

extension ColumnExpression {
  /// The expression as the language writes it, with no more parentheses than needed.
  package var text: String { text(within: 0) }

  /// How tightly the outermost operator binds; larger binds tighter.
  private var strength: Int {
    switch self {
    case .column, .function, .aggregate, .window: 10
    case .literal(let value): value.isNegativeNumber ? 8 : 10
    case .conditional: 0
    case .unary(.not, _): 3
    case .unary(.negate, _): 8
    case .isNull, .member, .between: 4
    case .binary(let operation, _, _): operation.strength
    }
  }

  private func text(within outer: Int) -> String {
    let plain = unparenthesised
    return strength < outer ? "(\(plain))" : plain
  }

  private var unparenthesised: String {
    switch self {
    case .column(let name): return "." + ColumnExpression.quoted(name)
    case .literal(let value): return value.literalText
    case .unary(.negate, let a): return "-" + a.text(within: 9)
    case .unary(.not, let a): return "not " + a.text(within: 3)
    case .binary(let operation, let a, let b):
      // Comparisons do not chain; power groups to the right, all else to the left.
      let own = operation.strength
      let left = operation.isComparison || operation == .power ? own + 1 : own
      let right = operation == .power ? 8 : own + 1
      return "\(a.text(within: left)) \(operation.symbol) \(b.text(within: right))"
    case .isNull(let a, let negated):
      return a.text(within: 5) + (negated ? " is not null" : " is null")
    case .member(let a, let values, let negated):
      let list = values.map(\.literalText).joined(separator: ", ")
      return a.text(within: 5) + (negated ? " not in [" : " in [") + list + "]"
    case .between(let a, let low, let high):
      let (from, to) = (low.text(within: 7), high.text(within: 7))
      // A column after two dots would read as three.
      let dots = to.hasPrefix(".") ? " .. " : ".."
      return "\(a.text(within: 5)) in \(from)\(dots)\(to)"
    case .conditional(let condition, let yes, let no):
      return
        "if \(condition.text(within: 1)) then \(yes.text(within: 1)) else \(no.text(within: 0))"
    case .function(.cast(let type), let arguments):
      return "cast(\(arguments.map(\.text).joined(separator: ", ")), \(type.name))"
    case .function(.field(let name), let arguments):
      return (arguments.first?.text(within: 10) ?? "") + "." + ColumnExpression.quoted(name)
    case .function(.levels(let levels, let other), let arguments):
      let list = levels.map { Scalar.quoted($0) }.joined(separator: ", ")
      let rest = other.map { ", other: \(Scalar.quoted($0))" } ?? ""
      return "levels(\(arguments.first?.text ?? ""), [\(list)]\(rest))"
    case .function(.cut(let spec), let arguments):
      return "cut(\(arguments.first?.text ?? ""), \(spec.text))"
    case .function(.concat, let arguments):
      return "\"" + arguments.map(\.interpolated).joined() + "\""
    case .function(let function, let arguments):
      return function.text(arguments.map(\.text))
    case .aggregate(.quantile(let share), let argument):
      return "quantile(\(argument?.text ?? ""), \(Numbers.shortest(share)))"
    case .aggregate(let aggregate, let argument):
      return "\(aggregate.name)(\(argument?.text ?? ""))"
    case .window(let window, let parts):
      return window.text(parts.map(\.text))
    }
  }

  /// As a part of a text with braces.
  private var interpolated: String {
    guard case .literal(.string(let piece)) = self else { return "{\(text)}" }
    return String(Scalar.quoted(piece).dropFirst().dropLast())
  }

  /// A column's name as it stands after the dot: in backticks where it is no plain name.
  package static func quoted(_ name: String) -> String {
    guard let first = name.utf8.first else { return "``" }
    func isNameByte(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: "_")
        || (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
        || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte >= 0x80
    }
    let startsWithDigit = first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")
    return !startsWithDigit && name.utf8.allSatisfy(isNameByte) ? name : "`\(name)`"
  }
}

extension ColumnExpression.BinaryOperation {
  var strength: Int {
    switch self {
    case .or: 1
    case .and: 2
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: 4
    case .coalesce: 5
    case .add, .subtract: 6
    case .multiply, .divide, .floorDivide, .modulo: 7
    case .power: 9
    }
  }
}
