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
      .predictorType, .featureCount,
    ],
    tasks: LearningTask.supervised, acceptsWeights: false,
    refusals: [
      "sample_size": "all rows are kept; use sample() before train",
      "dimension_reduction_type": "use a pca model first",
      "dimension_reduction_target": "use a pca model first",
      "index_type": "the exact neighbours are always found",
      "index_metric": "say metric: euclidean or cosine",
      "faiss_index_ivf_nlists": "the exact neighbours are always found",
      "faiss_index_pq_m": "the exact neighbours are always found",
      "mini_batch_size": "it has no effect here",
    ],
    example: "knn(k: 5, weights: distance)",
    fit: { (fit) throws(LearningError) in try NeighboursFit(fit).run() })
}
