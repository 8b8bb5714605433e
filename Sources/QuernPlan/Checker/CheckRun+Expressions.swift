import QuernSyntax
import QuernTable
import QuernText
import QuernValue

extension CheckRun {
  /// What is known of an expression's value; mistakes in it are reported.
  @discardableResult
  func check(_ expression: Expression) -> StaticValue {
    guard expressionDepth < PlanLimits.expressionDepthMax else {
      report(.tooDeep(at: expression.range))
      return .unknown
    }
    expressionDepth += 1
    defer { expressionDepth -= 1 }
    switch expression.kind {
    case .null: return StaticValue(of: .null, isExact: true)
    case .bool(let value): return StaticValue(of: .bool(value), isExact: true)
    case .int(let value): return StaticValue(of: .int(value), isExact: true)
    case .float(let value): return StaticValue(of: .float(value), isExact: true)
    case .size(let value): return StaticValue(of: .size(value), isExact: true)
    case .duration(let literal):
      return StaticValue(
        of: .duration(months: literal.months, microseconds: literal.microseconds),
        isExact: true)
    case .date(let literal): return StaticValue(.plain(LiteralDates.type(of: literal)))
    case .string(let parts): return check(parts)
    case .column(let name): return StaticValue(.column(.column(name)))
    case .name(let name): return check(name: name, at: expression.range)
    case .list(let elements): return check(list: elements)
    case .record(let fields): return check(record: fields)
    case .call(let call): return check(call, piped: nil)
    case .pipe(let left, let call):
      pipedExpressions[call.range] = left
      return check(call, piped: (check(left), left.range))
    case .lambda(let formals, let body): return check(lambda: formals, body)
    case .field(let base, let name): return check(field: name, of: check(base), base)
    case .index(let base, let index): return check(index: check(index), of: check(base), expression)
    case .unary(let operation, let operand):
      return check(operation, check(operand), at: expression.range)
    case .binary(let operation, let left, let right):
      noteNullComparison(operation, left, right, at: expression.range)
      return check(operation, check(left), check(right), at: expression.range)
    case .isNull(let operand, let negated): return check(isNull: check(operand), negated)
    case .conditional, .loop, .cases, .block: return check(compound: expression)
    case .error: return .unknown
    }
  }

  private func check(_ parts: [StringPart]) -> StaticValue {
    var text = ""
    var isLiteral = true
    var pieces: [Value?] = []
    var hasColumn = false
    for part in parts {
      switch part {
      case .text(let piece):
        text += piece
        pieces.append(.string(piece))
      case .expression(let expression):
        isLiteral = false
        let value = check(expression)
        hasColumn = hasColumn || value.type.isColumn
        pieces.append(value.operandSpecimen)
      }
    }
    if hasColumn {
      let known = pieces.compactMap { $0 }
      return StaticValue(.column(known.count == pieces.count ? Lifting.text(known) : nil))
    }
    return isLiteral ? StaticValue(of: .string(text), isExact: true) : StaticValue(.string)
  }

  private func check(name: String, at range: SourceRange) -> StaticValue {
    switch meaning(of: name) {
    case .value(let value): return value
    case .binding(let binding):
      noteRead(name)
      return StaticValue(binding.type)
    case .word(let word):
      noteValue(of: word, at: range)
      let names = word.parameters.map(\.name)
      let required = word.parameters.prefix { $0.isRequired && $0.kind == .positional }.count
      return StaticValue(
        .function(
          FunctionShape(name: word.name, formals: names, requiredCount: required)))
    case nil:
      report(
        name == "_"
          ? .noResultYet(at: range)
          : unknown(name, suggestion(for: name), at: range))
      return .unknown
    }
  }

  /// Columns first, then names of the session, then words.
  func suggestion(for name: String) -> Diagnostic.NameSuggestion? {
    for table in pipedSchemas.reversed() + tablesInReach {
      if let field = table[name] { return .column(field.type.name) }
    }
    let known = scopes.reversed().flatMap { $0.keys.sorted() } + bindings.keys.sorted()
    if let near = Suggestion.nearest(name, in: known) { return .name(near) }
    if let near = registry.nearest(name) { return .name(near) }
    if expectsColumn { return .columnPerhaps }
    return ForeignNames.advice(forWord: name).map { .advice($0) }
  }

  /// Schemas of the tables that names stand for, in an order that is always the same.
  private var tablesInReach: [Schema] {
    let local = scopes.reversed().flatMap { scope in
      scope.keys.sorted().compactMap { scope[$0]?.type.schema }
    }
    return local + bindings.keys.sorted().compactMap { bindings[$0]?.type.schema }
  }

  private func check(list elements: [Expression]) -> StaticValue {
    let values = elements.map { check($0) }
    if !values.isEmpty, values.allSatisfy({ $0.type.isColumn || $0.specimen != nil }),
      let known = specimens(values)
    {
      return StaticValue(of: .list(known), isExact: values.allSatisfy(\.isExact))
    }
    if values.isEmpty { return StaticValue(of: .list([]), isExact: true) }
    let common = StaticType.common(values.map(\.type))
    return StaticValue(common.isUnknown ? .tuple(values.map(\.type)) : .list(common))
  }

