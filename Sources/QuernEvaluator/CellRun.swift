import QuernPlan
import QuernSyntax
import QuernTable
import QuernValue

/// One run of a cell: its statements, one after the other.
final class CellRun {
  private let plan: Plan
  private let compiler: Compiler
  private let machine: Machine
  private let context: CellContext

  private(set) var defined: [(name: String, value: Value)] = []
  private(set) var result: Value?
  /// Remarks of tables that the cell has shown: one is enough.
  private var shownNotes: Set<String> = []

  init(plan: Plan, compiler: Compiler, machine: Machine, context: CellContext) {
    self.plan = plan
    self.compiler = compiler
    self.machine = machine
    self.context = context
  }

  /// A statement ready to run.
  private enum Step {
    case bind(PatternBinding, [Name], Node)
    case param(ParamStatement, Int, domain: Node?, value: Node?)
    case use(UseStatement, Int)
    case show(Node, isLast: Bool, isQuiet: Bool)
  }

  func start() throws(RuntimeError) {
    let statements = plan.program.statements
    var steps: [Step] = []
    for (index, statement) in statements.enumerated() {
      steps.append(step(statement, isLast: index == statements.count - 1))
    }
    let frame = Frame(machine: machine, slotCount: compiler.scope.slotCount)
    for step in steps {
      try machine.poll()
      try run(step, frame)
      try showNotes()
    }
  }

  private func step(_ statement: Statement, isLast: Bool) -> Step {
    switch statement {
    case .letting(let statement):
      let value = compiler.compile(statement.value)
      return .bind(compiler.pattern(statement.pattern), statement.pattern.names, value)
    case .param(let statement):
      let domain = statement.domain.map { compiler.compile($0) }
      let value = statement.value.map { compiler.compile($0) }
      return .param(
        statement, compiler.scope.define(statement.name.text), domain: domain, value: value)
    case .function(let statement):
      let node = compiler.functionNode(
        origin: .named(statement.name.text), source: NormalizedText.of(statement),
        formals: statement.formals.map(\.name.text),
        requiredCount: statement.formals.prefix { $0.value == nil }.count, statement.range
      ) { () throws(RuntimeError) in
        try compiler.function(
          statement.formals, selfName: statement.name.text, free: FreeNames.of(statement),
          statement.body)
      }
      let binding = PatternBinding(
        slots: [compiler.scope.define(statement.name.text)], isTuple: false,
        range: statement.name.range)
      return .bind(binding, [statement.name], node)
    case .use(let statement):
      return .use(statement, compiler.scope.define(statement.name.text))
    case .expression(let expression):
      return .show(
        compiler.compile(expression), isLast: isLast, isQuiet: isQuiet(expression))
    }
  }

  /// Whether all that an expression does is calls of words that say themselves what they did.
  private func isQuiet(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .call(let call), .pipe(_, let call):
      if case .name(let name) = call.callee { return compiler.word(name.text)?.isQuiet ?? false }
      return false
    case .loop(_, _, _, let body): return isQuiet(body)
    case .block(_, let result): return isQuiet(result)
    case .conditional(_, let yes, let no):
      let branches = [yes, no].filter { $0.kind != .null }
      return !branches.isEmpty && branches.allSatisfy(isQuiet)
    default: return false
    }
  }

  private func run(_ step: Step, _ frame: Frame) throws(RuntimeError) {
    switch step {
    case .bind(let binding, let names, let node):
      try binding.bind(node.evaluate(frame), frame)
      for (name, slot) in zip(names, binding.slots) {
        if let slot { define(name.text, frame.slots[slot]) }
      }
    case .param(let statement, let slot, let domain, let value):
      frame.slots[slot] = try param(statement, domain, value, frame)
      define(statement.name.text, frame.slots[slot])
    case .use(let statement, let slot):
      frame.slots[slot] = try UsedFile.load(statement, machine)
      define(statement.name.text, frame.slots[slot])
    case .show(let node, let isLast, let isQuiet):
      let value = try node.evaluate(frame)
      if isLast { result = value }
      if !isQuiet { try show(value, isLast: isLast, at: node.range) }
    }
  }

  private func define(_ name: String, _ value: Value) {
    defined.removeAll { $0.name == name }
    defined.append((name, value))
  }

  private func show(
    _ value: Value, isLast: Bool, at range: SourceRange
  ) throws(RuntimeError) {
    do {
      let bundle = try value.display(
        DisplayContext(
          table: machine.host.tableContext, width: machine.limits.displayWidth,
          rowCountMax: machine.limits.displayRowCountMax,
          rowCountWhole: machine.limits.displayRowCountWhole))
      try machine.emit(isLast ? .result(bundle) : .display(bundle))
    } catch {
      throw RuntimeError(any: error).located(at: range)
    }
  }

  /// Remarks of verbs and of arithmetic, below the output that they belong to.
  private func showNotes() throws(RuntimeError) {
    for note in machine.host.tableContext.notes.drain() where shownNotes.insert(note.text).inserted
    {
      try machine.emit(.note(note.text))
    }
    for remark in machine.drainRemarks() { try machine.emit(.note(remark)) }
  }

  private func param(
    _ statement: ParamStatement, _ domain: Node?, _ node: Node?, _ frame: Frame
  ) throws(RuntimeError) -> Value {
    let name = statement.name.text
    let range = statement.name.range
    let declared = ParamTypes.type(of: statement.type) ?? .unknown
    var value: Value
    if let given = context.params[name] {
      value = given
    } else if let node {
      value = try node.evaluate(frame)
    } else if statement.type.isOptional {
      value = .null
    } else {
      throw RuntimeError(.missingParam(name, at: range))
    }
    guard ParamTypes.accepts(declared, value, isOptional: statement.type.isOptional) else {
      throw RuntimeError(
        .valueType(
          name, expected: declared.name, found: value.type.nameWithArticle, at: range))
    }
    value = ParamTypes.convert(value, to: declared)
    if let domain, !value.isNull {
      let allowed = try domain.evaluate(frame)
      let inside = try Operators.binary(.in, value, allowed, machine, at: domain.range)
      guard inside == .bool(true) else {
        throw RuntimeError(
          .paramDomain(
            name, value: value.literalText, domain: allowed.literalText, at: range))
      }
    }
    return value
  }
}
