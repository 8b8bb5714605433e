import QuernTable

extension AlgorithmKind {
  /// Naive Bayes.
  package static let bayes = AlgorithmKind(
    name: "bayes",
    summary: "Naive Bayes: features as if independent within a class; nulls are passed over.",
    parameters: [
      ParameterKind(
        "features", .choice(["auto", "gaussian", "bernoulli"]), default: .string("auto"),
        "How a feature is distributed: auto takes columns of only 0 and 1 as bernoulli."),
      ParameterKind(
        "smoothing", .atLeastZero, default: .float(1), aliases: ["alpha"],
        "Added to the counts of bernoulli features (Laplace)."),
      ParameterKind(
        "var_smoothing", .atLeastZero, default: .float(1e-9),
        "Share of the greatest variance that is added to each variance of gaussian features."),
      ParameterKind(
        "priors", .choice(["data", "uniform"]), default: .string("data"),
        "How likely each class is beforehand."),
    ],
    tasks: [.binary, .multiclass], acceptsMissing: true,
    refusals: [
      "fit_prior": "say priors: data or uniform", "class_prior": "say priors: data or uniform",
      "class_weight": "say priors: uniform, or weight: with a column",
    ],
    example: "bayes()",
    fit: { (fit) throws(LearningError) in try NaiveBayesFit(fit).run() })
}
