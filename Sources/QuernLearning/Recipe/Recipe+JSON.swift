import QuernTable
package import QuernText

extension Recipe {
  package var json: JSON { .array(steps.map(\.json)) }

  package init(json: JSON) throws(LearningError) {
    guard let items = json.arrayValue else { throw .damaged("recipe") }
    var steps: [RecipeStep] = []
    for item in items { steps.append(try RecipeStep(json: item)) }
    self.init(steps: steps)
  }
}

extension RecipeStep {
  /// The word that makes it: `impute`.
  package var word: String {
    switch self {
    case .derive: "derive"
    case .update: "update"
    case .define(_, let replaces): replaces ? "update" : "derive"
    case .select: "select"
    case .drop: "drop"
    case .rename, .renameAll: "rename"
    case .cut: "cut"
    case .fill: "fill"
    case .impute: "impute"
    case .onehot: "onehot"
    case .scale: "scale"
    case .encodeTarget: "encode_target"
    case .lump: "lump"
    case .balance: "balance"
    }
  }

  package var json: JSON {
    var members: [(String, JSON)] = [("step", .string(word))]
    switch self {
    case .derive(let definitions), .update(let definitions):
      let pairs = definitions.map { JSON.array([.string($0.name), $0.expression.json()]) }
      members.append(("definitions", .array(pairs)))
    case .define(let definitions, _):
      members.append(("definitions", .array(definitions.map(\.json))))
    case .select(let columns), .drop(let columns):
      members.append(("columns", columns.json))
    case .rename(let pairs):
      members.append(
        ("names", .array(pairs.map { .array([.string($0.new), .string($0.old)]) })))
    case .renameAll(let pairs):
      members.append(
        ("names", .array(pairs.map { .array([.string($0.new), .string($0.old)]) })))
      members.append(("style", .string("snake_case")))
    case .cut(let name, let options):
      members.append(("column", .string(name)))
      members.append(("count", .int(Int64(options.count))))
      members.append(("quantile", .bool(options.isQuantile)))
      members.append(("closes_right", .bool(options.closesRight)))
      let labels = options.labels.map { JSON.array($0.map { .string($0) }) }
      members.append(("labels", labels ?? .null))
    case .fill(let values):
      members.append(
        ("values", .array(values.map { .array([.string($0.name), ScalarCodec.json($0.value)]) })))
    case .impute(let columns, let with, let indicator):
      members.append(("columns", columns.json))
      members.append(("with", with.json))
      members.append(("indicator", .bool(indicator)))
    case .onehot(let columns, let options):
      members.append(("columns", columns.json))
      members.append(("null_is_level", .bool(options.nullIsLevel)))
      members.append(("level_count_max", .int(Int64(options.levelCountMax))))
    case .scale(let columns, let scaling):
      members.append(("columns", columns.json))
      members.append(("to", .string(scaling.rawValue)))
    case .encodeTarget(let columns, let options):
      members.append(("columns", columns.json))
      members.append(("smoothing", .number(options.smoothing)))
    case .lump(let columns, let options):
      members.append(("columns", columns.json))
      members.append(("count_max", options.countMax.map { .int(Int64($0)) } ?? .null))
      members.append(("share_min", options.shareMin.map { .number($0) } ?? .null))
      members.append(("other", .string(options.other)))
    case .balance(let balance):
      members.append(("to", .string(balance.rawValue)))
    }
    return .object(JSONObject(members))
  }

  package init(json: JSON) throws(LearningError) {
    guard let word = json["step"]?.stringValue else { throw .damaged("recipe step") }
    switch word {
    case "derive", "update":
      let isAcross = json["definitions"]?.arrayValue?.contains { $0.objectValue != nil } ?? false
      if isAcross {
        self = .define(try Self.stepDefinitions(json), replaces: word == "update")
      } else {
        let definitions = try Self.definitions(json)
        self = word == "update" ? .update(definitions) : .derive(definitions)
      }
    case "select": self = .select(try Self.columns(json))
    case "drop": self = .drop(try Self.columns(json))
    case "rename":
      let names = try Self.names(json)
      self = json["style"] == nil ? .rename(names) : .renameAll(names)
    case "cut":
      guard let name = json["column"]?.stringValue else { throw .damaged("recipe step") }
      self = .cut(name, try CutOptions(json: json))
    case "fill": self = .fill(try Self.values(json))
    case "impute":
      self = .impute(
        try Self.columns(json), with: try Imputation(json: json["with"] ?? .null),
        indicator: json["indicator"]?.boolValue ?? false)
    case "onehot":
      let limit = json["level_count_max"]?.intValue ?? 1000
      self = .onehot(
        try Self.columns(json),
        OneHotOptions(
          nullIsLevel: json["null_is_level"]?.boolValue ?? false, levelCountMax: Int(limit)))
    case "scale":
      guard let scaling = Scaling(rawValue: json["to"]?.stringValue ?? "") else {
        throw .damaged("recipe step")
      }
      self = .scale(try Self.columns(json), scaling)
    case "encode_target":
      self = .encodeTarget(
        try Self.columns(json),
        TargetEncodingOptions(smoothing: json["smoothing"]?.doubleValue ?? 10))
    case "lump":
      self = .lump(
        try Self.columns(json),
        LumpOptions(
          countMax: json["count_max"]?.intValue.map { Int($0) },
          shareMin: json["share_min"]?.doubleValue,
          other: json["other"]?.stringValue ?? "other"))
    case "balance":
      guard let balance = Balance(rawValue: json["to"]?.stringValue ?? "") else {
        throw .damaged("recipe step")
      }
      self = .balance(balance)
    default: throw .damaged("recipe step")
    }
  }

