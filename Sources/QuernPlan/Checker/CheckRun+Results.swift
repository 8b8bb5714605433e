import QuernSyntax
import QuernTable
import QuernValue

extension CheckRun {
  /// Reports arguments of a type that their parameter does not take.
  func checkTypes(
    _ word: Word, _ signature: Signature, _ matching: Matching, _ call: Call,
    _ arguments: [[StaticValue]], piped: StaticValue?
  ) -> Bool {
    var isRight = true
    for (place, parameter) in signature.parameters.enumerated() where !parameter.isDeferred {
      for (value, source) in zip(arguments[place], matching.bound[place]) {
        guard let type = value.type.valueType, type != .null else { continue }
        if word.lift != nil, type == .column { continue }
        if parameter.kind == .definitions, type == .across { continue }
        if parameter.type.accepts(type) { continue }
        isRight = false
        report(wrongArgument(word, parameter, type, source, call))
      }
    }
    return isRight
  }

  private func range(of source: Matching.Source, _ call: Call) -> SourceRange {
    switch source {
    case .piped: call.callee.range
    case .argument(let index): call.arguments[index].value.range
    }
  }

  private func wrongArgument(
    _ word: Word, _ parameter: Parameter, _ type: ValueType, _ source: Matching.Source,
    _ call: Call
  ) -> Diagnostic {
    if parameter.kind == .definitions, case .argument(let index) = source,
      case .definition(let name) = call.arguments[index].label
    {
      return .definitionType(
        name.text, word: word.name, found: type.nameWithArticle,
        at: range(of: source, call))
    }
    return .argumentType(
      word: word.name, parameter: parameter.name, expected: parameter.type.name,
      found: type.nameWithArticle, hint: hint(word, parameter, type, source, call),
      at: range(of: source, call))
  }

  /// What was probably meant by an argument of another type.
  private func hint(
    _ word: Word, _ parameter: Parameter, _ type: ValueType, _ source: Matching.Source,
    _ call: Call
  ) -> String? {
    if parameter.type == .table, type == .list || type == .range {
      return word.name == "filter"
        ? "of a list: for x in list if …: x" : "table({x: list}) makes a table of a list"
    }
    if word.name == "len", type == .table { return "count_rows(t) counts the rows" }
    if parameter.type == .table, type == .model || type == .algorithm || type == .column {
      let name = word.name
      if type == .column, name == "fill" { return "in a column, write .x ?? value" }
      return type == .column ? nil : "the table comes first: t |> \(name)(…)"
    }
    if type == .record || type == .column && parameter.type == .constant,
      word.parameters.contains(where: { $0.kind == .definitions })
    {
      return "`\(word.name)` takes definitions: \(word.name)(name = …)"
    }
    guard case .argument(let index) = source else { return nil }
    let expression = call.arguments[index].value
    if type == .function, case .name(let name) = expression.kind, registry[name] != nil {
      return "`\(name)` is a word, and called with parentheses: \(name)(…)"
    }
    if parameter.type == .endpoint, type == .string, let text = expression.literalText {
      return "write endpoint(\"\(text)\")"
    }
    if type == .column, parameter.type == .string {
      return "a column has a value in every row; one of them is t.x[0], or a field of one(t)"
    }
    return nil
  }

  /// The result of a call whose arguments are in order.
  func result(
    of word: Word, _ call: Call, _ matching: Matching, _ arguments: [[StaticValue]]
  ) -> StaticValue {
    let lifts = word.lift != nil && arguments.contains { $0.contains { $0.type.isColumn } }
    switch word.result {
    case .type(let type): return lifts ? lifted(word, call, matching, arguments) : StaticValue(type)
    case .lifted(let type):
      return lifts ? lifted(word, call, matching, arguments) : StaticValue(type)
    case .sameAsFirst: return arguments.first?.first ?? .unknown
    case .verb(let keepsSchema):
      if let outcome = run(word, call, matching, arguments) { return outcome }
      return keepsSchema ? arguments.first?.first ?? .unknown : StaticValue(.anyTable)
    case .evaluated(let otherwise):
      return run(word, call, matching, arguments) ?? StaticValue(otherwise)
    case .analysed(let analyse):
      let inquiry = StaticCall(
        word: word, arguments: arguments, site: site(call, matching),
        report: { [self] in report($0) },
        run: { [self] in run(word, call, matching, arguments)?.type })
      return StaticValue(analyse(inquiry))
    }
  }

