package import QuernText

extension ColumnExpression {
  /// The expression as JSON: `["op", parts…]`.
  package func json() -> JSON {
    switch self {
    case .column(let name): ["column", .string(name)]
    case .literal(let value): ["literal", value.taggedJSON()]
    case .unary(let operation, let a): [.string(operation.rawValue), a.json()]
    case .binary(let operation, let a, let b): [.string(operation.rawValue), a.json(), b.json()]
    case .isNull(let a, let negated): [negated ? "isNotNull" : "isNull", a.json()]
    case .member(let a, let values, let negated):
      [negated ? "notMember" : "member", a.json(), .array(values.map { $0.taggedJSON() })]
    case .between(let a, let low, let high): ["between", a.json(), low.json(), high.json()]
    case .conditional(let condition, let yes, let no):
      ["if", condition.json(), yes.json(), no.json()]
    case .function(.cast(let type), let arguments):
      .array(["cast", Schema.typeJSON(type)] + arguments.map { $0.json() })
    case .function(.field(let name), let arguments):
      .array(["field", .string(name)] + arguments.map { $0.json() })
    case .function(.levels(let levels, let other), let arguments):
      .array(
        [
          "levels", .array(levels.map { .string($0) }), other.map { .string($0) } ?? .null,
        ] + arguments.map { $0.json() })
    case .function(.cut(let spec), let arguments):
      .array(["cut", spec.json] + arguments.map { $0.json() })
    case .function(let function, let arguments) where function.parameters != nil:
      .array(
        ["call", .string(function.tag), .array(function.parameters ?? [])]
          + arguments.map { $0.json() })
    case .function(let function, let arguments):
      .array(["function", .string(function.name)] + arguments.map { $0.json() })
    case .aggregate(let aggregate, let argument):
      .array(
        ["aggregate", .string(aggregate.name), aggregate.shareJSON]
          + (argument.map { [$0.json()] } ?? []))
    case .window(let window, let parts):
      .array(["window"] + window.json + parts.map { $0.json() })
    }
  }

  /// Reads what `json()` wrote; nil when it is anything else or too deep.
  package init?(json: JSON) { self.init(json: json, depth: 0) }

  private init?(json: JSON, depth: Int) {
    guard depth < Limits.expressionDepthMax, let parts = json.arrayValue,
      let word = parts.first?.stringValue
    else { return nil }
    func part(_ index: Int) -> ColumnExpression? {
      json[index].flatMap { ColumnExpression(json: $0, depth: depth + 1) }
    }
    func rest(_ from: Int) -> [ColumnExpression]? {
      let read = parts.dropFirst(from).map { ColumnExpression(json: $0, depth: depth + 1) }
      let found = read.compactMap { $0 }
      return found.count == read.count ? found : nil
    }
    switch word {
    case "column":
      guard let name = json[1]?.stringValue else { return nil }
      self = .column(name)
    case "literal":
      guard let value = json[1].flatMap({ Scalar(tagged: $0) }) else { return nil }
      self = .literal(value)
    case "isNull", "isNotNull":
      guard let a = part(1) else { return nil }
      self = .isNull(a, negated: word == "isNotNull")
    case "member", "notMember":
      guard let a = part(1), let list = json[2]?.arrayValue else { return nil }
      let values = list.compactMap { Scalar(tagged: $0) }
      guard values.count == list.count else { return nil }
      self = .member(a, values, negated: word == "notMember")
    case "between":
      guard let a = part(1), let low = part(2), let high = part(3) else { return nil }
      self = .between(a, low, high)
    case "if":
      guard let a = part(1), let yes = part(2), let no = part(3) else { return nil }
      self = .conditional(a, yes, no)
    case "cast":
      guard let type = json[1].flatMap({ Schema.type($0) }), let arguments = rest(2)
      else { return nil }
      self = .function(.cast(type), arguments)
    case "field":
      guard let name = json[1]?.stringValue, let arguments = rest(2) else { return nil }
      self = .function(.field(name), arguments)
    case "levels":
      guard let levels = json[1]?.arrayValue?.compactMap(\.stringValue), let arguments = rest(3)
      else { return nil }
      self = .function(.levels(levels, other: json[2]?.stringValue), arguments)
    case "cut":
      guard let spec = json[1].flatMap({ CutSpec(json: $0) }), let arguments = rest(2)
      else { return nil }
      self = .function(.cut(spec), arguments)
    case "function":
      guard let function = json[1]?.stringValue.flatMap(ScalarFunction.named),
        let arguments = rest(2)
      else { return nil }
      self = .function(function, arguments)
    case "call":
      guard let tag = json[1]?.stringValue, let parameters = json[2]?.arrayValue,
        let function = ScalarFunction(tag: tag, parameters: parameters), let arguments = rest(3)
      else { return nil }
      self = .function(function, arguments)
    case "aggregate":
      guard let name = json[1]?.stringValue,
        let aggregate = Aggregate.named(name, share: json[2]?.doubleValue),
        let arguments = rest(3), arguments.count <= 1
      else { return nil }
      self = .aggregate(aggregate, arguments.first)
    case "window":
      guard let tag = json[1]?.stringValue, let parameters = json[2]?.arrayValue,
        let window = Window(tag: tag, parameters: parameters, order: json[3]),
        let arguments = rest(4)
      else { return nil }
      self = .window(window, arguments)
    default:
      if let operation = UnaryOperation(rawValue: word), let a = part(1) {
        self = .unary(operation, a)
      } else if let operation = BinaryOperation(rawValue: word), let a = part(1), let b = part(2) {
        self = .binary(operation, a, b)
      } else {
        return nil
      }
    }
  }
}

extension Aggregate {
  var shareJSON: JSON {
    if case .quantile(let share) = self { return .number(share) }
    return .null
  }
}
