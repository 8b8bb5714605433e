import QuernSyntax
import QuernText
import QuernValue

extension CheckRun {
  func check(_ program: Program) {
    for (index, statement) in program.statements.enumerated() {
      let isLast = index == program.statements.count - 1
      switch statement {
      case .letting(let statement): check(statement)
      case .param(let statement): check(statement)
      case .function(let statement): check(statement)
      case .use(let statement): check(statement)
      case .expression(let expression):
        let value = check(expression)
        if isLast { resultType = value.type }
      }
    }
  }

  func check(_ statement: LetStatement) {
    let outer = namedLambda
    if case .lambda(let formals, _) = statement.value.kind, !statement.pattern.isTuple,
      let name = statement.pattern.names.first
    {
      namedLambda = (name.text, formals.map(\.text))
    }
    defer { namedLambda = outer }
    let value = check(statement.value)
    bind(statement.pattern, to: value)
  }

  private func check(_ statement: ParamStatement) {
    let declared = type(of: statement.type)
    if let domain = statement.domain { _ = check(domain) }
    if let value = statement.value {
      let given = check(value)
      if !ParamTypes.accepts(declared, given.type, isOptional: statement.type.isOptional) {
        report(
          .valueType(
            statement.name.text, expected: declared.name, found: article(given.type),
            at: value.range))
      }
    }
    params.append(
      PlannedParam(
        name: statement.name.text, type: statement.type,
        isRequired: statement.value == nil && !statement.type.isOptional,
        range: statement.name.range))
    bind(statement.name, StaticValue(declared))
  }

  private func check(_ statement: FunctionStatement) {
    let shape = FunctionShape(statement)
    var seenDefault = false
    var seen: Set<String> = []
    for formal in statement.formals {
      if !seen.insert(formal.name.text).inserted {
        report(.duplicateName(formal.name.text, at: formal.name.range))
      }
      if formal.value != nil {
        seenDefault = true
      } else if seenDefault {
        report(.formalWithoutDefault(formal.name.text, at: formal.name.range))
      }
    }
    let itself = StaticValue(.function(shape))
    functions[statement.name.text] = CheckedFunction(
      statement: statement,
      environment: environment(of: statement))
    bind(statement.name, itself)
    at(.function) {
      inScope {
        // A default sees the formals before it.
        for formal in statement.formals {
          if let value = formal.value { check(value) }
          bind(formal.name, StaticValue(formal.type.map { type(of: $0) } ?? .unknown))
        }
        check(statement.body)
      }
    }
  }

  /// What the free names of a function stand for where it is written.
  private func environment(of statement: FunctionStatement) -> [String: StaticValue] {
    var environment: [String: StaticValue] = [:]
    for name in FreeNames.of(statement) {
      switch meaning(of: name) {
      case .value(let value): environment[name] = value
      case .binding(let binding): environment[name] = StaticValue(binding.type)
      case .word, nil: break
      }
    }
    return environment
  }

  private func check(_ statement: UseStatement) {
    uses.append(statement.path)
    guard let reader else {
      bind(statement.name, .unknown)
      return
    }
    do {
      let text = try reader(statement.path)
      let (program, mistakes) = Parser.parse(SourceText(text))
      if let first = mistakes.first(where: { $0.severity == .error }) {
        report(
          .unreadableFile(statement.path, reason: first.message, at: statement.pathRange))
        bind(statement.name, .unknown)
        return
      }
      bind(statement.name, StaticValue(members(of: program, at: statement)))
    } catch {
      report(
        .unreadableFile(
          statement.path, reason: RuntimeError(any: error).diagnostic.message,
          at: statement.pathRange))
      bind(statement.name, .unknown)
    }
  }

  /// The record that a used file is: its definitions, which may not act.
  private func members(of program: Program, at use: UseStatement) -> StaticType {
    var refused: String?
    for statement in program.statements {
      switch statement {
      case .letting, .function: break
      case .param: refused = refused ?? "`param`"
      case .use: refused = refused ?? "`use`"
      case .expression: refused = refused ?? "an expression"
      }
    }
    if let refused {
      report(.notInUsedFile(refused, at: use.pathRange))
      return .unknown
    }
    let inner = CheckRun(
      source: SourceText(""), bindings: [:], registry: registry, reader: nil)
    inner.place = .usedFile
    inner.check(program)
    for diagnostic in inner.diagnostics where diagnostic.severity == .error {
      report(
        .unreadableFile(use.path, reason: diagnostic.message, at: use.pathRange))
    }
    if let read = inner.effects.first {
      report(.notInUsedFile("a call of `\(read.word)`", at: use.pathRange))
    }
    isRandom = isRandom || inner.isRandom
    let names = program.statements.flatMap { statement in
      switch statement {
      case .letting(let statement): statement.pattern.names.map(\.text)
      case .function(let statement): [statement.name.text]
      case .param, .use, .expression: [String]()
      }
    }
    return .record(
      names.map { StaticType.Member($0, inner.scopes[0][$0]?.type ?? .unknown) })
  }

  /// The type that is written; `unknown` where it is none, with a diagnostic.
  func type(of syntax: TypeSyntax) -> StaticType {
    if let type = ParamTypes.type(of: syntax) { return type }
    report(
      .unknownType(
        syntax.name.text,
        nearest: ForeignNames.type(syntax.name.text)
          ?? Suggestion.nearest(syntax.name.text, in: ParamTypes.names),
        all: ParamTypes.names,
        at: syntax.name.range))
    return .unknown
  }
}
