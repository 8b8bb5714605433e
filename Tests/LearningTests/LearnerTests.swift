import Glibc
import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// The learners against scikit-learn's numbers.
@Suite struct LearnerTests {
  private let reference: JSON
  private let rows: [[Double]]
  private let labels: [Double]
  private let weights: [Double]

  init() throws {
    reference = try Reference.load("learners.json")
    let data = try Reference.load("multiclass.json")
    rows = data["features"]?.rows ?? []
    labels = data["labels"]?.doubles ?? []
    weights = data["weights"]?.doubles ?? []
  }

  /// A model of these rows; the target `y` is numbers or, as `"c0"` and so on, classes.
  private func model(
    _ algorithm: String, _ parameters: [(name: String, value: Scalar)], _ rows: [[Double]],
    numbers: [Double]? = nil, classes: [Double]? = nil, weights: [Double]? = nil
  ) throws -> Model {
    var columns = World.features(rows)
    if let numbers { columns.append(("y", numbers.map { .float($0) })) }
    if let classes { columns.append(("y", classes.map { .string("c\(Int($0))") })) }
    if let weights { columns.append(("w", weights.map { .float($0) })) }
    return try Model.train(
      TrainRequest(
        table: try World.table(columns),
        algorithm: AlgorithmSpec(name: algorithm, parameters: parameters),
        target: numbers == nil && classes == nil ? nil : "y",
        weight: weights == nil ? nil : "w", seed: 1),
      World.learning())
  }

  private func outputs(_ model: Model, _ rows: [[Double]]) throws -> [Double] {
    try model.predictions(try World.table(World.features(rows)), World.tables()).0.outputs
  }

  private func flat(_ json: JSON?) -> [Double] { (json?.rows ?? []).flatMap { $0 } }

