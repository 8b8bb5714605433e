/// One statement of a cell.
package enum Statement: Hashable, Sendable {
  case letting(LetStatement)
  case param(ParamStatement)
  case function(FunctionStatement)
  case use(UseStatement)
  case expression(Expression)

  package var range: SourceRange {
    switch self {
    case .letting(let statement): statement.range
    case .param(let statement): statement.range
    case .function(let statement): statement.range
    case .use(let statement): statement.range
    case .expression(let expression): expression.range
    }
  }
}

/// `let x = e` or `let (a, b) = e`.
package struct LetStatement: Hashable, Sendable {
  package var pattern: Pattern
  package var value: Expression
  package var range: SourceRange

  package init(pattern: Pattern, value: Expression, range: SourceRange) {
    self.pattern = pattern
    self.value = value
    self.range = range
  }
}

/// The names that a `let` or a `for` binds: one, or several that take a list apart.
package struct Pattern: Hashable, Sendable {
  package var names: [Name]
  /// Written in parentheses: `(a, b)`, and `(a)` too, which takes a list of one apart.
  package var isTuple: Bool
  package var range: SourceRange

  package init(names: [Name], isTuple: Bool, range: SourceRange) {
    self.names = names
    self.isTuple = isTuple
    self.range = range
  }
}

/// `param region: str in ["eu", "us"] = "eu"`.
package struct ParamStatement: Hashable, Sendable {
  package var name: Name
  package var type: TypeSyntax
  /// The values allowed: a list or a range.
  package var domain: Expression?
  /// Absent where the parameter must be given.
  package var value: Expression?
  package var range: SourceRange

  package init(
    name: Name, type: TypeSyntax, domain: Expression?, value: Expression?, range: SourceRange
  ) {
    self.name = name
    self.type = type
    self.domain = domain
    self.value = value
    self.range = range
  }
}

/// A type as written: `int`, `list[str]`, `date?`.
package struct TypeSyntax: Hashable, Sendable {
  package var name: Name
  /// None or one: an array, since a struct cannot hold itself.
  private var arguments: [TypeSyntax]
  package var isOptional: Bool
  package var range: SourceRange

  package init(name: Name, argument: TypeSyntax?, isOptional: Bool, range: SourceRange) {
    self.name = name
    arguments = argument.map { [$0] } ?? []
    self.isOptional = isOptional
    self.range = range
  }

  /// What stands in the brackets.
  package var argument: TypeSyntax? { arguments.first }
}

/// `fn f(a: int, b = 2) = e`, or with a block as its body.
package struct FunctionStatement: Hashable, Sendable {
  package var name: Name
  package var formals: [Formal]
  package var body: Expression
  package var range: SourceRange

  package init(name: Name, formals: [Formal], body: Expression, range: SourceRange) {
    self.name = name
    self.formals = formals
    self.body = body
    self.range = range
  }
}

/// One formal parameter of a function.
package struct Formal: Hashable, Sendable {
  package var name: Name
  package var type: TypeSyntax?
  package var value: Expression?

  package init(name: Name, type: TypeSyntax?, value: Expression?) {
    self.name = name
    self.type = type
    self.value = value
  }
}

/// `use "features.qn" as features`.
package struct UseStatement: Hashable, Sendable {
  package var path: String
  package var pathRange: SourceRange
  package var name: Name
  package var range: SourceRange

  package init(path: String, pathRange: SourceRange, name: Name, range: SourceRange) {
    self.path = path
    self.pathRange = pathRange
    self.name = name
    self.range = range
  }
}
