package import QuernTable
package import QuernText

/// How good a model is on a table, compact enough to keep with a run.
package struct Evaluation: Hashable, Sendable {
  /// `logistic(l2: 1.0) for .churn: …`
  package var model: String
  package var rows: Int
  package var task: LearningTask
  package var target: String
  package var positive: Scalar?
  package var metrics: [MetricValue]
  /// By falling threshold, of two classes; at most `rocPointCountMax`.
  package var roc: [ROCPoint]
  package var confusion: ConfusionMatrix?
  package var calibration: [CalibrationBin]
  /// Warnings and remarks: rows that training used.
  package var notes: [String]

  static let rocPointCountMax = 501

  /// The value of a metric, by name.
  package subscript(_ name: String) -> Double? {
    metrics.first { $0.name == name }?.value
  }
}

/// What happens when every row scored at least `threshold` is called positive.
package struct ROCPoint: Hashable, Sendable {
  /// Nil at the start, where no row is called positive.
  package var threshold: Double?
  package var falsePositives: Int
  package var truePositives: Int
  package var falsePositiveRate: Double
  package var truePositiveRate: Double
}

extension Evaluation {
  package var json: JSON {
    .object(
      JSONObject([
        ("model", .string(model)), ("rows", .int(Int64(rows))), ("task", .string(task.rawValue)),
        ("target", .string(target)), ("positive", positive.map(ScalarCodec.json) ?? .null),
        (
          "metrics",
          .object(JSONObject(metrics.map { ($0.name, $0.value.map { .number($0) } ?? .null) }))
        ),
        ("roc", .array(roc.map(\.json))), ("confusion", confusion?.json ?? .null),
        ("calibration", .array(calibration.map(\.json))),
        ("notes", .array(notes.map { .string($0) })),
      ]))
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
    self.init(
      model: model, rows: Int(rows), task: task, target: target, positive: positive,
      metrics: metrics.members.map { MetricValue(name: $0.key, value: $0.value.doubleValue) },
      roc: roc, confusion: confusion, calibration: calibration,
      notes: json["notes"]?.arrayValue?.compactMap(\.stringValue) ?? [])
  }
}

extension ROCPoint {
  fileprivate var json: JSON {
    .array([
      threshold.map { .number($0) } ?? .null, .int(Int64(falsePositives)),
      .int(Int64(truePositives)), .number(falsePositiveRate), .number(truePositiveRate),
    ])
  }

  fileprivate init(json: JSON) throws(LearningError) {
    guard let items = json.arrayValue, items.count == 5, let falsePositives = items[1].intValue,
      let truePositives = items[2].intValue, let falseRate = items[3].doubleValue,
      let trueRate = items[4].doubleValue
    else { throw .damaged("evaluation") }
    self.init(
      threshold: items[0].doubleValue, falsePositives: Int(falsePositives),
      truePositives: Int(truePositives), falsePositiveRate: falseRate, truePositiveRate: trueRate)
  }
}

extension ConfusionMatrix {
  var json: JSON {
    .object(
      JSONObject([
        ("classes", .array(classes.map(ScalarCodec.json))),
        ("counts", .array(counts.map { .array($0.map { .int(Int64($0)) }) })),
      ]))
  }

  init(json: JSON) throws(LearningError) {
    var classes: [Scalar] = []
    for label in json["classes"]?.arrayValue ?? [] {
      classes.append(try ScalarCodec.scalar(label))
    }
    let counts = (json["counts"]?.arrayValue ?? [])
      .map { ($0.arrayValue ?? []).compactMap { $0.intValue.map { Int($0) } } }
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
