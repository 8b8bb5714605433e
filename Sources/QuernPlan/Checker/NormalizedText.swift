package import QuernSyntax

/// The one form of a cell's text that its cache key is made from: two cells that differ in blanks,
/// comments or line breaks alone have the same.
package enum NormalizedText {
  package static func of(_ program: Program) -> String {
    program.statements.map { of($0) }.joined(separator: "\n")
  }

  package static func of(_ statement: Statement) -> String {
    switch statement {
    case .letting(let statement):
      return "let \(pattern(statement.pattern)) = \(Formatter.print(statement.value))"
    case .param(let statement):
      var text = "param \(statement.name.text): \(type(statement.type))"
      if let domain = statement.domain { text += " in \(Formatter.print(domain))" }
      if let value = statement.value { text += " = \(Formatter.print(value))" }
      return text
    case .function(let statement): return of(statement)
    case .use(let statement): return "use \"\(statement.path)\" as \(statement.name.text)"
    case .expression(let expression): return Formatter.print(expression)
    }
  }

  /// The text of a function: what it is saved as.
  package static func of(_ statement: FunctionStatement) -> String {
    let formals = statement.formals.map { formal in
      var text = formal.name.text
      if let declared = formal.type { text += ": \(type(declared))" }
      if let value = formal.value { text += " = \(Formatter.print(value))" }
      return text
    }
    return "fn \(statement.name.text)(\(formals.joined(separator: ", "))) = "
      + Formatter.print(statement.body)
  }

  private static func pattern(_ pattern: Pattern) -> String {
    let names = pattern.names.map(\.text).joined(separator: ", ")
    return pattern.isTuple ? "(\(names))" : names
  }

  private static func type(_ type: TypeSyntax) -> String {
    var text = type.name.text
    if let argument = type.argument { text += "[\(self.type(argument))]" }
    return type.isOptional ? text + "?" : text
  }
}
