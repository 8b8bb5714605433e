package import QuernText

/// What the helper says while it trains; each is one line of JSON.
package enum FitMessage: Sendable {
  case progress(TrainProgress)
  /// The last word of a training that ended well.
  case finished(FitResult)
  /// The last word of one that did not.
  case failed(LearningError)
}

/// What came out of a training in the helper.
package struct FitResult: Sendable {
  /// The model in the algorithm's own format: XGBoost's JSON.
  package var modelBytes: [UInt8]
  package var history: [MetricStep]
  /// Rounds that were trained, and the one that is kept as the last.
  package var rounds: Int
  package var bestRound: Int

  package init(modelBytes: [UInt8], history: [MetricStep], rounds: Int, bestRound: Int) {
    self.modelBytes = modelBytes
    self.history = history
    self.rounds = rounds
    self.bestRound = bestRound
  }
}

extension FitMessage {
  package var json: JSON {
    switch self {
    case .progress(let progress):
      Self.tagged(
        "progress",
        [
          ("done", .int(Int64(progress.done))), ("total", .int(Int64(progress.total))),
          ("unit", .string(progress.unit)), ("metrics", .array(progress.metrics.map(\.json))),
        ])
    case .finished(let result):
      Self.tagged(
        "finished",
        [
          ("rounds", .int(Int64(result.rounds))), ("best_round", .int(Int64(result.bestRound))),
          ("history", .array(result.history.map(\.json))),
          ("model", .string(String(decoding: result.modelBytes, as: UTF8.self))),
        ])
    case .failed(let error):
      Self.tagged(
        "failed",
        [
          ("code", .string(error.code)), ("message", .string(error.message)),
          ("hints", .array(error.hints.map { .string($0) })),
        ])
    }
  }

  package init(json: JSON) throws(LearningError) {
    switch json["type"]?.stringValue {
    case "progress":
      self = .progress(
        TrainProgress(
          done: Int(json["done"]?.intValue ?? 0), total: Int(json["total"]?.intValue ?? 0),
          unit: json["unit"]?.stringValue ?? "", metrics: try MetricStep.list(json["metrics"])))
    case "finished":
      guard let model = json["model"]?.stringValue else { throw .damaged("training result") }
      self = .finished(
        FitResult(
          modelBytes: Array(model.utf8), history: try MetricStep.list(json["history"]),
          rounds: Int(json["rounds"]?.intValue ?? 0),
          bestRound: Int(json["best_round"]?.intValue ?? 0)))
    case "failed":
      let hints = json["hints"]?.arrayValue?.compactMap(\.stringValue) ?? []
      switch json["code"]?.stringValue ?? "" {
      case "interrupted": self = .failed(.interrupted)
      case "timeout": self = .failed(.timeout)
      case let code:
        self = .failed(
          .mistake(
            LearningMistake(
              code: code, message: json["message"]?.stringValue ?? "", hints: hints)))
      }
    default: throw .damaged("training message")
    }
  }

  private static func tagged(_ type: String, _ members: [(String, JSON)]) -> JSON {
    .object(JSONObject([("type", .string(type))] + members))
  }
}

extension MetricStep {
  /// `[step, rows, name, value]`.
  package var json: JSON {
    .array([.int(Int64(step)), .string(rows), .string(name), .number(value)])
  }

  package init(json: JSON) throws(LearningError) {
    guard let items = json.arrayValue, items.count == 4, let step = items[0].intValue,
      let rows = items[1].stringValue, let name = items[2].stringValue
    else { throw .damaged("history") }
    self.init(step: Int(step), rows: rows, name: name, value: items[3].doubleValue ?? .nan)
  }

  static func list(_ json: JSON?) throws(LearningError) -> [MetricStep] {
    var steps: [MetricStep] = []
    for item in json?.arrayValue ?? [] { steps.append(try MetricStep(json: item)) }
    return steps
  }
}
