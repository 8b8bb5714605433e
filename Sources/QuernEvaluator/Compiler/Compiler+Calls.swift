import QuernPlan
import QuernSyntax
import QuernText
import QuernValue

extension Compiler {
  func compile(_ call: Call, piped: Expression?, _ range: SourceRange) -> Node {
    switch call.callee {
    case .name(let name):
      if let word = word(name.text) { return compile(word, call, piped: piped) }
      if meaning(of: name.text) == nil {
        let near = Suggestion.nearest(
          name.text, in: bindings.keys.sorted() + registry.names)
        return FailureNode(
          .unknownName(
            name.text, suggestion: near.map { .name($0) }, at: name.range), range)
      }
      return compile(
        callee: Expression(.name(name.text), name.range), call, piped: piped, range)
    case .path(let names):
      guard let first = names.first else {
        return FailureNode(.internalMistake("a call of nothing"), range)
      }
      var callee = Expression(.name(first.text), first.range)
      for name in names.dropFirst() {
        callee = Expression(.field(callee, name), callee.range.union(name.range))
      }
      return compile(callee: callee, call, piped: piped, range)
    case .expression(let expression):
      return compile(callee: expression, call, piped: piped, range)
    }
  }

  private func compile(
    callee: Expression, _ call: Call, piped: Expression?, _ range: SourceRange
  ) -> Node {
    let left = piped.map { [compile($0)] } ?? []
    let ordinal = nextOrdinal()
    let node = compile(callee)
    return CallNode(
      node, left + call.arguments.map { compile($0.value) }, call, isPiped: piped != nil,
      ordinal: ordinal, call.range)
  }

  private func compile(_ word: Word, _ call: Call, piped: Expression?) -> Node {
    let matching = Matching(
      Signature(word), call.arguments, piped: piped != nil, range: call.range)
    if let mistake = matching.diagnostics.first { return FailureNode(mistake, call.range) }
    let left = piped.map { compile($0) }
    let ordinal = nextOrdinal()
    let arguments = zip(word.parameters, matching.bound).map { parameter, sources in
      sources.map { argument($0, parameter, call, left) }
    }
    return WordNode(
      word, arguments, CallSite(call, matching: matching, piped: piped, ordinal: ordinal))
  }

  private func argument(
    _ source: Matching.Source, _ parameter: Parameter, _ call: Call, _ piped: Node?
  ) -> WordNode.Argument {
    switch source {
    case .piped:
      return WordNode.Argument(
        node: piped ?? ConstantNode(.null, call.range), definition: nil)
    case .argument(let place):
      let argument = call.arguments[place]
      var name: String?
      if case .definition(let definition) = argument.label { name = definition.text }
      return WordNode.Argument(
        node: compile(argument.value, for: parameter), definition: name)
    }
  }

  /// An argument: constants of the parameter first, then steps, then as any expression.
  private func compile(_ expression: Expression, for parameter: Parameter) -> Node {
    if parameter.isDeferred {
      return functionNode(
        origin: .lambda, source: Formatter.print(expression), formals: [], requiredCount: 0,
        expression.range
      ) { () throws(RuntimeError) in try lambda([], expression) }
    }
    if parameter.type == .step, let step = compile(step: expression) { return step }
    if let form = parameter.form(expression) { return compile(form.word, form.call, piped: nil) }
    if !parameter.constants.isEmpty {
      switch expression.kind {
      case .name(let name) where parameter.constants.contains(name):
        return ConstantNode(.constant(name), expression.range)
      case .null where parameter.constants.contains("null"):
        return ConstantNode(.constant("null"), expression.range)
      case .record(let fields):
        return RecordNode(
          fields.map { ($0.name.text, compile($0.value, for: parameter)) }, expression.range)
      case .list(let elements):
        return ListNode(elements.map { compile($0, for: parameter) }, expression.range)
      default: break
      }
    }
    return compile(expression)
  }

  private func compile(step expression: Expression) -> Node? {
    guard case .call(let call) = expression.kind, case .name(let name) = call.callee,
      let word = word(name.text), word.takesTableFirst
    else { return nil }
    guard word.step != nil else {
      return FailureNode(.notAStep(word.name, at: name.range), expression.range)
    }
    let matching = Matching(
      Signature(step: word), call.arguments, piped: false, range: call.range)
    if let mistake = matching.diagnostics.first { return FailureNode(mistake, call.range) }
    let ordinal = nextOrdinal()
    let rest = zip(word.parameters.dropFirst(), matching.bound).map { parameter, sources in
      sources.map { argument($0, parameter, call, nil) }
    }
    let site = CallSite(
      call, matching: matching, piped: nil, ordinal: ordinal)
    let node = WordNode(word, [[]] + rest, site.shiftedForStep)
    return StepNode(word, node, call.range)
  }
}

extension CallSite {
  /// The same for a word whose first parameter is left out.
  fileprivate var shiftedForStep: CallSite {
    CallSite(
      range: range, argumentRanges: [[]] + argumentRanges, columns: columns, tableName: nil,
      ordinal: ordinal)
  }
}
