import QuernPlan
import QuernSyntax
import QuernValue

/// `x => e`, `fn f(x) = e`, or an argument that a word evaluates itself: makes a function of what
/// its names stand for now.
final class FunctionNode: Node {
  /// Where a captured value comes from.
  enum Source {
    case slot(Int)
    case constant(Value)
  }

  private let origin: FunctionValue.Origin
  private let source: String
  private let formals: [String]
  private let requiredCount: Int
  private let captures: [(name: String, from: Source)]
  private let code: FunctionCode

  init(
    origin: FunctionValue.Origin, source: String, formals: [String], requiredCount: Int,
    captures: [(name: String, from: Source)], code: FunctionCode, _ range: SourceRange
  ) {
    self.origin = origin
    self.source = source
    self.formals = formals
    self.requiredCount = requiredCount
    self.captures = captures
    self.code = code
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    .function(function(frame))
  }

  func function(_ frame: Frame) -> FunctionValue {
    let captured = captures.map { capture in
      switch capture.from {
      case .slot(let slot): (name: capture.name, value: frame.slots[slot])
      case .constant(let value): (name: capture.name, value: value)
      }
    }
    return FunctionValue(
      origin: origin, source: source, formals: formals, requiredCount: requiredCount,
      captured: captured, compiled: code)
  }
}

/// A call of a value: a function of the session, a field that holds one.
final class CallNode: Node {
  private let callee: Node
  /// In the order of the call, the piped value first.
  private let arguments: [Node]
  private let call: Call
  private let isPiped: Bool
  /// Place of the call among the cell's calls: what the function draws depends on it.
  private let ordinal: Int

  init(
    _ callee: Node, _ arguments: [Node], _ call: Call, isPiped: Bool, ordinal: Int,
    _ range: SourceRange
  ) {
    self.callee = callee
    self.arguments = arguments
    self.call = call
    self.isPiped = isPiped
    self.ordinal = ordinal
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    let called = try callee.evaluate(frame)
    guard case .function(let function) = called else {
      throw RuntimeError(.notCallable(called.type.nameWithArticle, at: callee.range))
    }
    var values: [Value] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments { values.append(try argument.evaluate(frame)) }
    let machine = frame.machine
    machine.loop.append(ordinal)
    defer { machine.loop.removeLast() }
    let isPlain = call.arguments.allSatisfy { $0.label == .none }
    if isPlain, values.count == function.formals.count || function.origin == .word {
      return try machine.call(function, values, at: range)
    }
    return try machine.call(function, bound: bind(values, to: function), at: range)
  }

  /// The values by formal.
  private func bind(
    _ values: [Value], to function: FunctionValue
  ) throws(RuntimeError) -> [Value?] {
    let matching = Matching(
      Signature(FunctionShape(function)), call.arguments, piped: isPiped, range: range)
    if let mistake = matching.diagnostics.first { throw RuntimeError(mistake) }
    return matching.bound.map { sources in
      switch sources.first {
      case .piped: values[0]
      case .argument(let place): values[isPiped ? place + 1 : place]
      case nil: nil
      }
    }
  }
}

/// A call of a word.
final class WordNode: Node {
  /// An argument of a parameter, with the name of a definition.
  struct Argument {
    let node: Node
    let definition: String?
  }

  private let word: Word
  private let arguments: [[Argument]]
  private let site: CallSite

  init(_ word: Word, _ arguments: [[Argument]], _ site: CallSite) {
    self.word = word
    self.arguments = arguments
    self.site = site
    super.init(site.range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    try frame.machine.poll()
    return try frame.machine.run(word, bind(frame), site)
  }

  private func bind(_ frame: Frame) throws(RuntimeError) -> [BoundArgument] {
    var bound: [BoundArgument] = []
    bound.reserveCapacity(arguments.count)
    for (place, parameter) in word.parameters.enumerated() {
      bound.append(try bind(parameter, arguments[place], frame))
    }
    return bound
  }

  private func bind(
    _ parameter: Parameter, _ given: [Argument], _ frame: Frame
  ) throws(RuntimeError) -> BoundArgument {
    guard let first = given.first else { return .absent }
    if parameter.isDeferred, let node = first.node as? FunctionNode {
      return .deferred(node.function(frame))
    }
    switch parameter.kind {
    case .positional, .option: return .one(try value(first, parameter, frame))
    case .variadic:
      var values: [Value] = []
      for argument in given { values.append(try value(argument, parameter, frame)) }
      return .many(values)
    case .definitions:
      var definitions: [BoundDefinition] = []
      for argument in given {
        definitions.append(
          BoundDefinition(
            name: argument.definition ?? "", value: try argument.node.evaluate(frame),
            range: argument.node.range))
      }
      return .definitions(definitions)
    }
  }

  private func value(
    _ argument: Argument, _ parameter: Parameter, _ frame: Frame
  ) throws(RuntimeError) -> Value {
    let value = try argument.node.evaluate(frame)
    let type = value.type
    if type == .null || parameter.type.accepts(type) { return value }
    if type == .column, word.lift != nil { return value }
    throw RuntimeError(
      .argumentType(
        word: word.name, parameter: parameter.name, expected: parameter.type.name,
        found: type.nameWithArticle, at: argument.node.range))
  }
}

/// A verb written without its table: a step of a recipe.
final class StepNode: Node {
  private let word: Word
  private let node: WordNode

  init(_ word: Word, _ node: WordNode, _ range: SourceRange) {
    self.word = word
    self.node = node
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    try node.step(frame)
  }
}

extension WordNode {
  func step(_ frame: Frame) throws(RuntimeError) -> Value {
    let machine = frame.machine
    let call = WordCall(
      word: word, arguments: try bind(frame), site: site,
      context: CallContext(
        host: machine.host, interpreter: machine, seed: machine.seed, cell: machine.cell,
        loop: machine.loop))
    guard let step = word.step else { throw RuntimeError(.notAStep(word.name, at: range)) }
    do {
      return .step(try step(call))
    } catch {
      throw RuntimeError(thrown: error, by: word, at: site)
    }
  }
}
