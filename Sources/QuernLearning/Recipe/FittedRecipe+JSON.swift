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
    case .lump(let columns): Self.step("lump", columns.map(\.json))
    case .encode(let columns): Self.step("encode_target", columns.map(\.json))
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
    case "lump":
      var read: [Lumped] = []
      for column in columns { read.append(try Lumped(json: column)) }
      self = .lump(read)
    case "encode_target":
      var read: [TargetEncoded] = []
      for column in columns { read.append(try TargetEncoded(json: column)) }
      self = .encode(read)
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
    case .define, .renameAll, .cut, .select, .drop, .impute, .onehot, .scale, .lump, .encodeTarget,
      .balance:
      throw .damaged("recipe step")
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

extension FittedStep.Lumped {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("name", .string(name)), ("kept", .array(kept.map(ScalarCodec.json))),
        ("other", .string(other)),
      ]))
  }

  fileprivate init(json: JSON) throws(LearningError) {
    guard let name = json["name"]?.stringValue, let other = json["other"]?.stringValue else {
      throw .damaged("recipe step")
    }
    var kept: [Scalar] = []
    for level in json["kept"]?.arrayValue ?? [] { kept.append(try ScalarCodec.scalar(level)) }
    self.init(name: name, kept: kept, other: other)
  }
}

extension FittedStep.TargetEncoded {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("name", .string(name)), ("levels", .array(levels.map(ScalarCodec.json))),
        (
          "outputs",
          .array(
            outputs.map { output in
              .array([
                .string(output.column), .array(output.values.map { .number($0) }),
                .number(output.other),
              ])
            })
        ),
      ]))
  }

  fileprivate init(json: JSON) throws(LearningError) {
    guard let name = json["name"]?.stringValue else { throw .damaged("recipe step") }
    var levels: [Scalar] = []
    for level in json["levels"]?.arrayValue ?? [] { levels.append(try ScalarCodec.scalar(level)) }
    var outputs: [Output] = []
    for output in json["outputs"]?.arrayValue ?? [] {
      guard let items = output.arrayValue, items.count == 3, let column = items[0].stringValue,
        let values = items[1].arrayValue?.compactMap(\.doubleValue), values.count == levels.count,
        let other = items[2].doubleValue
      else { throw .damaged("recipe step") }
      outputs.append(Output(column: column, values: values, other: other))
    }
    self.init(name: name, levels: levels, outputs: outputs)
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
