import QuernText

/// What a training found: how a row of features becomes numbers.
enum Predictor: Sendable {
  case linear(LinearPredictor)
  case trees(TreeEnsemble, saved: XGBoostJSON)

  /// Numbers per row: one for regression and two classes, else one per class.
  var outputCount: Int {
    switch self {
    case .linear(let predictor): predictor.outputCount
    case .trees(let ensemble, _): ensemble.outputCount
    }
  }
}

/// A model in XGBoost's own format, in our canonical spelling.
struct XGBoostJSON: Hashable, Sendable {
  let bytes: [UInt8]

  init(_ json: JSON) {
    bytes = json.utf8()
  }

  func parsed() throws(LearningError) -> JSON {
    do throws(JSONError) { return try JSON.parse(bytes) } catch { throw .damaged("XGBoost model") }
  }
}

extension Predictor {
  func json() throws(LearningError) -> JSON {
    switch self {
    case .linear(let predictor): .object(JSONObject([("linear", predictor.json)]))
    case .trees(_, let saved): .object(JSONObject([("xgboost", try saved.parsed())]))
    }
  }

  init(json: JSON) throws(LearningError) {
    if let linear = json["linear"] {
      self = .linear(try LinearPredictor(json: linear))
    } else if let xgboost = json["xgboost"] {
      self = .trees(try TreeEnsemble(xgboost: xgboost), saved: XGBoostJSON(xgboost))
    } else {
      throw .damaged("model")
    }
  }
}
