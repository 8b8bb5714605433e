package import QuernTable
package import QuernText

/// A trained model with all that its predictions need: inputs, fitted recipe, and what was learned.
///
/// ```
/// let model = try Model.train(request, context)
/// let predicted = try model.predict(held, context.table)
/// let again = try Model(json: try model.json())
/// ```
package final class Model: Sendable {
  /// With canonical parameter names, as given.
  package let algorithm: AlgorithmSpec
  package let task: LearningTask
  /// Nil where the algorithm learns without one.
  package let target: Field?
  /// In sort order; empty for regression.
  package let classes: [Scalar]
  /// Of two classes, the one that `score` is about.
  package let positive: Scalar?
  /// The columns that it needs, as they are before the recipe.
  package let inputSchema: Schema
  package let recipe: FittedRecipe?
  /// What the algorithm saw, in order.
  package let featureNames: [String]
  /// Metrics by step of training.
  package let history: [MetricStep]
  /// What training had to say: rank, stopping, levels.
  package let notes: [String]
  package let trainedRows: Int
  package let rowDigests: RowDigests
  /// The same for the rows of `validation:`; nil where there were none.
  package let validationDigests: RowDigests?
  package let seed: Int64
  /// Inputs that were made in the notebook, in their order.
  package let computedInputs: [ComputedInput]
  /// Rows scored at least this high are called positive; nil: above one half.
  package let threshold: Double?
  let predictor: Predictor
  let rowScorer: RowScorer

  init(
    parts: ModelParts, predictor: Predictor
  ) throws(LearningError) {
    algorithm = parts.algorithm
    task = parts.task
    target = parts.target
    classes = parts.classes
    positive = parts.positive
    inputSchema = parts.inputSchema
    recipe = parts.recipe
    featureNames = parts.featureNames
    history = parts.history
    notes = parts.notes
    trainedRows = parts.trainedRows
    rowDigests = parts.rowDigests
    validationDigests = parts.validationDigests
    seed = parts.seed
    computedInputs = parts.computedInputs
    threshold = parts.threshold
    self.predictor = predictor
    rowScorer = try RowScorer(parts: parts)
  }

  /// Inputs whose absence the recipe makes good: null is put in their place.
  package var imputableInputs: Set<String> { recipe?.imputableInputs ?? [] }

  /// The place of the positive class in `classes`.
  var positiveIndex: Int? { positive.flatMap { classes.firstIndex(of: $0) } }

  /// The algorithm as the registry describes it.
  var kind: AlgorithmKind? { Algorithms.kind(named: algorithm.name) }

  /// The model in XGBoost's JSON, which Python's `Booster.load_model` reads; nil for other kinds.
  package var xgboostJSON: [UInt8]? {
    switch predictor {
    case .trees(_, let saved): saved.bytes
    case .linear, .forest, .neighbours, .bayes, .network, .constant, .centers, .projection: nil
    }
  }

  /// Coefficients by feature, one list per output; nil for models without.
  package var coefficients: (byFeature: [[Double]], intercepts: [Double])? {
    switch predictor {
    case .linear(let predictor): (predictor.coefficients, predictor.intercepts)
    case .trees, .forest, .neighbours, .bayes, .network, .constant, .centers, .projection: nil
    }
  }

  /// SHA-256 of the saved model.
  package func digest() throws(LearningError) -> Digest {
    SHA256.hash(try utf8())
  }

  /// `xgboost(max_depth: 6) for .churn: 12 features, 2 204 rows`
  package var summary: String {
    let about = target.map { " for .\($0.name)" } ?? ""
    return "\(algorithm.text)\(about): \(featureNames.count) features, "
      + "\(Numbers.grouped(Int64(trainedRows))) rows"
  }
}

/// The parts of a model beside what was learned.
struct ModelParts: Sendable {
  var algorithm: AlgorithmSpec
  var task: LearningTask
  var target: Field?
  var classes: [Scalar]
  var positive: Scalar?
  var inputSchema: Schema
  var recipe: FittedRecipe?
  var featureNames: [String]
  var history: [MetricStep] = []
  var notes: [String] = []
  var trainedRows: Int
  var rowDigests: RowDigests
  var validationDigests: RowDigests?
  var seed: Int64
  var computedInputs: [ComputedInput] = []
  var threshold: Double?
}
