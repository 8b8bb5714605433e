import QuernPlan
import QuernSyntax
import QuernValue

/// What the text of a function was made into.
final class FunctionCode: @unchecked Sendable {
  struct Formal {
    let name: String
    let slot: Int
    let type: StaticType?
    let isOptional: Bool
    let range: SourceRange
    /// The default.
    let value: Node?

    /// The argument as the formal's type has it.
    func accept(_ value: Value) throws(RuntimeError) -> Value {
      guard let type, !type.isUnknown else { return value }
      guard ParamTypes.accepts(type, value, isOptional: isOptional) else {
        throw RuntimeError(
          .valueType(
            name, expected: type.name, found: value.type.nameWithArticle, at: range))
      }
      return ParamTypes.convert(value, to: type)
    }
  }

  /// Which captured value goes to which slot.
  struct Capture {
    let index: Int
    let slot: Int
  }

  let unit: CompilationUnit
  let formals: [Formal]
  let captures: [Capture]
  /// Where the function itself goes: it may call itself by its name.
  let selfSlot: Int?
  let slotCount: Int
  let body: Node

  init(
    unit: CompilationUnit, formals: [Formal], captures: [Capture], selfSlot: Int?,
    slotCount: Int, body: Node
  ) {
    self.unit = unit
    self.formals = formals
    self.captures = captures
    self.selfSlot = selfSlot
    self.slotCount = slotCount
    self.body = body
  }

  /// The code of a function that came from a store: its text is read again.
  static func compile(
    _ function: FunctionValue, registry: WordRegistry
  ) throws(RuntimeError) -> FunctionCode {
    let (program, mistakes) = Parser.parse(SourceText(function.source))
    if let mistake = mistakes.first(where: { $0.severity == .error }) {
      throw RuntimeError(.internalMistake("the saved function cannot be read: \(mistake.message)"))
    }
    var bindings: [String: Value] = [:]
    for (name, value) in function.captured { bindings[name] = value }
    let unit = CompilationUnit(name: nil)
    let compiler = Compiler(registry: registry, bindings: bindings, unit: unit)
    switch program.statements.first {
    case .function(let statement)?:
      return try compiler.functionCode(statement)
    case .expression(let expression)?:
      guard case .lambda(let formals, let body) = expression.kind else {
        return try compiler.lambdaCode([], expression)
      }
      return try compiler.lambdaCode(formals, body)
    case .letting, .param, .use, nil:
      throw RuntimeError(.internalMistake("the saved text is no function"))
    }
  }
}
