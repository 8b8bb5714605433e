import QuernTable

/// SageMaker's linear learner: `linear` or `logistic`, with its way to say penalties and weights.
struct LinearLearnerFit {
  let fit: AlgorithmFit

  private var algorithm: CheckedAlgorithm { fit.algorithm }

  func run() throws(LearningError) -> AlgorithmFit.Outcome {
    try checkLoss()
    let weights = try weights()
    let weightSum = weights.map { $0.reduce(0, +) } ?? Double(fit.training.rowCount)
    // Both stand beside the mean loss: beside its sum they count as often as there are rows.
    let l1 = (algorithm.double("l1") ?? 0) * weightSum
    let l2 = (algorithm.double("wd") ?? 0) * weightSum
    let isAlike = algorithm.bool("normalize_data") ?? true
    guard fit.known.task != .regression else {
      var squares = LeastSquares(
        rows: try fit.matrix(), labels: fit.known.labels, weights: weights, l2: l2,
        hasIntercept: algorithm.bool("use_bias") ?? true, names: fit.training.schema.names,
        context: fit.context.table)
      squares.l1 = l1
      squares.isPenalisedAlike = isAlike
      let solution = try squares.solve()
      let predictor = LinearPredictor(
        link: .identity, coefficients: [solution.coefficients], intercepts: [solution.intercept])
      return (.linear(predictor), [], solution.notes)
    }
    var regression = LogisticRegression(
      rows: try fit.matrix(), labels: fit.known.labels.map { Int($0) },
      classCount: fit.known.classCount, weights: weights, l2: l2,
      hasIntercept: algorithm.bool("use_bias") ?? true, iterationCountMax: 1_000,
      tolerance: 1e-9, target: fit.known.field.name, context: fit.context)
    regression.l1 = l1
    regression.isPenalisedAlike = isAlike
    return try regression.solve()
  }

  private func checkLoss() throws(LearningError) {
    let possible =
      switch fit.known.task {
      case .regression: "squared_loss"
      case .binary: "logistic"
      case .multiclass: "softmax_loss"
      case .clustering, .projection: "auto"
      }
    guard let loss = algorithm.text("loss"), loss != "auto", loss != possible else { return }
    throw .objectiveTask(loss, task: fit.known.task, possible: [possible], parameter: "loss")
  }

  /// The rows' weights, times what the hyperparameters make of their classes.
  private func weights() throws(LearningError) -> [Double]? {
    let labels = fit.known.labels
    var factors: [Double]?
    switch fit.known.task {
    case .binary:
      if algorithm.text("positive_example_weight_mult") == "balanced" {
        factors = balanced(classCount: 2)
      } else if let factor = algorithm.double("positive_example_weight_mult"), factor != 1 {
        factors = [1, factor]
      }
    case .multiclass:
      if algorithm.bool("balance_multiclass_weights") == true {
        factors = balanced(classCount: fit.known.classCount)
      }
    case .regression, .clustering, .projection: break
    }
    guard let factors else { return fit.weights }
    try fit.check()
    return labels.indices.map { (fit.weights?[$0] ?? 1) * factors[Int(labels[$0])] }
  }

  /// All rows over the rows of each class: as if all were of one size.
  private func balanced(classCount: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: classCount)
    for (row, label) in fit.known.labels.enumerated() {
      sums[Int(label)] += fit.weights?[row] ?? 1
    }
    let total = sums.reduce(0, +)
    return sums.map { $0 > 0 ? total / (Double(classCount) * $0) : 0 }
  }
}
