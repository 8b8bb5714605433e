/// What statements define and which names from outside of them they read, by their text alone.
///
///     DependencyScan.names(in: program)   // per statement
///
/// Columns are no names. Words and constants (`filter`, `median`) are: what is built in is not
/// known here.
package enum DependencyScan {
  /// A name that is read and not bound within the statement.
  package struct Use: Hashable, Sendable {
    package enum Role: Hashable, Sendable {
      case value
      /// `f` of `f(…)` and of `|> f`.
      case callee
      /// `lib` of `lib.f(…)`.
      case library
    }

    package var name: Name
    package var role: Role

    package init(name: Name, role: Role) {
      self.name = name
      self.role = role
    }
  }

  package struct StatementNames: Hashable, Sendable {
    /// In the order of the text; `_` of a pattern is none.
    package var defines: [Name]
    /// The first use of each name, in the order of the text.
    package var reads: [Use]

    package init(defines: [Name], reads: [Use]) {
      self.defines = defines
      self.reads = reads
    }
  }

  package static func names(in program: Program) -> [StatementNames] {
    program.statements.map(names(in:))
  }

  package static func names(in statement: Statement) -> StatementNames {
    var walk = NameWalk()
    walk.visit(statement)
    return StatementNames(defines: walk.defines, reads: walk.reads)
  }

  /// A whole cell: what it defines (the last definition of each name), and what it reads that no
  /// statement above in it defines.
  package static func cell(_ program: Program) -> StatementNames {
    var reads: [Use] = []
    var defines: [Name] = []
    var read = Set<String>()
    var defined = Set<String>()
    for names in names(in: program) {
      for use in names.reads where !defined.contains(use.name.text) {
        if read.insert(use.name.text).inserted { reads.append(use) }
      }
      for name in names.defines {
        if !defined.insert(name.text).inserted { defines.removeAll { $0.text == name.text } }
        defines.append(name)
      }
    }
    return StatementNames(defines: defines, reads: reads)
  }

  /// Free names of an expression, as of one that is kept as a value.
  package static func reads(of expression: Expression) -> [Use] {
    var walk = NameWalk()
    walk.visit(expression)
    return walk.reads
  }

  /// Every name that something in the program binds, wherever: `let`, `param`, `fn`, `use`,
  /// formals, loops and functions. In the order of the text, each once.
  package static func bindings(in program: Program) -> [String] {
    var walk = NameWalk()
    for statement in program.statements { walk.visit(statement) }
    var seen = Set<String>()
    return walk.bindings.filter { $0 != "_" && seen.insert($0).inserted }
  }
}

/// One way over a tree, with the names bound around the place.
private struct NameWalk {
  var defines: [Name] = []
  var reads: [DependencyScan.Use] = []
  var bindings: [String] = []
  /// How often each name is bound around the place.
  private var bound: [String: Int] = [:]
  private var seen = Set<String>()

  mutating func visit(_ statement: Statement) {
    switch statement {
    case .letting(let statement):
      visit(statement.value)
      define(statement.pattern.names)
    case .param(let statement):
      if let domain = statement.domain { visit(domain) }
      if let value = statement.value { visit(value) }
      define([statement.name])
    case .function(let statement): visit(statement)
    case .use(let statement): define([statement.name])
    case .expression(let expression): visit(expression)
    }
  }

  /// A function may call itself; a formal's value sees the formals before it.
  private mutating func visit(_ function: FunctionStatement) {
    define([function.name])
    bind([function.name])
    for formal in function.formals {
      if let value = formal.value { visit(value) }
      bind([formal.name])
    }
    visit(function.body)
    unbind(function.formals.map(\.name) + [function.name])
  }

  private mutating func define(_ names: [Name]) {
    defines += names.filter { $0.text != "_" && !$0.text.isEmpty }
    bindings += names.map(\.text)
  }

  private mutating func bind(_ names: [Name]) {
    for name in names { bound[name.text, default: 0] += 1 }
    bindings += names.map(\.text)
  }

  private mutating func unbind(_ names: [Name]) {
    for name in names { bound[name.text, default: 1] -= 1 }
  }

  private mutating func read(_ name: Name, _ role: DependencyScan.Use.Role) {
    guard bound[name.text, default: 0] == 0, seen.insert(name.text).inserted else { return }
    reads.append(DependencyScan.Use(name: name, role: role))
  }

  mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .null, .bool, .int, .float, .date, .duration, .size, .column, .error: break
    case .string(let parts):
      for part in parts { if case .expression(let inner) = part { visit(inner) } }
    case .name(let name): read(Name(name, expression.range), .value)
    case .list(let items): items.forEach { visit($0) }
    case .record(let fields): fields.forEach { visit($0.value) }
    case .call(let call): visit(call)
    case .field(let value, _): visit(value)
    case .index(let value, let index):
      visit(value)
      visit(index)
    case .unary(_, let value), .isNull(let value, _): visit(value)
    case .binary(_, let left, let right):
      visit(left)
      visit(right)
    case .pipe(let value, let call):
      visit(value)
      visit(call)
    case .lambda(let names, let body): within(names) { $0.visit(body) }
    case .conditional(let condition, let yes, let no):
      visit(condition)
      visit(yes)
      visit(no)
    case .loop(let pattern, let source, let condition, let body):
      visit(source)
      within(pattern.names) { walk in
        if let condition { walk.visit(condition) }
        walk.visit(body)
      }
    case .cases(let arms, let otherwise):
      for arm in arms {
        visit(arm.condition)
        visit(arm.value)
      }
      visit(otherwise)
    case .block(let statements, let result): visit(statements, result)
    }
  }

  private mutating func visit(_ call: Call) {
    switch call.callee {
    case .name(let name): read(name, .callee)
    case .path(let names): if let first = names.first { read(first, .library) }
    case .expression(let expression): visit(expression)
    }
    for argument in call.arguments { visit(argument.value) }
  }

  private mutating func within(_ names: [Name], _ visit: (inout NameWalk) -> Void) {
    bind(names)
    visit(&self)
    unbind(names)
  }

  /// The `let`s of a block bind for what comes after them in it.
  private mutating func visit(_ statements: [Statement], _ result: Expression) {
    var names: [Name] = []
    for statement in statements {
      guard case .letting(let letting) = statement else {
        visit(statement)
        continue
      }
      visit(letting.value)
      bind(letting.pattern.names)
      names += letting.pattern.names
    }
    visit(result)
    unbind(names)
  }
}
