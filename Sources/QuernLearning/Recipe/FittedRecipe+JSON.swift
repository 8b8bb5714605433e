import QuernTable
package import QuernText

extension FittedRecipe {
  package var json: JSON { .array(steps.map(\.json)) }

  package init(json: JSON) throws(LearningError) {
    guard let items = json.arrayValue else { throw .damaged("recipe") }
    var steps: [FittedStep] = []
    for item in items { steps.append(try FittedStep(json: item)) }
    self.init(steps: steps)
  }
}

extension FittedStep {
  var json: JSON {
    switch self {
    case .derive(let definitions): RecipeStep.derive(definitions).json
    case .update(let definitions): RecipeStep.update(definitions).json
    case .drop(let names): RecipeStep.drop(.names(names)).json
    case .rename(let pairs): RecipeStep.rename(pairs).json
    case .fill(let values): RecipeStep.fill(values).json
    case .impute(let columns): Self.step("impute", columns.map(\.json))
    case .onehot(let columns): Self.step("onehot", columns.map(\.json))
    case .scale(let columns): Self.step("scale", columns.map(\.json))
    }
  }

  init(json: JSON) throws(LearningError) {
    let columns = json["columns"]?.arrayValue ?? []
    switch json["step"]?.stringValue {
    case "impute":
      var read: [Imputed] = []
      for column in columns { read.append(try Imputed(json: column)) }
      self = .impute(read)
    case "onehot":
      var read: [Encoded] = []
      for column in columns { read.append(try Encoded(json: column)) }
      self = .onehot(read)
    case "scale":
      var read: [Scaled] = []
      for column in columns { read.append(try Scaled(json: column)) }
      self = .scale(read)
    default: self = try Self.rowWise(try RecipeStep(json: json))
    }
  }

  private static func rowWise(_ step: RecipeStep) throws(LearningError) -> FittedStep {
    switch step {
    case .derive(let definitions): return .derive(definitions)
    case .update(let definitions): return .update(definitions)
    case .drop(.names(let names)): return .drop(names)
    case .rename(let pairs): return .rename(pairs)
    case .fill(let values): return .fill(values)
    case .select, .drop, .impute, .onehot, .scale: throw .damaged("recipe step")
    }
  }

  private static func step(_ word: String, _ columns: [JSON]) -> JSON {
    .object(JSONObject([("step", .string(word)), ("columns", .array(columns))]))
  }
}

extension FittedStep.Imputed {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("name", .string(name)), ("value", ScalarCodec.json(value)), ("is_number", .bool(isNumber)),
        ("indicator", indicator.map { .string($0) } ?? .null),
      ]))
  }

  fileprivate init(json: JSON) throws(LearningError) {
    guard let name = json["name"]?.stringValue, let value = json["value"] else {
      throw .damaged("recipe step")
    }
    self.init(
      name: name, value: try ScalarCodec.scalar(value),
      isNumber: json["is_number"]?.boolValue ?? false, indicator: json["indicator"]?.stringValue)
  }
}

extension FittedStep.Encoded {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("name", .string(name)), ("levels", .array(levels.map(ScalarCodec.json))),
        ("columns", .array(columns.map { .string($0) })),
        ("null_column", nullColumn.map { .string($0) } ?? .null),
      ]))
  }

  fileprivate init(json: JSON) throws(LearningError) {
    var levels: [Scalar] = []
    for level in json["levels"]?.arrayValue ?? [] { levels.append(try ScalarCodec.scalar(level)) }
    let columns = json["columns"]?.arrayValue?.compactMap(\.stringValue) ?? []
    guard let name = json["name"]?.stringValue, levels.count == columns.count else {
      throw .damaged("recipe step")
    }
    self.init(
      name: name, levels: levels, columns: columns, nullColumn: json["null_column"]?.stringValue)
  }
}

extension FittedStep.Scaled {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("name", .string(name)), ("center", .number(center)), ("width", .number(width)),
      ]))
  }

  fileprivate init(json: JSON) throws(LearningError) {
    guard let name = json["name"]?.stringValue, let center = json["center"]?.doubleValue,
      let width = json["width"]?.doubleValue
    else { throw .damaged("recipe step") }
    self.init(name: name, center: center, width: width)
  }
}
