package import QuernTable
import QuernText

extension Model {
  /// A model that XGBoost saved as JSON elsewhere, as in Python: `booster.save_model("m.json")`.
  ///
  /// Its features are the inputs, all floats. Without `classes` they are 0, 1 …, as XGBoost has
  /// them; of two classes the second is positive.
  package static func importing(
    xgboost bytes: [UInt8], target: String, classes: [Scalar]? = nil
  ) throws(LearningError) -> Model {
    let json: JSON
    do throws(JSONError) {
      json = try JSON.parse(bytes)
    } catch {
      throw .notXGBoost("it is \(error.description)")
    }
    let ensemble = try TreeEnsemble(xgboost: json)
    let task = ensemble.task
    let count = task == .binary ? 2 : task == .multiclass ? ensemble.outputCount : 0
    let labels = classes ?? (0..<count).map { .int(Int64($0)) }
    guard labels.count == count else {
      throw .notXGBoost("it has \(count) classes, and \(labels.count) labels are given")
    }
    let names =
      ensemble.featureNames.isEmpty
      ? (0..<ensemble.featureCount).map { "f\($0)" } : ensemble.featureNames
    guard names.count == ensemble.featureCount else {
      throw .notXGBoost("it has \(ensemble.featureCount) features and \(names.count) names")
    }
    let type = labels.first?.type ?? .float
    return try Model(
      parts: ModelParts(
        algorithm: AlgorithmSpec(name: "xgboost"), task: task,
        target: Field(name: target, type: type), classes: labels,
        positive: task == .binary ? labels[1] : nil,
        inputSchema: Schema(fields: names.map { Field(name: $0, type: .float) }), recipe: nil,
        featureNames: names, notes: ["imported: what it was trained on is not known"],
        trainedRows: 0, rowDigests: RowDigests(hashes: [], threshold: .max),
        validationDigests: nil, seed: 0),
      predictor: .trees(ensemble, saved: XGBoostJSON(json)))
  }
}

extension TreeEnsemble {
  /// What the objective predicts.
  var task: LearningTask {
    switch objective.transform {
    case .softmax: .multiclass
    case .sigmoid: objective.name == "binary:logistic" ? .binary : .regression
    case .identity, .exponential: .regression
    }
  }
}
