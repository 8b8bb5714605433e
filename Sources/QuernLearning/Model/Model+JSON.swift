import QuernTable
package import QuernText

/// `model.json`: one object, members in a fixed order, the same bytes for the same model.
extension Model {
  static let formatName = "quern-model"
  static let formatVersion: Int64 = 1

  package func json() throws(LearningError) -> JSON {
    var object = JSONObject([
      ("format", .string(Self.formatName)),
      ("version", .int(Self.formatVersion)),
      ("algorithm", algorithm.json),
      ("task", .string(task.rawValue)),
      ("target", SchemaCodec.json(Schema(fields: target.map { [$0] } ?? []))),
      ("classes", .array(classes.map(ScalarCodec.json))),
      ("positive", positive.map(ScalarCodec.json) ?? .null),
      ("inputs", SchemaCodec.json(inputSchema)),
      ("recipe", recipe?.json ?? .null),
      ("features", .array(featureNames.map { .string($0) })),
      ("history", .array(history.map(\.json))),
      ("notes", .array(notes.map { .string($0) })),
      ("trained_rows", .int(Int64(trainedRows))),
      ("row_digests", rowDigests.json),
      ("validation_digests", validationDigests?.json ?? .null),
      ("seed", .int(seed)), ("computed", .array(computedInputs.map(\.json))),
    ])
    // Only where there is one: models without keep the bytes, and the names, that they had.
    if let threshold { object["threshold"] = .number(threshold) }
    object["predictor"] = try predictor.json()
    return .object(object)
  }

  /// The bytes of `model.json`.
  package func utf8() throws(LearningError) -> [UInt8] {
    try json().utf8()
  }

  package convenience init(json: JSON) throws(LearningError) {
    guard json["format"]?.stringValue == Self.formatName else { throw .damaged("model") }
    guard let version = json["version"]?.intValue, version <= Self.formatVersion else {
      throw .newerModel(json["version"]?.intValue ?? 0)
    }
    guard let algorithm = json["algorithm"], let predictor = json["predictor"],
      let task = LearningTask(rawValue: json["task"]?.stringValue ?? ""),
      let digests = json["row_digests"]
    else { throw .damaged("model") }
    let target = try SchemaCodec.schema(json["target"] ?? .null).fields.first
    guard (target != nil) == task.hasTarget else { throw .damaged("model") }
    var classes: [Scalar] = []
    for label in json["classes"]?.arrayValue ?? [] {
      classes.append(try ScalarCodec.scalar(label))
    }
    var computed: [ComputedInput] = []
    for input in json["computed"]?.arrayValue ?? [] {
      computed.append(try ComputedInput(json: input))
    }
    let parts = ModelParts(
      algorithm: try AlgorithmSpec(json: algorithm), task: task, target: target, classes: classes,
      positive: try Self.present(json["positive"]).map(ScalarCodec.scalar),
      inputSchema: try SchemaCodec.schema(json["inputs"] ?? .null),
      recipe: try Self.present(json["recipe"]).map(FittedRecipe.init(json:)),
      featureNames: json["features"]?.arrayValue?.compactMap(\.stringValue) ?? [],
      history: try MetricStep.list(json["history"]),
      notes: json["notes"]?.arrayValue?.compactMap(\.stringValue) ?? [],
      trainedRows: Int(json["trained_rows"]?.intValue ?? 0),
      rowDigests: try RowDigests(json: digests),
      validationDigests: try Self.present(json["validation_digests"]).map(RowDigests.init(json:)),
      seed: json["seed"]?.intValue ?? 0, computedInputs: computed,
      threshold: json["threshold"]?.doubleValue)
    try self.init(parts: parts, predictor: try Predictor(json: predictor))
  }

  /// A model from the bytes of `model.json`.
  package convenience init(utf8 bytes: [UInt8]) throws(LearningError) {
    let json: JSON
    do throws(JSONError) { json = try JSON.parse(bytes) } catch { throw .damaged("model") }
    try self.init(json: json)
  }

  private static func present(_ json: JSON?) -> JSON? {
    guard let json, !json.isNull else { return nil }
    return json
  }
}

extension LearningError {
  static func newerModel(_ version: Int64) -> LearningError {
    mistake(
      "newer-model", "the model was saved by a newer Quern (format \(version))",
      hints: ["upgrade Quern, or train it again"])
  }
}