  private func site(_ call: Call, _ matching: Matching) -> CallSite {
    CallSite(call, matching: matching, piped: pipedExpressions[call.range], ordinal: 0)
  }

  private func lifted(
    _ word: Word, _ call: Call, _ matching: Matching, _ arguments: [[StaticValue]]
  ) -> StaticValue {
    guard let lift = word.lift,
      let bound = bind(word, call, matching, arguments, { $0.operandSpecimen })
    else { return StaticValue(.column(nil)) }
    let site = site(call, matching)
    do {
      let call = WordCall(word: word, arguments: bound, site: site, context: analysisContext)
      return StaticValue(.column(try lift(call)))
    } catch {
      complain(error, word, site)
      return StaticValue(.column(nil))
    }
  }

  /// Runs a verb on placeholders; nil where too little is known. What it complains of is reported.
  private func run(
    _ word: Word, _ call: Call, _ matching: Matching, _ arguments: [[StaticValue]]
  ) -> StaticValue? {
    guard let bound = bind(word, call, matching, arguments, { $0.specimen }) else { return nil }
    let site = site(call, matching)
    do {
      let call = WordCall(word: word, arguments: bound, site: site, context: analysisContext)
      let isExact = arguments.allSatisfy { $0.allSatisfy(\.isExact) }
      return standIn(for: try word.body(call), isExact: isExact)
    } catch let error as RuntimeError where error.isUnknowable {
      return nil
    } catch {
      complain(error, word, site)
      return .unknown
    }
  }

  private func standIn(for value: Value, isExact: Bool) -> StaticValue {
    switch value {
    case .list(let values):
      return StaticValue(.tuple(values.map { StaticType(of: $0) }))
    case .table, .model: return StaticValue(StaticType(of: value))
    default: return StaticValue(of: value, isExact: isExact)
    }
  }

  private func complain(_ error: any Error, _ word: Word, _ site: CallSite) {
    if (error as? RuntimeError)?.isUnknowable == true { return }
    report(RuntimeError(thrown: error, by: word, at: site).diagnostic)
  }

  private var analysisContext: CallContext {
    CallContext(
      host: AnalysisHost.shared, interpreter: StaticInterpreter.shared, seed: 0, cell: nil,
      loop: [])
  }

  /// The arguments as values that stand for them; nil where one has none.
  private func bind(
    _ word: Word, _ call: Call, _ matching: Matching, _ arguments: [[StaticValue]],
    _ specimen: (StaticValue) -> Value?
  ) -> [BoundArgument]? {
    var bound: [BoundArgument] = []
    for (place, parameter) in word.parameters.enumerated() {
      var values: [Value] = []
      for argument in arguments[place] {
        guard let value = specimen(argument) else { return nil }
        values.append(value)
      }
      switch parameter.kind {
      case _ where parameter.isDeferred: return nil
      case _ where values.isEmpty: bound.append(.absent)
      case .positional, .option: bound.append(.one(values[0]))
      case .variadic: bound.append(.many(values))
      case .definitions:
        bound.append(
          .definitions(definitions(zip(matching.bound[place], values), call)))
      }
    }
    return bound
  }

  private func definitions(
    _ pairs: Zip2Sequence<[Matching.Source], [Value]>, _ call: Call
  ) -> [BoundDefinition] {
    pairs.map { source, value in
      guard case .argument(let index) = source else {
        return BoundDefinition(name: "", value: value, range: call.range)
      }
      let argument = call.arguments[index]
      guard case .definition(let name) = argument.label else {
        return BoundDefinition(name: "", value: value, range: argument.range)
      }
      return BoundDefinition(name: name.text, value: value, range: argument.range)
    }
  }
}
