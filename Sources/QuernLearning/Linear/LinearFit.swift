import QuernTable

/// The linear algorithms on prepared features.
struct LinearFit {
  let fit: AlgorithmFit

  func runLinear() throws(LearningError) -> AlgorithmFit.Outcome {
    let algorithm = fit.algorithm
    let squares = LeastSquares(
      rows: try fit.matrix(), labels: fit.known.labels, weights: fit.weights,
      l2: algorithm.double("l2") ?? 0, hasIntercept: algorithm.bool("intercept") ?? true,
      names: fit.training.schema.names, context: fit.context.table)
    let solution = try squares.solve()
    let predictor = LinearPredictor(
      link: .identity, coefficients: [solution.coefficients], intercepts: [solution.intercept])
    return (.linear(predictor), [], solution.notes)
  }

  func runLogistic() throws(LearningError) -> AlgorithmFit.Outcome {
    let algorithm = fit.algorithm
    let regression = LogisticRegression(
      rows: try fit.matrix(), labels: fit.known.labels.map { Int($0) },
      classCount: fit.known.classCount, weights: fit.weights, l2: algorithm.double("l2") ?? 1,
      hasIntercept: algorithm.bool("intercept") ?? true,
      iterationCountMax: algorithm.int("iterations") ?? 1000,
      tolerance: algorithm.double("tolerance") ?? 1e-9, target: fit.known.field.name,
      context: fit.context)
    return try regression.solve()
  }
}
