import QuernSyntax
import QuernTable
import QuernText
import QuernValue

extension CheckRun {
  /// A call of a built-in word.
  func check(_ word: Word, _ call: Call, piped: StaticValue?, asStep: Bool = false) -> StaticValue {
    let signature = asStep ? Signature(step: word) : Signature(word)
    let matching = Matching(signature, call.arguments, piped: piped != nil, range: call.range)
    matching.diagnostics.forEach { report($0) }
    noteOptionsAsDefinitions(word, call, matching)
    noteEffect(of: word, call, matching, signature)
    let arguments = checkArguments(word, signature, matching, call, piped: piped)
    guard matching.isWhole else { return .unknown }
    if asStep { return StaticValue(.plain(.step)) }
    guard checkTypes(word, signature, matching, call, arguments, piped: piped) else {
      return .unknown
    }
    return result(of: word, call, matching, arguments)
  }

  /// Hints at `by = .x` where the word has an option `by:` that was not given.
  private func noteOptionsAsDefinitions(_ word: Word, _ call: Call, _ matching: Matching) {
    guard word.parameters.contains(where: { $0.kind == .definitions }) else { return }
    for argument in call.arguments {
      guard case .definition(let name) = argument.label,
        let place = word.parameters.firstIndex(where: { $0.name == name.text }),
        word.parameters[place].kind == .option, place < matching.bound.count,
        matching.bound[place].isEmpty
      else { continue }
      report(.optionAsDefinition(name.text, word: word.name, at: name.range))
    }
  }

  /// Every argument of the call, by parameter; those that match none are checked all the same.
  private func checkArguments(
    _ word: Word, _ signature: Signature, _ matching: Matching, _ call: Call, piped: StaticValue?
  ) -> [[StaticValue]] {
    var seen: Set<Int> = []
    let schema = piped?.type.schema
    if let schema { pipedSchemas.append(schema) }
    defer { if schema != nil { pipedSchemas.removeLast() } }
    let arguments = matching.bound.enumerated().map { place, sources in
      sources.map { source -> StaticValue in
        switch source {
        case .piped: return piped ?? .unknown
        case .argument(let index):
          seen.insert(index)
          return check(call.arguments[index].value, for: signature.parameters[place], of: word)
        }
      }
    }
    for (index, argument) in call.arguments.enumerated() where !seen.contains(index) {
      // A bare word for an option that is not there is most likely its constant.
      if case .option = argument.label, case .name(let name) = argument.value.kind,
        !matching.isWhole, meaning(of: name) == nil
      {
        continue
      }
      check(argument.value)
    }
    return arguments
  }

  /// An argument for a parameter: constants are looked up there first, steps are written without
  /// their table, and what stands in `try` may not act.
  private func check(
    _ expression: Expression, for parameter: Parameter, of word: Word
  ) -> StaticValue {
    let outer = expectsColumn
    expectsColumn = parameter.type.takesColumns
    defer { expectsColumn = outer }
    if parameter.isDeferred { return at(.tryWord) { check(expression) } }
    if parameter.type == .step, let step = check(step: expression) { return step }
    if let form = parameter.form(expression) { return check(form.word, form.call, piped: nil) }
    if !parameter.forms.isEmpty, report(unknownForm: expression, parameter) { return .unknown }
    if !parameter.constants.isEmpty, let constant = check(constant: expression, parameter, word) {
      return constant
    }
    if parameter.type == .expression { return at(.column) { check(expression) } }
    return check(expression)
  }

  private func check(constant expression: Expression, _ parameter: Parameter, _ word: Word)
    -> StaticValue?
  {
    switch expression.kind {
    case .name(let name):
      if parameter.constants.contains(name) {
        return StaticValue(of: .constant(name), isExact: true)
      }
      guard parameter.type.isConstant(isKnown: meaning(of: name) != nil),
        !isOfSession(name)
      else { return nil }
      report(
        .unknownConstant(
          name, word: word.name, parameter: parameter.name, among: parameter.constants,
          nearest: ForeignNames.constant(name, among: parameter.constants)
            ?? Suggestion.nearest(name, in: parameter.constants),
          at: expression.range))
      return .unknown
    case .null where parameter.constants.contains("null"):
      return StaticValue(of: .constant("null"), isExact: true)
    case .record(let fields):
      return check(record: fields) { value in
        self.check(constantField: value, parameter, word)
      }
    case .list(let elements):
      guard
        elements.contains(where: { isConstant($0, parameter) })
          || parameter.type.isConstant(isKnown: false)
      else { return nil }
      let values = elements.map { check(constant: $0, parameter, word) ?? check($0) }
      let exact = values.compactMap(\.exact)
      return exact.count == values.count
        ? StaticValue(of: .list(exact), isExact: true) : StaticValue(.list(.unknown))
    default: return nil
    }
  }

