import QuernSyntax
import QuernTable
import QuernText
import QuernValue

extension CheckRun {
  /// What is known of a call's result.
  func check(_ call: Call, piped: (value: StaticValue, range: SourceRange)?) -> StaticValue {
    switch call.callee {
    case .name(let name):
      switch meaning(of: name.text) {
      case .word(let word): return check(word, call, piped: piped?.value)
      case .value(let value):
        return check(value, functions[name.text], call, piped: piped?.value)
      case .binding(let binding):
        noteRead(name.text)
        return check(StaticValue(binding.type), binding.function, call, piped: piped?.value)
      case nil:
        for argument in call.arguments { check(argument.value) }
        report(
          unknown(name.text, callSuggestion(for: name.text), at: name.range))
        return .unknown
      }
    case .path(let names):
      return check(path: names, call, piped: piped?.value)
    case .expression(let expression):
      return check(check(expression), nil, call, piped: piped?.value)
    }
  }

  private func callSuggestion(for name: String) -> Diagnostic.NameSuggestion? {
    let callable =
      scopes.flatMap { $0.filter { $0.value.type.valueType == .function }.keys }
      + bindings.filter { $0.value.type.valueType == .function }.keys
    if let advice = ForeignNames.advice(forWord: name) { return .advice(advice) }
    return Suggestion.nearest(name, in: callable.sorted() + registry.names)
      .map { .name($0) }
  }

  /// A name that nothing bears; a lambda that calls itself is told of `fn`.
  func unknown(
    _ name: String, _ suggestion: Diagnostic.NameSuggestion?, at range: SourceRange
  ) -> Diagnostic {
    guard let lambda = namedLambda, lambda.name == name else {
      return .unknownName(name, suggestion: suggestion, at: range)
    }
    var diagnostic = Diagnostic.unknownName(name, suggestion: nil, at: range)
    diagnostic.hints = [
      "a function that calls itself is defined by fn: "
        + "fn \(name)(\(lambda.formals.joined(separator: ", "))) = …"
    ]
    return diagnostic
  }

  /// A call of a function of the session: arity and names of formals, then its body.
  private func check(
    _ function: StaticValue, _ checked: CheckedFunction?, _ call: Call, piped: StaticValue?
  ) -> StaticValue {
    let given = call.arguments.map { check($0.value) }
    switch function.type {
    case .function(let shape?):
      let signature = Signature(shape)
      let matching = Matching(
        signature, call.arguments, piped: piped != nil, range: call.range)
      matching.diagnostics.forEach { report($0) }
      guard matching.isWhole else { return .unknown }
      let arguments = matching.bound.map { sources -> StaticValue? in
        switch sources.first {
        case .piped: piped
        case .argument(let index): given[index]
        case nil: nil
        }
      }
      if let checked { return infer(checked, arguments) }
      return .unknown
    case .function(nil), .unknown: return .unknown
    case .plain, .list, .tuple, .record, .range, .column, .table, .model:
      report(.notCallable(article(function.type), at: call.callee.range))
      return .unknown
    }
  }

  /// Looks into a function's body with the types of a call, without reporting anything.
  private func infer(_ function: CheckedFunction, _ arguments: [StaticValue?]) -> StaticValue {
    guard inferenceDepth < PlanLimits.inferenceDepthMax else { return .unknown }
    let outer = (scopes, isMuted, place, isRandom)
    inferenceDepth += 1
    isMuted = true
    place = .function
    scopes = [function.environment]
    defer {
      (scopes, isMuted, place, isRandom) = outer
      inferenceDepth -= 1
    }
    let statement = function.statement
    scopes[0][statement.name.text] = StaticValue(.function(FunctionShape(statement)))
    var values: [String: StaticValue] = [:]
    for (index, formal) in statement.formals.enumerated() {
      let given = index < arguments.count ? arguments[index] : nil
      values[formal.name.text] = given ?? formal.value.map { check($0) } ?? .unknown
    }
    scopes.append(values)
    return check(statement.body)
  }

  /// `lib.f(x)`: a field that holds a function; there are no methods.
  private func check(path names: [Name], _ call: Call, piped: StaticValue?) -> StaticValue {
    guard let first = names.first, let last = names.last else { return .unknown }
    var value = check(Expression(.name(first.text), first.range))
    for name in names.dropFirst() {
      guard case .record(let members) = value.type else {
        for argument in call.arguments { check(argument.value) }
        if !value.type.isUnknown {
          report(
            .noMethods(
              last.text, on: article(value.type), called: first.text,
              isWord: registry[last.text] != nil, at: call.callee.range))
        }
        return .unknown
      }
      guard let member = members.first(where: { $0.name == name.text }) else {
        for argument in call.arguments { check(argument.value) }
        report(
          .unknownField(
            name.text, of: "`\(first.text)`", has: members.map(\.name),
            nearest: Suggestion.nearest(name.text, in: members.map(\.name)),
            at: name.range))
        return .unknown
      }
      value = StaticValue(member.type)
    }
    return check(value, nil, call, piped: piped)
  }
}
