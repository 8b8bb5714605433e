import QuernTable

extension AlgorithmKind {
  /// The directions in which rows differ most.
  package static let pca = AlgorithmKind(
    name: "pca",
    summary: "The directions in which rows differ most, as `pc1`, `pc2` …; no target.",
    parameters: [
      ParameterKind(
        "components", .countOrShare([]), aliases: ["n_components", "num_components"],
        "How many, or as many as explain this share of the variance; all when not given."),
      ParameterKind(
        "center", .bool, default: .bool(true), aliases: ["subtract_mean"],
        "Whether means are subtracted first."),
      ParameterKind(
        "whiten", .bool, default: .bool(false), "Whether each component is divided by its spread."),
      .featureCount,
    ],
    tasks: [.projection],
    refusals: [
      "algorithm_mode": "the exact components are always computed",
      "extra_components": "the exact components are always computed",
      "mini_batch_size": "all rows are seen at once",
    ],
    example: "pca(components: 2)",
    fit: { (fit) throws(LearningError) in try PCAFit(fit).run() })
}