  @Test func clustersAreScikitLearns() throws {
    for expected in reference["clusters"]?.arrayValue ?? [] {
      let model = try model(
        "kmeans",
        [
          ("k", .int(3)), ("starts", .int(150)), ("init", .string("random")),
          ("tolerance", .float(0)),
        ], rows,
        weights: expected["weighted"] == true ? weights : nil)
      guard case .centers(let centers) = model.predictor else { return }
      #expect(close(centers.values, flat(expected["centers"]), 1e-9))
      let said = try outputs(model, rows)
      let labels = expected["labels"]?.doubles ?? []
      #expect(rows.indices.map { said[2 * $0] } == labels)
      #expect(
        close(rows.indices.map { said[2 * $0 + 1] }, expected["distances"]?.doubles ?? [], 1e-9))
      let inertia = model.history.last?.value ?? 0
      #expect(close([inertia], [expected["inertia"]?.doubleValue ?? 0], 1e-9))
    }
  }

  @Test func componentsAreScikitLearns() throws {
    let expected = reference["components"] ?? .null
    let rows = try Reference.load("regression.json")["features"]?.rows ?? []
    let full = try model("pca", [], rows)
    guard case .projection(let projection) = full.predictor else { return }
    #expect(close(projection.directions, flat(expected["directions"]), 1e-8))
    #expect(close(projection.variances, expected["variances"]?.doubles ?? [], 1e-10))
    #expect(close(projection.shares, expected["shares"]?.doubles ?? [], 1e-10))
    #expect(close(try outputs(full, Array(rows.prefix(6))), flat(expected["scores"]), 1e-8))
    let white = try model("pca", [("components", .int(2)), ("whiten", .bool(true))], rows)
    #expect(close(try outputs(white, Array(rows.prefix(6))), flat(expected["white"]), 1e-8))
    let share = try model("pca", [("components", .float(0.95))], rows)
    let shares = expected["shares"]?.doubles ?? []
    var needed = 0
    var sum = 0.0
    while sum < 0.95 {
      sum += shares[needed]
      needed += 1
    }
    #expect(share.predictor.outputCount == needed)
  }

  @Test func neighboursAreScikitLearns() throws {
    let train = Array(rows.prefix(80))
    let held = Array(rows.dropFirst(80))
    let numbers = zip(train, labels).map { $0[0] * 2 + $1 }
    for expected in reference["neighbours"]?.arrayValue ?? [] {
      let parameters: [(name: String, value: Scalar)] = [
        ("k", .int(expected["k"]?.intValue ?? 0)),
        ("weights", .string(expected["weights"]?.stringValue ?? "")),
        ("metric", .string(expected["metric"]?.stringValue ?? "")),
      ]
      let classes = try model("knn", parameters, train, classes: Array(labels.prefix(80)))
      #expect(close(try outputs(classes, held), flat(expected["chances"]), 1e-10), "\(expected)")
      let number = try model("knn", parameters, train, numbers: numbers)
      #expect(close(try outputs(number, held), expected["numbers"]?.doubles ?? [], 1e-10))
    }
  }

  @Test func elasticNetsAreScikitLearns() throws {
    let data = try Reference.load("regression.json")
    let rows = data["features"]?.rows ?? []
    for expected in reference["elastic"]?.arrayValue ?? [] {
      let model = try model(
        "linear",
        [
          ("alpha", .float(expected["alpha"]?.doubleValue ?? 0)),
          ("l1_ratio", .float(expected["l1_ratio"]?.doubleValue ?? 0)),
          ("intercept", .bool(expected["intercepted"] == true)),
        ], rows, numbers: data["labels"]?.doubles,
        weights: expected["weighted"] == true ? data["weights"]?.doubles : nil)
      let found = try #require(model.coefficients)
      let name = expected["name"]?.stringValue ?? ""
      #expect(close(found.byFeature[0], expected["coefficients"]?.doubles ?? [], 1e-8), "\(name)")
      #expect(close(found.intercepts, [expected["intercept"]?.doubleValue ?? 0], 1e-8), "\(name)")
    }
  }

  @Test func sparseLogisticRegressionIsScikitLearns() throws {
    for expected in reference["logistic"]?.arrayValue ?? [] {
      let data = try Reference.load(expected["file"]?.stringValue ?? "")
      let features = data["features"]?.rows ?? []
      let scaled = Self.scaled(features)
      let model = try model(
        "logistic",
        [
          ("C", .float(expected["C"]?.doubleValue ?? 1)),
          ("l1_ratio", .float(expected["l1_ratio"]?.doubleValue ?? 0)),
        ], scaled, classes: data["labels"]?.doubles,
        weights: expected["weighted"] == true ? data["weights"]?.doubles : nil)
      let found = try #require(model.coefficients)
      let theirs = flat(expected["coefficients"])
      let ours = found.byFeature.flatMap { $0 }
      #expect(close(ours, theirs, 1e-4), "\(ours) \(theirs)")
      #expect(close(found.intercepts, expected["intercepts"]?.doubles ?? [], 1e-4))
    }
  }

  private static func scaled(_ rows: [[Double]]) -> [[Double]] {
    let count = Double(rows.count)
    var scaled = rows
    for column in rows[0].indices {
      let mean = rows.reduce(0) { $0 + $1[column] } / count
      let square = rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / count
      for row in rows.indices {
        scaled[row][column] = (rows[row][column] - mean) / square.squareRoot()
      }
    }
    return scaled
  }

  @Test func aPenaltyIsSaidInOneWay() throws {
    func refusal(_ name: String, _ parameters: [(name: String, value: Scalar)]) -> String? {
      code {
        _ = try model(
          name, parameters, rows, numbers: name == "linear" ? labels : nil,
          classes: name == "linear" ? nil : labels)
      }
    }
    #expect(refusal("linear", [("alpha", .float(1))]) == "penalty-without-ratio")
    #expect(refusal("linear", [("l1_ratio", .float(1))]) == "penalty-without-ratio")
    #expect(
      refusal("linear", [("alpha", .float(1)), ("l1_ratio", .float(1)), ("l2", .float(1))])
        == "two-penalties")
    #expect(refusal("logistic", [("C", .float(1)), ("l1", .float(1))]) == "two-penalties")
  }

  /// The product of matrices only sifts: the neighbours are those of a plain search, to the bit.
  @Test(arguments: ["euclidean", "cosine"])
  func siftedNeighboursAreAllOfThem(metric: String) throws {
    let many = (0..<1_500).map { row in
      (0..<5).map { column in (Scattered.share(row, column) * 8).rounded() / 4 + 1_000 }
    }
    let numbers = (0..<1_500).map { Scattered.share($0, 60) }
    let model = try model(
      "knn", [("k", .int(6)), ("metric", .string(metric)), ("weights", .string("distance"))], many,
      numbers: numbers)
    let asked = (0..<100).map { row in (0..<5).map { Scattered.share(row + 9_000, $0) * 2 + 1_000 }
    }
    let said = try outputs(model, asked)
    for (row, values) in asked.enumerated() {
      let record = values.enumerated().map { ("x\($0.offset)", Scalar.float($0.element)) }
      #expect(try model.scoreRow(record: record).predicted == .float(said[row]))
    }
  }

  @Test func naiveBayesIsScikitLearns() throws {
    let flags = rows.map { $0.map { $0 > 0.3 ? 1.0 : 0.0 } }
    for expected in reference["bayes"]?.arrayValue ?? [] {
      let weights = expected["weighted"] == true ? weights : nil
      let gaussian = try model("bayes", [], rows, classes: labels, weights: weights)
      #expect(
        close(try outputs(gaussian, Array(rows.prefix(20))), flat(expected["gaussian"]), 1e-9))
      let bernoulli = try model(
        "bayes", [("smoothing", .float(0.5))], flags, classes: labels, weights: weights)
      #expect(
        close(try outputs(bernoulli, Array(flags.prefix(20))), flat(expected["bernoulli"]), 1e-9))
    }
  }

  /// One tree of all rows and features is scikit-learn's decision tree.
  @Test func aTreeOfAllRowsIsScikitLearns() throws {
    let target = reference["trees"]?["target"]?.doubles ?? []
    for expected in reference["trees"]?["cases"]?.arrayValue ?? [] {
      var parameters: [(name: String, value: Scalar)] = [
        ("trees", .int(1)), ("bootstrap", .bool(false)), ("max_features", .string("all")),
        ("max_depth", .int(expected["depth"]?.intValue ?? 0)),
        ("min_leaf", .int(expected["leaf"]?.intValue ?? 1)),
      ]
      let weights = expected["weighted"] == true ? weights : nil
      let number = try model("forest", parameters, rows, numbers: target, weights: weights)
      #expect(close(try outputs(number, rows), expected["numbers"]?.doubles ?? [], 1e-9))
      guard case .forest(let forest) = number.predictor else { return }
      #expect(close(forest.gains, expected["gains"]?.doubles ?? [], 1e-9))
      parameters.append(("criterion", .string(expected["criterion"]?.stringValue ?? "")))
      let classes = try model("forest", parameters, rows, classes: labels, weights: weights)
      #expect(close(try outputs(classes, rows), flat(expected["chances"]), 1e-9), "\(parameters)")
    }
  }

  @Test func baselinesSayTheMeanTheMedianAndTheShares() throws {
    let few = [[1.0], [2], [3], [4], [5]]
    let numbers = [1.0, 2, 3, 4, 100]
    func said(_ strategy: String, weights: [Double]? = nil) throws -> Double {
      let made = try model(
        "baseline", [("strategy", .string(strategy))], few, numbers: numbers, weights: weights)
      return try outputs(made, [[9]])[0]
    }
    #expect(try said("auto") == 22)
    #expect(try said("median") == 3)
    #expect(try said("median", weights: [0, 0, 1, 1, 0]) == 3.5)
    let shares = try model("baseline", [], few, classes: [0, 1, 1, 2, 1])
    #expect(try outputs(shares, [[9]]) == [0.2, 0.6, 0.2])
    let most = try model(
      "baseline", [("strategy", .string("most_frequent"))], few, classes: [0, 1, 1, 2, 1])
    #expect(try outputs(most, [[9]]) == [0, 1, 0])
    let drawn = try model(
      "baseline", [("strategy", .string("stratified"))], rows, classes: labels)
    let classes = try outputs(drawn, (0..<3_000).map { [Double($0), 0, 0, 0] })
    let first = stride(from: 0, to: classes.count, by: 3).reduce(0.0) { $0 + classes[$1] } / 3_000
    let share = Double(labels.count { $0 == 0 }) / Double(labels.count)
    #expect(abs(first - share) < 0.04)
    #expect(
      code {
        _ = try model("baseline", [("strategy", .string("median"))], few, classes: [0, 1, 1, 0, 1])
      }
        == "bad-parameter")
  }

  /// Accuracy over the same folds: within one standard deviation of scikit-learn's.
  @Test(arguments: ["logistic", "knn", "forest", "bayes", "mlp"])
  func bundledSetsAreLearntAsWell(algorithm: String) throws {
    for set in reference["sets"]?.arrayValue ?? [] {
      let rows = set["features"]?.rows ?? []
      let labels = set["labels"]?.ints ?? []
      let folds = set["folds"]?.ints ?? []
      let reached = set["reached"]?[algorithm] ?? .null
      let parameters: [(name: String, value: Scalar)] =
        switch algorithm {
        case "forest": [("trees", .int(40))]
        case "mlp": [("hidden", .int(32)), ("epochs", .int(120)), ("batch", .int(32))]
        default: []
        }
      var scores: [Double] = []
      for fold in 0..<5 {
        let fit = rows.indices.filter { folds[$0] != fold }
        let held = rows.indices.filter { folds[$0] == fold }
        var request = TrainRequest(
          table: try World.table(
            World.features(fit.map { rows[$0] })
              + [("y", fit.map { .string("c\(labels[$0])") })]),
          algorithm: AlgorithmSpec(name: algorithm, parameters: parameters), target: "y", seed: 3)
        request.recipe = Recipe(steps: [.scale(.numeric(except: []), .standard)])
        let model = try Model.train(request, World.learning())
        let said = try model.predictions(
          try World.table(World.features(held.map { rows[$0] })), World.tables()
        ).0
        let right = held.indices.count { said.classIndex($0) == labels[held[$0]] }
        scores.append(Double(right) / Double(held.count))
      }
      let mean = scores.reduce(0, +) / 5
      let least = (reached["mean"]?.doubleValue ?? 1) - (reached["sd"]?.doubleValue ?? 0)
      #expect(mean >= least, "\(set["name"]?.stringValue ?? ""): \(mean), scikit-learn \(reached)")
    }
  }
}
