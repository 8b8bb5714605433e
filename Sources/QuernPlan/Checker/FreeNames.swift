package import QuernSyntax

/// The names that a piece of the language uses and does not define itself, in order of first use.
package enum FreeNames {
  package static func of(_ expression: Expression) -> [String] {
    var walk = Walk()
    walk.visit(expression)
    return walk.found
  }

  /// Its own name is not free in a function.
  package static func of(_ statement: FunctionStatement) -> [String] {
    var walk = Walk()
    walk.visit(function: statement)
    return walk.found
  }

  package static func of(lambda formals: [Name], _ body: Expression) -> [String] {
    var walk = Walk()
    walk.bound(formals.map(\.text)) { $0.visit(body) }
    return walk.found
  }

  private struct Walk {
    var found: [String] = []
    private var scopes: [Set<String>] = []

    mutating func bound(_ names: [String], _ body: (inout Walk) -> Void) {
      scopes.append(Set(names))
      body(&self)
      scopes.removeLast()
    }

    mutating func use(_ name: String) {
      if scopes.contains(where: { $0.contains(name) }) || found.contains(name) { return }
      found.append(name)
    }

    mutating func visit(function statement: FunctionStatement) {
      scopes.append([])
      for formal in statement.formals {
        formal.value.map { visit($0) }
        scopes[scopes.count - 1].insert(formal.name.text)
      }
      scopes[scopes.count - 1].insert(statement.name.text)
      visit(statement.body)
      scopes.removeLast()
    }

    mutating func visit(_ call: Call) {
      switch call.callee {
      case .name(let name): use(name.text)
      case .path(let names): names.first.map { use($0.text) }
      case .expression(let expression): visit(expression)
      }
      for argument in call.arguments { visit(argument.value) }
    }

    mutating func visit(_ expression: Expression) {
      switch expression.kind {
      case .null, .bool, .int, .float, .date, .duration, .size, .column, .error: break
      case .string(let parts):
        for case .expression(let part) in parts { visit(part) }
      case .name(let name): use(name)
      case .list(let elements): elements.forEach { visit($0) }
      case .record(let fields): fields.forEach { visit($0.value) }
      case .call(let call): visit(call)
      case .field(let base, _), .unary(_, let base), .isNull(let base, _): visit(base)
      case .index(let base, let index):
        visit(base)
        visit(index)
      case .binary(_, let left, let right):
        visit(left)
        visit(right)
      case .pipe(let left, let call):
        visit(left)
        visit(call)
      case .lambda(let formals, let body):
        bound(formals.map(\.text)) { $0.visit(body) }
      case .conditional, .loop, .cases, .block: visit(compound: expression)
      }
    }

    private mutating func visit(compound expression: Expression) {
      switch expression.kind {
      case .conditional(let condition, let yes, let no):
        visit(condition)
        visit(yes)
        visit(no)
      case .loop(let pattern, let source, let condition, let body):
        visit(source)
        bound(pattern.names.map(\.text)) {
          if let condition { $0.visit(condition) }
          $0.visit(body)
        }
      case .cases(let arms, let otherwise):
        for arm in arms {
          visit(arm.condition)
          visit(arm.value)
        }
        visit(otherwise)
      case .block(let statements, let result):
        visit(block: statements, result)
      default: break
      }
    }

    private mutating func visit(block statements: [Statement], _ result: Expression) {
      scopes.append([])
      for statement in statements {
        switch statement {
        case .letting(let statement):
          visit(statement.value)
          for name in statement.pattern.names {
            scopes[scopes.count - 1].insert(name.text)
          }
        case .expression(let expression): visit(expression)
        case .param, .function, .use: break
        }
      }
      visit(result)
      scopes.removeLast()
    }
  }
}
