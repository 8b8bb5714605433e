import QuernTable
package import QuernText

extension Evaluation {
  package var json: JSON {
    .object(
      JSONObject(
        [
          ("model", .string(model)), ("rows", .int(Int64(rows))), ("task", .string(task.rawValue)),
          ("target", .string(target)), ("positive", positive.map(ScalarCodec.json) ?? .null),
          (
            "metrics",
            .object(JSONObject(metrics.map { ($0.name, $0.value.map { .number($0) } ?? .null) }))
          ),
          ("roc", .array(roc.map(\.json))), ("confusion", confusion?.json ?? .null),
          ("calibration", .array(calibration.map(\.json))),
          ("notes", .array(notes.map { .string($0) })),
        ] + optionalMembers))
  }

  /// What most evaluations lack: written where it is there.
  private var optionalMembers: [(String, JSON)] {
    var members: [(String, JSON)] = []
    if !residuals.isEmpty {
      let pairs = residuals.map { JSON.array([.number($0.actual), .number($0.predicted)]) }
      members.append(("residuals", .array(pairs)))
    }
    if let columns { members.append(("columns", columns.json)) }
    if let threshold { members.append(("threshold", .number(threshold))) }
    if isWeighted { members.append(("weighted", .bool(true))) }
    if let level {
      members.append(("level", .number(level)))
      let ends = metrics.map { metric in
        JSON.array([metric.low, metric.high].map { $0.map { .number($0) } ?? .null })
      }
      members.append(("intervals", .array(ends)))
    }
    return members
  }

  package init(json: JSON) throws(LearningError) {
    guard let model = json["model"]?.stringValue, let rows = json["rows"]?.intValue,
      let task = LearningTask(rawValue: json["task"]?.stringValue ?? ""),
      let target = json["target"]?.stringValue, let metrics = json["metrics"]?.objectValue
    else { throw .damaged("evaluation") }
    var positive: Scalar?
    if let label = json["positive"], !label.isNull { positive = try ScalarCodec.scalar(label) }
    var roc: [ROCPoint] = []
    for point in json["roc"]?.arrayValue ?? [] { roc.append(try ROCPoint(json: point)) }
    var calibration: [CalibrationBin] = []
    for bin in json["calibration"]?.arrayValue ?? [] {
      calibration.append(try CalibrationBin(json: bin))
    }
    var confusion: ConfusionMatrix?
    if let matrix = json["confusion"], !matrix.isNull {
      confusion = try ConfusionMatrix(json: matrix)
    }
    self.model = model
    self.rows = Int(rows)
    self.task = task
    self.target = target
    self.positive = positive
    self.roc = roc
    self.confusion = confusion
    self.calibration = calibration
    let ends = json["intervals"]?.arrayValue ?? []
    self.metrics = metrics.members.enumerated().map { place, member in
      let pair = place < ends.count ? ends[place].arrayValue ?? [] : []
      return MetricValue(
        name: member.key, value: member.value.doubleValue, low: pair.first?.doubleValue,
        high: pair.last?.doubleValue)
    }
    residuals = (json["residuals"]?.arrayValue ?? []).compactMap { pair in
      guard let items = pair.arrayValue, items.count == 2, let actual = items[0].doubleValue,
        let predicted = items[1].doubleValue
      else { return nil }
      return Residual(actual: actual, predicted: predicted)
    }
    columns = try json["columns"].map { (json) throws(LearningError) in
      try KeptColumns(json: json)
    }
    threshold = json["threshold"]?.doubleValue
    level = json["level"]?.doubleValue
    isWeighted = json["weighted"]?.boolValue ?? false
    notes = json["notes"]?.arrayValue?.compactMap(\.stringValue) ?? []
  }
}

extension KeptColumns {
  fileprivate var json: JSON {
    .object(
      JSONObject([
        ("schema", SchemaCodec.json(schema)),
        ("rows", .array(rows.map { .array($0.map(ScalarCodec.json)) })),
      ]))
  }

  fileprivate init(json: JSON) throws(LearningError) {
    schema = try SchemaCodec.schema(json["schema"] ?? .null)
    rows = []
    for row in json["rows"]?.arrayValue ?? [] {
      var values: [Scalar] = []
      for value in row.arrayValue ?? [] { values.append(try ScalarCodec.scalar(value)) }
      guard values.count == schema.count else { throw .damaged("evaluation") }
      rows.append(values)
    }
  }
}

extension ROCPoint {
  fileprivate var json: JSON {
    .array([
      threshold.map { .number($0) } ?? .null, .count(falsePositives), .count(truePositives),
      .number(falsePositiveRate), .number(truePositiveRate),
    ])
  }

  fileprivate init(json: JSON) throws(LearningError) {
    guard let items = json.arrayValue, items.count == 5, let falsePositives = items[1].doubleValue,
      let truePositives = items[2].doubleValue, let falseRate = items[3].doubleValue,
      let trueRate = items[4].doubleValue
    else { throw .damaged("evaluation") }
    self.init(
      threshold: items[0].doubleValue, falsePositives: falsePositives,
      truePositives: truePositives, falsePositiveRate: falseRate, truePositiveRate: trueRate)
  }
}

extension ConfusionMatrix {
  var json: JSON {
    .object(
      JSONObject([
        ("classes", .array(classes.map(ScalarCodec.json))),
        ("counts", .array(counts.map { .array($0.map { .count($0) }) })),
      ]))
  }

  init(json: JSON) throws(LearningError) {
    var classes: [Scalar] = []
    for label in json["classes"]?.arrayValue ?? [] {
      classes.append(try ScalarCodec.scalar(label))
    }
    let counts = (json["counts"]?.arrayValue ?? [])
      .map { ($0.arrayValue ?? []).compactMap(\.doubleValue) }
    guard counts.count == classes.count, counts.allSatisfy({ $0.count == classes.count }) else {
      throw .damaged("evaluation")
    }
    self.init(classes: classes, counts: counts)
  }
}

extension CalibrationBin {
  fileprivate var json: JSON {
    .array([
      .number(lower), .number(upper), .int(Int64(rows)), .number(meanScore),
      .number(positiveShare),
    ])
  }

  fileprivate init(json: JSON) throws(LearningError) {
    guard let items = json.arrayValue, items.count == 5, let lower = items[0].doubleValue,
      let upper = items[1].doubleValue, let rows = items[2].intValue,
      let mean = items[3].doubleValue, let share = items[4].doubleValue
    else { throw .damaged("evaluation") }
    self.init(
      lower: lower, upper: upper, rows: Int(rows), meanScore: mean, positiveShare: share)
  }
}

extension JSON {
  /// A whole number as an int, so that counts look like counts.
  fileprivate static func count(_ value: Double) -> JSON {
    Int64(exactly: value).map { .int($0) } ?? .number(value)
  }
}
