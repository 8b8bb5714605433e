import QuernPlan
import QuernSyntax
import QuernValue

/// Tree → nodes: names become slots or values, calls are matched to parameters.
///
/// It resolves names as the checker does: the nearest definition above.
final class Compiler {
  let registry: WordRegistry
  let bindings: [String: Value]
  let unit: CompilationUnit
  var scope: FunctionScope
  /// Calls of words and functions, counted in reading order.
  private var callCount = 0

  init(registry: WordRegistry, bindings: [String: Value], unit: CompilationUnit) {
    self.registry = registry
    self.bindings = bindings
    self.unit = unit
    scope = FunctionScope(parent: nil)
  }

  func nextOrdinal() -> Int {
    defer { callCount += 1 }
    return callCount
  }

  /// What a name stands for.
  enum Meaning {
    case slot(Int)
    case constant(Value)
    case word(Word)
  }

  func meaning(of name: String) -> Meaning? {
    if let slot = scope.slot(of: name, bindings: bindings) { return .slot(slot) }
    if let value = bindings[name] { return .constant(value) }
    return registry[name].map { .word($0) }
  }

  /// The word that a name calls, where nothing hides it.
  func word(_ name: String) -> Word? {
    if case .word(let word) = meaning(of: name) { return word }
    return nil
  }

  func pattern(_ pattern: Pattern) -> PatternBinding {
    PatternBinding(
      slots: pattern.names.map { $0.text == "_" ? nil : scope.define($0.text) },
      isTuple: pattern.isTuple, range: pattern.range)
  }

  // MARK: Functions

  /// The code of a `fn`; its free names are taken from the scope around.
  func functionCode(_ statement: FunctionStatement) throws(RuntimeError) -> FunctionCode {
    try function(
      statement.formals, selfName: statement.name.text, free: FreeNames.of(statement),
      statement.body
    ).code
  }

  func lambdaCode(
    _ formals: [Name], _ body: Expression
  ) throws(RuntimeError) -> FunctionCode {
    try lambda(formals, body).code
  }

  typealias Compiled = (code: FunctionCode, captures: [(name: String, from: FunctionNode.Source)])

  func lambda(_ formals: [Name], _ body: Expression) throws(RuntimeError) -> Compiled {
    try function(
      formals.map { Formal(name: $0, type: nil, value: nil) }, selfName: nil,
      free: FreeNames.of(lambda: formals, body), body)
  }

  func function(
    _ formals: [Formal], selfName: String?, free: [String], _ body: Expression
  ) throws(RuntimeError) -> Compiled {
    var captures: [(name: String, from: FunctionNode.Source)] = []
    for name in free {
      switch meaning(of: name) {
      case .slot(let slot): captures.append((name, .slot(slot)))
      case .constant(let value): captures.append((name, .constant(value)))
      case .word, nil: break
      }
    }
    let inner = FunctionScope(parent: scope)
    let slots = captures.enumerated().map {
      FunctionCode.Capture(index: $0.offset, slot: inner.define($0.element.name))
    }
    let outer = scope
    scope = inner
    defer { scope = outer }
    // Defaults see what is around and the formals before them, never the function itself.
    var compiled: [FunctionCode.Formal] = []
    for formal in formals {
      let value = formal.value.map { compile($0) }
      compiled.append(
        FunctionCode.Formal(
          name: formal.name.text, slot: inner.define(formal.name.text),
          type: formal.type.flatMap { ParamTypes.type(of: $0) },
          isOptional: formal.type?.isOptional ?? true, range: formal.name.range, value: value))
    }
    let selfSlot = selfName.flatMap { name in
      formals.contains { $0.name.text == name } ? nil : inner.define(name)
    }
    let node = compile(body)
    let code = FunctionCode(
      unit: unit, formals: compiled, captures: slots, selfSlot: selfSlot,
      slotCount: inner.slotCount, body: node)
    return (code, captures)
  }
}

/// Names of one function, by the blocks that they stand in.
final class FunctionScope {
  private let parent: FunctionScope?
  private var blocks: [[String: Int]] = [[:]]
  private(set) var slotCount = 0

  init(parent: FunctionScope?) {
    self.parent = parent
  }

  /// A function has captured every name that it uses: only its own names are looked at.
  func slot(of name: String, bindings: [String: Value]) -> Int? {
    for block in blocks.reversed() {
      if let slot = block[name] { return slot }
    }
    return nil
  }

  /// A new slot for a name; an earlier one of that name keeps its own.
  func define(_ name: String) -> Int {
    let slot = slotCount
    slotCount += 1
    blocks[blocks.count - 1][name] = slot
    return slot
  }

  func enter() { blocks.append([:]) }

  func leave() { blocks.removeLast() }
}
