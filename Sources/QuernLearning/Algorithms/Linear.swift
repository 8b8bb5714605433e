import QuernTable

extension AlgorithmKind {
  /// Ordinary least squares, or ridge regression with `l2`.
  package static let linear = AlgorithmKind(
    name: "linear",
    summary: "A weighted sum of the features that predicts a number (least squares, ridge).",
    parameters: [
      ParameterKind(
        "l2", .float(minimum: 0, maximum: nil, minimumIsExcluded: false), default: .float(0),
        aliases: ["lambda", "alpha", "ridge"],
        "Weight of the sum of squared coefficients; 0 is ordinary least squares."),
      .intercept,
    ],
    tasks: [.regression],
    fit: { (fit) throws(LearningError) in try LinearFit(fit: fit).runLinear() })

  /// Logistic regression for two classes or more.
  package static let logistic = AlgorithmKind(
    name: "logistic",
    summary: "A weighted sum of the features per class, as probabilities.",
    parameters: [
      ParameterKind(
        "l2", .float(minimum: 0, maximum: nil, minimumIsExcluded: false), default: .float(1),
        aliases: ["lambda", "alpha"],
        "Weight of half the sum of squared coefficients (scikit-learn's 1/C)."),
      .intercept,
      ParameterKind(
        "iterations", .int(minimum: 1, maximum: 100_000), default: .int(1000),
        aliases: ["max_iter", "rounds"], "Steps at most."),
      ParameterKind(
        "tolerance", .float(minimum: 0, maximum: 1, minimumIsExcluded: true),
        default: .float(1e-9), aliases: ["tol"],
        "Ends when the gradient is this small beside the number of rows."),
    ],
    tasks: [.binary, .multiclass],
    fit: { (fit) throws(LearningError) in try LinearFit(fit: fit).runLogistic() })
}

extension ParameterKind {
  fileprivate static var intercept: ParameterKind {
    ParameterKind(
      "intercept", .bool, default: .bool(true), aliases: ["fit_intercept"],
      "Whether a constant is learned as well; it is not penalised.")
  }
}