  private static func columns(_ json: JSON) throws(LearningError) -> ColumnSelection {
    try ColumnSelection(json: json["columns"] ?? .null)
  }

  private static func definitions(
    _ json: JSON
  ) throws(LearningError) -> [(name: String, expression: ColumnExpression)] {
    var found: [(name: String, expression: ColumnExpression)] = []
    for pair in json["definitions"]?.arrayValue ?? [] {
      guard let items = pair.arrayValue, items.count == 2, let name = items[0].stringValue else {
        throw .damaged("recipe step")
      }
      guard let expression = ColumnExpression(json: items[1]) else {
        throw .damaged("column expression")
      }
      found.append((name, expression))
    }
    return found
  }

  private static func stepDefinitions(
    _ json: JSON
  ) throws(LearningError) -> [StepDefinition] {
    var found: [StepDefinition] = []
    for item in json["definitions"]?.arrayValue ?? [] {
      found.append(try StepDefinition(json: item))
    }
    return found
  }

  private static func names(_ json: JSON) throws(LearningError) -> [(new: String, old: String)] {
    var found: [(new: String, old: String)] = []
    for pair in json["names"]?.arrayValue ?? [] {
      guard let items = pair.arrayValue, items.count == 2, let new = items[0].stringValue,
        let old = items[1].stringValue
      else { throw .damaged("recipe step") }
      found.append((new, old))
    }
    return found
  }

  private static func values(_ json: JSON) throws(LearningError) -> [(name: String, value: Scalar)]
  {
    var found: [(name: String, value: Scalar)] = []
    for pair in json["values"]?.arrayValue ?? [] {
      guard let items = pair.arrayValue, items.count == 2, let name = items[0].stringValue else {
        throw .damaged("recipe step")
      }
      found.append((name, try ScalarCodec.scalar(items[1])))
    }
    return found
  }
}

extension CutOptions {
  fileprivate init(json: JSON) throws(LearningError) {
    guard let count = json["count"]?.intValue else { throw .damaged("recipe step") }
    self.init(
      count: Int(count), isQuantile: json["quantile"]?.boolValue ?? false,
      closesRight: json["closes_right"]?.boolValue ?? true,
      labels: json["labels"]?.arrayValue?.compactMap(\.stringValue))
  }
}

extension StepDefinition {
  /// A pair, or an object for an `across`.
  fileprivate var json: JSON {
    switch self {
    case .one(let name, let expression): .array([.string(name), expression.json()])
    case .across(let across): across.json
    }
  }

  fileprivate init(json: JSON) throws(LearningError) {
    if json.objectValue != nil {
      guard let across = try Across(json: json) else { throw .damaged("recipe step") }
      self = .across(across)
      return
    }
    guard let items = json.arrayValue, items.count == 2, let name = items[0].stringValue,
      let expression = ColumnExpression(json: items[1])
    else { throw .damaged("recipe step") }
    self = .one(name: name, expression)
  }
}

extension Imputation {
  package var json: JSON {
    switch self {
    case .median: .string("median")
    case .mean: .string("mean")
    case .mode: .string("mode")
    case .constant(let value):
      .object(JSONObject([("constant", ScalarCodec.json(value))]))
    }
  }

  package init(json: JSON) throws(LearningError) {
    switch json.stringValue {
    case "median": self = .median
    case "mean": self = .mean
    case "mode": self = .mode
    default:
      guard let value = json["constant"] else { throw .damaged("recipe step") }
      self = .constant(try ScalarCodec.scalar(value))
    }
  }
}