  /// A call of a name that is neither a form of the parameter nor known otherwise.
  private func report(unknownForm expression: Expression, _ parameter: Parameter) -> Bool {
    guard case .call(let call) = expression.kind, case .name(let name) = call.callee,
      meaning(of: name.text) == nil
    else { return false }
    let near = Suggestion.nearest(name.text, in: parameter.forms.map(\.name))
    report(.unknownName(name.text, suggestion: near.map { .name($0) }, at: name.range))
    return true
  }

  /// A field of a record whose values are constants of the parameter: `types: {id: str}`.
  private func check(constantField value: Expression, _ parameter: Parameter, _ word: Word)
    -> StaticValue
  {
    if let constant = check(constant: value, parameter, word) { return constant }
    guard case .name(let name) = value.kind, !isOfSession(name) else { return check(value) }
    report(
      .unknownConstant(
        name, word: word.name, parameter: parameter.name, among: parameter.constants,
        nearest: ForeignNames.constant(name, among: parameter.constants)
          ?? EditDistance.nearest(name, in: parameter.constants, limit: 1).first,
        at: value.range))
    return .unknown
  }

  /// Whether a name was defined by the user.
  private func isOfSession(_ name: String) -> Bool {
    switch meaning(of: name) {
    case .value, .binding: true
    case .word, nil: false
    }
  }

  private func isConstant(_ expression: Expression, _ parameter: Parameter) -> Bool {
    if case .name(let name) = expression.kind { return parameter.constants.contains(name) }
    return false
  }

  /// A verb written without its table; nil where the expression is no call of a verb.
  private func check(step expression: Expression) -> StaticValue? {
    guard case .call(let call) = expression.kind, case .name(let name) = call.callee,
      let word = word(name.text), word.takesTableFirst
    else { return nil }
    guard word.step != nil else {
      report(.notAStep(word.name, at: name.range))
      return .unknown
    }
    return check(word, call, piped: nil, asStep: true)
  }

  // MARK: Effects

  private func noteEffect(
    of word: Word, _ call: Call, _ matching: Matching, _ signature: Signature
  ) {
    if word.isRandom { isRandom = true }
    let effect = self.effect(of: word, call, matching, signature)
    guard effect != .pure else { return }
    if effect == .acts, let place = place.name {
      report(.actNotAllowed(word.name, in: place, at: call.callee.range))
    }
    guard !isMuted else { return }
    effects.append(
      PlannedEffect(
        effect: effect, word: word.name,
        target: word.target.flatMap { literal($0, call, matching, signature) },
        isConditional: conditionalDepth > 0 || place != .cell, range: call.range))
  }

  /// A word that is passed on as a function may be called anywhere.
  func noteValue(of word: Word, at range: SourceRange) {
    if word.isRandom { isRandom = true }
    switch word.effect.strongest {
    case .pure: break
    case .acts: report(.actAsValue(word.name, at: range))
    case .reads:
      guard !isMuted else { return }
      effects.append(
        PlannedEffect(
          effect: .reads, word: word.name, target: nil, isConditional: true, range: range))
    }
  }

  private func effect(
    of word: Word, _ call: Call, _ matching: Matching, _ signature: Signature
  ) -> Effect {
    guard let option = word.effect.option else { return word.effect.absent }
    guard let index = signature.index(of: option), index < matching.bound.count,
      !matching.bound[index].isEmpty
    else { return word.effect.absent }
    guard let text = literal(option, call, matching, signature) else {
      return word.effect.strongest
    }
    return word.effect.byConstant[text] ?? word.effect.otherwise
  }

  /// The text of an argument that is a constant or a plain string.
  private func literal(
    _ name: String, _ call: Call, _ matching: Matching, _ signature: Signature
  ) -> String? {
    guard let index = signature.index(of: name), index < matching.bound.count,
      case .argument(let place)? = matching.bound[index].first
    else { return nil }
    let value = call.arguments[place].value
    if case .name(let constant) = value.kind,
      signature.parameters[index].constants.contains(constant)
    {
      return constant
    }
    return value.literalText
  }
}
