import QuernTable

extension AlgorithmKind {
  /// What the nearest training rows say.
  package static let knn = AlgorithmKind(
    name: "knn",
    summary: "The mean, or the votes, of the `k` training rows that are nearest.",
    parameters: [
      ParameterKind(
        "k", .int(minimum: 1, maximum: 100_000), default: .int(5), aliases: ["n_neighbors"],
        "How many neighbours; of equally near ones the earlier rows."),
      ParameterKind(
        "weights", .choice(["uniform", "distance"]), default: .string("uniform"),
        "Whether each neighbour counts the same, or by one over its distance."),
      ParameterKind(
        "metric", .choice(["euclidean", "manhattan", "cosine"]), default: .string("euclidean"),
        "What near means; scale the features first, or the widest decides."),
      ParameterKind(
        "index_metric", .choice(["L2", "COSINE"]), "SageMaker's way to say the metric."
      ).refusing(["INNER_PRODUCT": "say metric: cosine, or scale the features"]),
      ParameterKind(
        "sample_size", .int(minimum: 1, maximum: nil),
        "How many training rows are kept, drawn at random; all when not given."),
      .seed, .predictorType, .featureCount, .withoutEffect("index_type", exact),
      .withoutEffect("faiss_index_ivf_nlists", exact), .withoutEffect("faiss_index_pq_m", exact),
      .withoutEffect("mini_batch_size", exact), .withoutEffect("algorithm", exact),
      .withoutEffect("leaf_size", exact),
    ],
    tasks: LearningTask.supervised, acceptsWeights: false,
    refusals: [
      "dimension_reduction_type": "train a pca model first, and knn on what it predicts",
      "dimension_reduction_target": "train a pca model first, and knn on what it predicts",
      "p": "say metric: manhattan for 1, euclidean for 2",
    ],
    example: "knn(k: 5, weights: distance)",
    fit: { (fit) throws(LearningError) in try NeighboursFit(fit).run() })

  private static let exact = "the exact neighbours are always found"
}
