import QuernLearning
import QuernTable
import Testing

/// Small data of every kind that the contract of all algorithms is tried on.
struct Sample {
  let name: String
  var algorithm: AlgorithmSpec
  /// Columns beside the target: numbers, some labels, some nulls.
  var columns: [(String, [Scalar])]
  let target: [Scalar]
  let task: LearningTask

  static let rowCount = 200

  /// Every algorithm on every task that it does.
  static let all: [Sample] = [
    Sample("linear", .regression), Sample("linear", .regression, [("l2", .float(2))]),
    Sample("logistic", .binary), Sample("logistic", .multiclass),
    Sample("xgboost", .regression, fewRounds), Sample("xgboost", .binary, fewRounds),
    Sample("xgboost", .multiclass, fewRounds),
    Sample(
      "xgboost", .binary, fewRounds + [("booster", .string("dart")), ("rate_drop", .float(0.3))]),
    Sample("linear_learner", .regression, [("wd", .float(0.1))]),
    Sample("linear_learner", .binary, [("l1", .float(0.01)), ("wd", .float(0.01))]),
    Sample("linear_learner", .multiclass, [("wd", .float(0.01))]),
    Sample("forest", .regression, fewTrees), Sample("forest", .binary, fewTrees),
    Sample("forest", .multiclass, fewTrees),
    Sample("knn", .regression), Sample("knn", .binary, [("weights", .string("distance"))]),
    Sample("knn", .multiclass, [("metric", .string("manhattan"))]),
    Sample("bayes", .binary), Sample("bayes", .multiclass),
    Sample("mlp", .regression, fewEpochs), Sample("mlp", .binary, fewEpochs),
    Sample("mlp", .multiclass, fewEpochs),
    Sample("baseline", .regression), Sample("baseline", .binary),
    Sample("baseline", .multiclass, [("strategy", .string("stratified"))]),
    Sample("kmeans", .clustering, [("k", .int(3))]),
    Sample("pca", .projection, [("components", .int(3))]),
  ]

  static let supervised = all.filter { $0.task.hasTarget }

  private static let fewRounds: [(name: String, value: Scalar)] = [
    ("rounds", .int(5)), ("max_depth", .int(3)), ("subsample", .float(0.8)),
  ]
  private static let fewTrees: [(name: String, value: Scalar)] = [
    ("trees", .int(6)), ("max_features", .float(0.7)),
  ]
  private static let fewEpochs: [(name: String, value: Scalar)] = [
    ("hidden", .list([.int(8), .int(5)])), ("epochs", .int(12)), ("batch", .int(64)),
  ]

  /// The same without draws of rows: every row is seen at once.
  var withoutDraws: Sample {
    var sample = self
    switch algorithm.name {
    case "forest":
      sample.algorithm.parameters += [("bootstrap", .bool(false)), ("min_leaf", .int(1))]
    case "mlp":
      sample.algorithm.parameters = [
        ("hidden", .list([.int(8)])), ("epochs", .int(12)), ("batch", .int(100_000)),
      ]
    default: break
    }
    return sample
  }

  /// Whether rows may have weights, and a weight is as good as repetition.
  var isWeighable: Bool { !["xgboost", "knn"].contains(algorithm.name) }

  /// Whether the order of rows changes no more than the last digits.
  var isOrderFree: Bool {
    ["linear", "logistic", "linear_learner", "bayes", "baseline", "pca", "kmeans"].contains(
      algorithm.name)
      && algorithm["strategy"] != .string("stratified")
  }

  init(
    _ algorithm: String, _ task: LearningTask, _ parameters: [(name: String, value: Scalar)] = []
  ) {
    self.algorithm = AlgorithmSpec(name: algorithm, parameters: parameters)
    self.task = task
    name = "\(self.algorithm.text), \(task.rawValue)"
    var age: [Scalar] = []
    var income: [Scalar] = []
    var plan: [Scalar] = []
    var isMember: [Scalar] = []
    var target: [Scalar] = []
    for row in 0..<Self.rowCount {
      let years = Int64(18 + Scattered.below(60, row, 1))
      let pay = Scattered.share(row, 2) * 100
      let label = ["basic", "plus", "pro"][Scattered.below(3, row, 3)]
      let member = Scattered.below(2, row, 4) == 1
      age.append(.int(years))
      income.append(Scattered.below(10, row, 5) == 0 ? .null : .float(pay))
      plan.append(.string(label))
      isMember.append(.bool(member))
      let signal =
        Double(years) / 20 + pay / 50 + (label == "pro" ? 1.5 : 0) + (member ? 0.5 : 0)
        + 2 * (Scattered.share(row, 6) - 0.5)
      switch task {
      case .regression: target.append(.float(signal))
      case .binary: target.append(.bool(signal > 3.8))
      case .multiclass: target.append(.string(signal < 3 ? "low" : signal < 4.4 ? "mid" : "high"))
      case .clustering, .projection: break
      }
    }
    columns = [("age", age), ("income", income), ("plan", plan), ("member", isMember)]
    self.target = target
  }

  /// The target as a column; none where there is none.
  var targetColumn: [(String, [Scalar])] { task.hasTarget ? [("y", target)] : [] }

  var recipe: Recipe {
    Recipe(steps: [
      .impute(.numeric(except: []), with: .median, indicator: false),
      .onehot(.categorical(except: []), OneHotOptions()),
      .scale(.names(["age", "income"]), .standard),
    ])
  }

  func table(_ order: [Int]? = nil, extra: [(String, [Scalar])] = []) throws -> Table {
    let all = columns + targetColumn + extra
    guard let order else { return try World.table(all) }
    return try World.table(all.map { column in (column.0, order.map { column.1[$0] }) })
  }

  func request(_ table: Table, weight: String? = nil, recipe: Recipe? = nil) -> TrainRequest {
    TrainRequest(
      table: table, algorithm: algorithm, target: task.hasTarget ? "y" : nil, weight: weight,
      recipe: recipe ?? self.recipe, seed: 7)
  }

  func train(_ table: Table? = nil, threads: Int = 2) throws -> Model {
    try Model.train(request(try table ?? self.table()), World.learning(threads: threads))
  }
}

/// Numbers without pattern that are the same on every run.
enum Scattered {
  static func bits(_ row: Int, _ column: Int) -> UInt64 {
    var x = UInt64(row * 64 + column + 1) &* 0x9e37_79b9_7f4a_7c15
    x = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
    x = (x ^ (x >> 27)) &* 0x94d0_49bb_1331_11eb
    return x ^ (x >> 31)
  }

  static func share(_ row: Int, _ column: Int) -> Double {
    Double(bits(row, column) >> 11) / Double(1 << 53)
  }

  static func below(_ end: Int, _ row: Int, _ column: Int) -> Int {
    Int(bits(row, column) % UInt64(end))
  }
}

extension Sample: CustomTestStringConvertible {
  var testDescription: String { name }
}
