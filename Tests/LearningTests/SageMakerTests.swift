import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// SageMaker's names of algorithms and hyperparameters.
@Suite struct SageMakerTests {
  private func coefficients(
    _ algorithm: String, _ parameters: [(name: String, value: Scalar)], _ file: String,
    isClasses: Bool, scaled: Bool = false, weight: ((Double) -> Double)? = nil
  ) throws -> [Double] {
    let data = try Reference.load(file)
    var rows = data["features"]?.rows ?? []
    if scaled { rows = Self.scaled(rows).rows }
    let labels = data["labels"]?.doubles ?? []
    var columns = World.features(rows)
    columns.append(("y", labels.map { isClasses ? .string("c\(Int($0))") : .float($0) }))
    if let weight { columns.append(("w", labels.map { .float(weight($0)) })) }
    let model = try Model.train(
      TrainRequest(
        table: try World.table(columns),
        algorithm: AlgorithmSpec(name: algorithm, parameters: parameters), target: "y",
        weight: weight == nil ? nil : "w", seed: 1), World.learning())
    return try #require(model.coefficients).byFeature.flatMap { $0 }
  }

  private static func scaled(_ rows: [[Double]]) -> (rows: [[Double]], deviations: [Double]) {
    let count = Double(rows.count)
    var scaled = rows
    var deviations: [Double] = []
    for column in rows[0].indices {
      let mean = rows.reduce(0) { $0 + $1[column] } / count
      let square = rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / count
      deviations.append(square.squareRoot())
      for row in rows.indices {
        scaled[row][column] = (rows[row][column] - mean) / deviations[column]
      }
    }
    return (scaled, deviations)
  }

  /// The penalty counts per row, of features brought to deviation 1.
  @Test func theLinearLearnerIsTheElasticNetOfScaledFeatures() throws {
    let ours = try coefficients(
      "linear_learner",
      [("predictor_type", .string("regressor")), ("l1", .float(0.2)), ("wd", .float(0.1))],
      "regression.json", isClasses: false)
    let rows = try Reference.load("regression.json")["features"]?.rows ?? []
    let net = try coefficients(
      "linear", [("alpha", .float(0.3)), ("l1_ratio", .float(2.0 / 3))], "regression.json",
      isClasses: false, scaled: true)
    let deviations = Self.scaled(rows).deviations
    #expect(close(zip(ours, deviations).map(*), net, 1e-7), "\(ours) \(net)")
    let plain = try coefficients(
      "linear_learner",
      [("normalize_data", .bool(false)), ("l1", .float(0.2)), ("wd", .float(0.1))],
      "regression.json", isClasses: false)
    let same = try coefficients(
      "linear", [("alpha", .float(0.3)), ("l1_ratio", .float(2.0 / 3))], "regression.json",
      isClasses: false)
    #expect(close(plain, same, 1e-7))
  }

  @Test func theLinearLearnerIsLogisticForClasses() throws {
    let rows = try Reference.load("multiclass.json")["features"]?.rows ?? []
    for file in ["multiclass.json", "breast_cancer.json"] {
      let count = Double(try Reference.load(file)["features"]?.rows.count ?? 0)
      let ours = try coefficients(
        "linear_learner", [("wd", .float(0.01)), ("normalize_data", .bool(false))], file,
        isClasses: true)
      let logistic = try coefficients(
        "logistic", [("l2", .float(0.01 * count))], file, isClasses: true)
      #expect(close(ours, logistic, 1e-7), "\(file)")
    }
    #expect(!rows.isEmpty)
  }

  @Test func positiveRowsMayCountMore() throws {
    let file = "breast_cancer.json"
    let ours = try coefficients(
      "linear_learner",
      [
        ("positive_example_weight_mult", .float(3)), ("wd", .float(0.1)),
        ("normalize_data", .bool(false)),
      ],
      file, isClasses: true)
    let labels = try Reference.load(file)["labels"]?.doubles ?? []
    let count = labels.reduce(0.0) { $0 + ($1 == 1 ? 3 : 1) }
    let weighted = try coefficients(
      "logistic", [("l2", .float(0.1 * count))], file, isClasses: true
    ) { $0 == 1 ? 3 : 1 }
    #expect(close(ours, weighted, 1e-7))
    let balanced = try coefficients(
      "linear_learner", [("positive_example_weight_mult", .string("balanced"))], file,
      isClasses: true)
    #expect(balanced.filter { !$0.isFinite }.isEmpty)
  }

  @Test func hyperparametersWithoutEffectAreTakenAndTold() throws {
    let sample = Sample(
      "linear_learner", .binary,
      [
        ("predictor_type", .string("binary_classifier")), ("epochs", .int(15)),
        ("mini_batch_size", .int(200)), ("learning_rate", .string("auto")),
        ("normalize_label", .string("auto")),
      ])
    let model = try sample.train()
    #expect(model.algorithm.text == "linear_learner(predictor_type: \"binary_classifier\")")
    #expect(
      model.notes.contains {
        $0.hasPrefix("`epochs`, `mini_batch_size`, `learning_rate`: no effect")
      }, "\(model.notes)")
    #expect(Algorithms.kind(named: "k_means")?.name == "kmeans")
  }

  @Test func countsAndLossesAreHeldToTheRows() throws {
    func refusal(_ name: String, _ task: LearningTask, _ parameter: String, _ value: Scalar)
      -> String?
    {
      code { _ = try Sample(name, task, [(parameter, value)]).train() }
    }
    #expect(refusal("linear_learner", .multiclass, "num_classes", .int(4)) == "wrong-count")
    #expect(refusal("xgboost", .multiclass, "num_class", .int(4)) == "wrong-count")
    #expect(refusal("pca", .projection, "feature_dim", .int(2)) == "wrong-count")
    #expect(refusal("linear_learner", .regression, "loss", .string("logistic")) == "bad-parameter")
    #expect(
      refusal("linear_learner", .regression, "loss", .string("huber_loss"))
        == "unsupported-parameter")
    #expect(refusal("xgboost", .binary, "booster", .string("gblinear")) == "unsupported-parameter")
    #expect(refusal("xgboost", .binary, "rate_drop", .float(0.1)) == "bad-parameter")
    #expect(
      refusal("knn", .binary, "index_metric", .string("INNER_PRODUCT")) == "unsupported-parameter")
  }

  @Test func neighboursOfASample() throws {
    let model = try Sample("knn", .binary, [("sample_size", .int(50)), ("k", .int(3))]).train()
    guard case .neighbours(let kept) = model.predictor else { return }
    #expect(kept.labels.count == 50)
    #expect(model.notes.contains("kept 50 of 200 rows, drawn at random"))
    let cosine = try Sample("knn", .binary, [("index_metric", .string("COSINE"))]).train()
    guard case .neighbours(let near) = cosine.predictor else { return }
    #expect(near.metric == .cosine)
  }

  /// Trees that later rounds left out count less, here as in XGBoost.
  @Test func dartIsTrainedAndReadAgain() throws {
    let sample = Sample(
      "xgboost", .binary,
      [
        ("booster", .string("dart")), ("rate_drop", .float(0.5)), ("one_drop", .bool(true)),
        ("rounds", .int(12)),
      ])
    let model = try sample.train()
    let evaluation = try model.evaluate(try sample.table(), metrics: [.logloss], World.tables())
    let told = try #require(model.history.last { $0.name == "logloss" }?.value)
    #expect(abs((evaluation["logloss"] ?? 0) - told) < 1e-4, "\(told)")
    #expect(try Model(utf8: try model.utf8()).digest() == model.digest())
  }
}
