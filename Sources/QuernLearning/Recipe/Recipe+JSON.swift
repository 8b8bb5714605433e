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
    case .select: "select"
    case .drop: "drop"
    case .rename: "rename"
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
    case .select(let columns), .drop(let columns):
      members.append(("columns", columns.json))
    case .rename(let pairs):
      members.append(
        ("names", .array(pairs.map { .array([.string($0.new), .string($0.old)]) })))
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
    case "derive": self = .derive(try Self.definitions(json))
    case "update": self = .update(try Self.definitions(json))
    case "select": self = .select(try Self.columns(json))
    case "drop": self = .drop(try Self.columns(json))
    case "rename": self = .rename(try Self.names(json))
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
