import QuernPlan
import QuernSyntax
import QuernValue

/// `use "features.qn" as features`: the definitions of a file, as a record.
enum UsedFile {
  static func load(
    _ statement: UseStatement, _ machine: Machine
  ) throws(RuntimeError) -> Value {
    let text: String
    do {
      text = try machine.host.readText(statement.path)
    } catch {
      throw RuntimeError(any: error).located(at: statement.pathRange)
    }
    let source = SourceText(text)
    let (program, mistakes) = Parser.parse(source)
    if let mistake = mistakes.first(where: { $0.severity == .error }) {
      throw unreadable(statement, mistake.message)
    }
    let unit = CompilationUnit(name: "\"\(statement.path)\"")
    let compiler = Compiler(registry: machine.registry, bindings: [:], unit: unit)
    do throws(RuntimeError) {
      return .record(try fields(of: program, statement, compiler, machine))
    } catch {
      let (line, _) = source.position(error.diagnostic.range?.lower ?? 0)
      throw RuntimeError(
        .unreadableFile(
          statement.path, reason: "line \(line): \(error.diagnostic.message)",
          at: statement.pathRange), error.category)
    }
  }

  private static func fields(
    of program: Program, _ statement: UseStatement, _ compiler: Compiler, _ machine: Machine
  ) throws(RuntimeError) -> Record {
    var nodes: [(names: [Name], binding: PatternBinding, node: Node)] = []
    for definition in program.statements {
      switch definition {
      case .letting(let definition):
        let node = compiler.compile(definition.value)
        nodes.append((definition.pattern.names, compiler.pattern(definition.pattern), node))
      case .function(let definition):
        let node = compiler.functionNode(
          origin: .named(definition.name.text), source: NormalizedText.of(definition),
          formals: definition.formals.map(\.name.text),
          requiredCount: definition.formals.prefix { $0.value == nil }.count, definition.range
        ) { () throws(RuntimeError) in
          try compiler.function(
            definition.formals, selfName: definition.name.text,
            free: FreeNames.of(definition), definition.body)
        }
        let binding = PatternBinding(
          slots: [compiler.scope.define(definition.name.text)], isTuple: false,
          range: definition.name.range)
        nodes.append(([definition.name], binding, node))
      case .param, .use, .expression:
        throw RuntimeError(.notInUsedFile("a statement of another kind", at: definition.range))
      }
    }
    let frame = Frame(machine: machine, slotCount: compiler.scope.slotCount)
    var record = Record()
    for (names, binding, node) in nodes {
      try binding.bind(node.evaluate(frame), frame)
      for (name, slot) in zip(names, binding.slots) {
        if let slot { record[name.text] = frame.slots[slot] }
      }
    }
    return record
  }

  private static func unreadable(_ statement: UseStatement, _ reason: String) -> RuntimeError {
    RuntimeError(
      .unreadableFile(statement.path, reason: reason, at: statement.pathRange))
  }
}
