import QuernTable

extension AlgorithmKind {
  /// Ordinary least squares, or ridge regression with `l2`.
  package static let linear = AlgorithmKind(
    name: "linear",
    summary: "A weighted sum of the features that predicts a number (least squares, ridge, lasso).",
    parameters: [
      ParameterKind(
        "l2", .float(minimum: 0, maximum: nil, minimumIsExcluded: false), default: .float(0),
        aliases: ["lambda", "ridge"],
        "Weight of the sum of squared coefficients; 0 is ordinary least squares."),
      .lasso, .perRow, .ratio, .intercept,
      ParameterKind(
        "iterations", .int(minimum: 1, maximum: 1_000_000), default: .int(10_000),
        aliases: ["max_iter"], "Sweeps at most, of the lasso and the elastic net."),
      ParameterKind(
        "tolerance", .float(minimum: 0, maximum: 1, minimumIsExcluded: true),
        default: .float(1e-10), aliases: ["tol"],
        "Ends when no coefficient moves more than this beside the greatest."),
    ],
    tasks: [.regression],
    refusals: [
      "solver": "the exact solution is computed; there is none to choose",
      "normalize": "say prep: recipe(scale(numeric()))",
      "positive": "coefficients are free; leave features out with drop(…)",
      "learning_rate": "the exact solution is computed: there are no steps to set",
      "epochs": "the exact solution is computed: there are no steps to set",
    ],
    fit: { (fit) throws(LearningError) in try LinearFit(fit: fit).runLinear() })

  /// Logistic regression for two classes or more.
  package static let logistic = AlgorithmKind(
    name: "logistic",
    summary: "A weighted sum of the features per class, as probabilities.",
    parameters: [
      ParameterKind(
        "l2", .float(minimum: 0, maximum: nil, minimumIsExcluded: false), default: .float(1),
        aliases: ["lambda"],
        "Weight of half the sum of squared coefficients; 0 when only l1 is given."),
      .lasso, .perRow, .ratio,
      ParameterKind(
        "C", .aboveZero,
        "scikit-learn's way: the penalty is 1/C, shared out by l1_ratio (0 when not given)."),
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
    refusals: [
      "penalty": "say l1: and l2:, or C: with l1_ratio: (1.0 is the lasso, 0.0 ridge)",
      "solver": "it follows from the penalty: the optimum is the same",
      "class_weight": "say prep: recipe(balance())",
      "multi_class": "several classes get a softmax of their own weights each",
      "learning_rate": "the optimum is found by Newton's steps: there is no rate to set",
      "epochs": "say iterations:",
      "threshold": "say m |> with_threshold(0.3); tune_threshold finds one",
    ],
    fit: { (fit) throws(LearningError) in try LinearFit(fit: fit).runLogistic() })
}

extension ParameterKind {
  fileprivate static var lasso: ParameterKind {
    ParameterKind(
      "l1", .atLeastZero, default: .float(0), aliases: ["lasso"],
      "Weight of the sum of absolute coefficients: those that do not help become 0.")
  }

  fileprivate static var perRow: ParameterKind {
    ParameterKind(
      "alpha", .atLeastZero,
      "Strength per row, shared out by l1_ratio: scikit-learn's ElasticNet, R's glmnet.")
  }

  fileprivate static var ratio: ParameterKind {
    ParameterKind(
      "l1_ratio", .float(minimum: 0, maximum: 1, minimumIsExcluded: false),
      "How much of the strength is lasso: 1.0 lasso, 0.0 ridge.")
  }

  fileprivate static var intercept: ParameterKind {
    ParameterKind(
      "intercept", .bool, default: .bool(true), aliases: ["fit_intercept"],
      "Whether a constant is learned as well; it is not penalised.")
  }
}
