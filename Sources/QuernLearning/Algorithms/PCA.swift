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
      .featureCount, .withoutEffect("algorithm_mode", aliases: ["svd_solver"], exact),
      .withoutEffect("extra_components", exact),
      .withoutEffect("mini_batch_size", "all rows are seen at once"),
    ],
    tasks: [.projection],
    refusals: [
      "scale": "say prep: recipe(scale(numeric()))"
    ],
    example: "pca(components: 2)",
    fit: { (fit) throws(LearningError) in try PCAFit(fit).run() })

  private static let exact = "the exact components are always computed"
}
