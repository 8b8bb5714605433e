import QuernSystem
import QuernText

/// What a training found: how a row of features becomes numbers.
enum Predictor: Sendable {
  case linear(LinearPredictor)
  case trees(TreeEnsemble, saved: XGBoostJSON)
  case forest(Forest)
  case neighbours(Neighbours)
  case bayes(NaiveBayes)
  case network(Network)
  case constant(ConstantPredictor)
  case centers(Centers)
  case projection(Projection)

  var rows: any RowPredictor {
    switch self {
    case .linear(let predictor): predictor
    case .trees(let ensemble, let saved): BoostedRows(ensemble: ensemble, saved: saved)
    case .forest(let predictor): predictor
    case .neighbours(let predictor): predictor
    case .bayes(let predictor): predictor
    case .network(let predictor): predictor
    case .constant(let predictor): predictor
    case .centers(let predictor): predictor
    case .projection(let predictor): predictor
    }
  }

  var outputCount: Int { rows.outputCount }

  /// Under which member of a saved model it stands.
  private var name: String {
    switch self {
    case .linear: "linear"
    case .trees: "xgboost"
    case .forest: "forest"
    case .neighbours: "neighbours"
    case .bayes: "bayes"
    case .network: "network"
    case .constant: "constant"
    case .centers: "centers"
    case .projection: "projection"
    }
  }

  func json() throws(LearningError) -> JSON {
    if case .trees(_, let saved) = self {
      return .object(JSONObject([(name, try saved.parsed())]))
    }
    return .object(JSONObject([(name, rows.json)]))
  }

  init(json: JSON) throws(LearningError) {
    guard let member = json.objectValue?.members.first else { throw .damaged("model") }
    let value = member.value
    switch member.key {
    case "linear": self = .linear(try LinearPredictor(json: value))
    case "xgboost": self = .trees(try TreeEnsemble(xgboost: value), saved: XGBoostJSON(value))
    case "forest": self = .forest(try Forest(json: value))
    case "neighbours": self = .neighbours(try Neighbours(json: value))
    case "bayes": self = .bayes(try NaiveBayes(json: value))
    case "network": self = .network(try Network(json: value))
    case "constant": self = .constant(try ConstantPredictor(json: value))
    case "centers": self = .centers(try Centers(json: value))
    case "projection": self = .projection(try Projection(json: value))
    default: throw .damaged("model")
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

/// Boosted trees as rows of doubles; the trees themselves see single precision.
struct BoostedRows: RowPredictor {
  let ensemble: TreeEnsemble
  let saved: XGBoostJSON

  var outputCount: Int { ensemble.outputCount }
  var acceptsMissing: Bool { true }
  var json: JSON { .string(String(decoding: saved.bytes, as: UTF8.self)) }

  func predictRows(
    _ rows: UnsafePointer<Double>, rowCount: Int, into out: UnsafeMutablePointer<Double>,
    interrupt: Interrupt?
  ) throws(Interrupted) {
    let width = ensemble.featureCount
    try interrupt?.check()
    withUnsafeTemporaryAllocation(of: Float.self, capacity: max(1, rowCount * width)) { block in
      for cell in 0..<(rowCount * width) { block[cell] = Float(rows[cell]) }
      withUnsafeTemporaryAllocation(of: Float.self, capacity: rowCount * outputCount) { sums in
        guard let block = block.baseAddress, let base = sums.baseAddress else { return }
        ensemble.predictRows(block, rowCount: rowCount, into: base)
        for place in 0..<(rowCount * outputCount) { out[place] = Double(base[place]) }
      }
    }
  }
}
