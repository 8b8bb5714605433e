package import QuernSyntax
package import QuernValue

/// Types as they are written: in `param`, and in the formals of `fn`.
package enum ParamTypes {
  /// Scalars, and what only a parameter of a function can be.
  package static let names: [String] = [
    "bool", "int", "float", "str", "date", "time", "datetime", "instant", "duration", "size",
    "category", "list", "record", "table", "model", "function", "secret", "any",
  ]

  /// Nil where the name is no type.
  package static func type(of syntax: TypeSyntax) -> StaticType? {
    if let argument = syntax.argument {
      guard syntax.name.text == "list" else { return nil }
      return type(of: argument).map { .list($0) }
    }
    switch syntax.name.text {
    case "any": return .unknown
    case "list": return .list(.unknown)
    case "category": return .string
    case "table": return .table(nil)
    case "model": return .model(nil)
    case "function": return .function(nil)
    case "record", "struct": return .plain(.record)
    default:
      guard names.contains(syntax.name.text) else { return nil }
      return ValueType(rawValue: syntax.name.text).map { .plain($0) }
    }
  }

  /// Whether a value of type `given` may stand where `declared` is written.
  package static func accepts(
    _ declared: StaticType, _ given: StaticType, isOptional: Bool
  ) -> Bool {
    switch (declared, given) {
    case (.unknown, _), (_, .unknown): return true
    case (_, .plain(.null)): return isOptional
    case (.plain(.float), .plain(.int)): return true
    // A secret is given as text, and is secret from then on.
    case (.plain(.secret), .plain(.string)): return true
    case (.plain(.record), .record): return true
    case (.list(let a), .list(let b)): return accepts(a, b, isOptional: true)
    case (.list(let a), .tuple(let types)):
      return types.allSatisfy { accepts(a, $0, isOptional: true) }
    default: return declared.valueType == given.valueType
    }
  }

  /// Whether a value is of the declared type; `convert` makes an int a float where one is declared.
  package static func accepts(_ declared: StaticType, _ value: Value, isOptional: Bool) -> Bool {
    accepts(declared, StaticType(of: value), isOptional: isOptional)
  }

  /// The value as the declared type has it: the implicit conversion int → float, and `secret`.
  package static func convert(_ value: Value, to declared: StaticType) -> Value {
    switch (declared, value) {
    case (.plain(.float), .int(let int)): .float(Double(int))
    case (.plain(.secret), .string(let text)): .secret(text)
    case (.list(let element), .list(let values)):
      .list(values.map { convert($0, to: element) })
    default: value
    }
  }
}