  private func specimens(_ values: [StaticValue]) -> [Value]? {
    var result: [Value] = []
    for value in values {
      guard let specimen = value.specimen else { return nil }
      result.append(specimen)
    }
    return result
  }

  func check(
    record fields: [RecordField], value check: ((Expression) -> StaticValue)? = nil
  ) -> StaticValue {
    var seen: Set<String> = []
    var members: [StaticType.Member] = []
    var values: [StaticValue] = []
    for field in fields {
      if !seen.insert(field.name.text).inserted {
        report(.duplicateName(field.name.text, at: field.name.range))
      }
      let value = check?(field.value) ?? self.check(field.value)
      values.append(value)
      members.append(StaticType.Member(field.name.text, value.type))
    }
    var result = StaticValue(.record(members))
    if let known = specimens(values) {
      result.literal = StaticValue.Literal(
        value: .record(Record(zip(members.map(\.name), known).map { ($0, $1) })))
      result.isExact = values.allSatisfy(\.isExact)
    }
    return result
  }

  private func check(lambda formals: [Name], _ body: Expression) -> StaticValue {
    at(.lambda) {
      inScope(formals.map { ($0, .unknown) }) { _ = check(body) }
    }
    let shape = FunctionShape(
      name: nil, formals: formals.map(\.text), requiredCount: formals.count)
    let probe = StaticLambda(run: self, formals: formals, body: body, scopes: scopes)
    let stand = FunctionValue(
      origin: .lambda, source: "", formals: shape.formals, requiredCount: formals.count,
      compiled: probe)
    return StaticValue(.function(shape), standIn: .function(stand))
  }

  private func check(
    field name: Name, of base: StaticValue, _ expression: Expression
  ) -> StaticValue {
    switch base.type {
    case .record(let members):
      if let member = members.first(where: { $0.name == name.text }) {
        if case .record(let record)? = base.literal?.value, let value = record[name.text] {
          return StaticValue(of: value, isExact: base.isExact)
        }
        return StaticValue(member.type)
      }
      report(
        .unknownField(
          name.text, of: "the record", has: members.map(\.name),
          nearest: Suggestion.nearest(name.text, in: members.map(\.name)),
          isWord: registry[name.text] != nil, at: name.range))
      return .unknown
    case .table(let schema?):
      guard let field = schema[name.text] else {
        let mistake = TableError.unknownColumn(name: name.text, schema: schema)
        var diagnostic = Diagnostic(mistake, table: tableName(expression), at: name.range)
        if registry[name.text] != nil {
          diagnostic.hints.append("`\(name.text)` is a word: table |> \(name.text)()")
        }
        report(diagnostic)
        return .unknown
      }
      return StaticValue(.list(StaticType(field.type)))
    case .column(let owner):
      return StaticValue(.column(owner.map { .function(.field(name.text), [$0]) }))
    case .unknown, .plain, .list, .tuple, .range, .table, .function, .model:
      if let fields = KnownFields.of(base.type), !fields.contains(where: { $0.name == name.text }) {
        report(
          .unknownField(
            name.text, of: article(base.type), has: fields.map(\.name),
            nearest: Suggestion.nearest(name.text, in: fields.map(\.name)),
            isWord: registry[name.text] != nil, at: name.range))
      }
      let known = KnownFields.of(base.type)?.first { $0.name == name.text }
      return StaticValue(known?.type ?? .unknown)
    }
  }

  /// The name of the table that an expression is, for messages; nil where it has none.
  func tableName(_ expression: Expression) -> String? {
    if case .name(let name) = expression.kind { return name }
    return nil
  }

  private func check(
    index: StaticValue, of base: StaticValue, _ expression: Expression
  ) -> StaticValue {
    switch base.type {
    case .list(let element): return StaticValue(element)
    case .tuple(let types):
      if case .int(let place)? = index.exact {
        let offset = place < 0 ? place + Int64(types.count) : place
        if offset >= 0, offset < Int64(types.count) { return StaticValue(types[Int(offset)]) }
        report(.indexOutOfRange(place, count: types.count, at: expression.range))
      }
      return .unknown
    case .record(let members):
      guard case .string(let name)? = index.exact else { return .unknown }
      return StaticValue(members.first { $0.name == name }?.type ?? .unknown)
    case .table(let schema):
      guard case .string(let name)? = index.exact, let field = schema?[name] else {
        return .unknown
      }
      return StaticValue(.list(StaticType(field.type)))
    case .unknown, .range: return .unknown
    case .plain(.record), .plain(.null): return .unknown
    case .plain, .column, .function, .model:
      report(.notIndexable(article(base.type), at: expression.range))
      return .unknown
    }
  }

  private func check(isNull operand: StaticValue, _ negated: Bool) -> StaticValue {
    guard case .column(let expression) = operand.type else { return StaticValue(.bool) }
    return StaticValue(.column(expression.map { .isNull($0, negated: negated) }))
  }
}
