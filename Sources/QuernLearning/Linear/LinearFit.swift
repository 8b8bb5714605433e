import QuernTable

/// The linear algorithms on prepared features.
struct LinearFit {
  let fit: AlgorithmFit

  private var weightSum: Double {
    fit.weights.map { $0.reduce(0, +) } ?? Double(fit.training.rowCount)
  }

  func runLinear() throws(LearningError) -> AlgorithmFit.Outcome {
    let algorithm = fit.algorithm
    let penalty = try Penalty(algorithm, weightSum: weightSum)
    var squares = LeastSquares(
      rows: try fit.matrix(), labels: fit.known.labels, weights: fit.weights,
      l2: penalty.l2, hasIntercept: algorithm.bool("intercept") ?? true,
      names: fit.training.schema.names, context: fit.context.table)
    squares.l1 = penalty.l1
    squares.sweepCountMax = algorithm.int("iterations") ?? 10_000
    squares.tolerance = algorithm.double("tolerance") ?? 1e-10
    let solution = try squares.solve()
    let predictor = LinearPredictor(
      link: .identity, coefficients: [solution.coefficients], intercepts: [solution.intercept])
    return (.linear(predictor), [], solution.notes)
  }

  func runLogistic() throws(LearningError) -> AlgorithmFit.Outcome {
    let algorithm = fit.algorithm
    let penalty = try Penalty(algorithm, weightSum: weightSum)
    var regression = LogisticRegression(
      rows: try fit.matrix(), labels: fit.known.labels.map { Int($0) },
      classCount: fit.known.classCount, weights: fit.weights, l2: penalty.l2,
      hasIntercept: algorithm.bool("intercept") ?? true,
      iterationCountMax: algorithm.int("iterations") ?? 1000,
      tolerance: algorithm.double("tolerance") ?? 1e-9, target: fit.known.field.name,
      context: fit.context)
    regression.l1 = penalty.l1
    return try regression.solve()
  }
}
