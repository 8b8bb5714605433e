import QuernTable

extension AlgorithmKind {
  /// Groups of rows around centers.
  package static let kmeans = AlgorithmKind(
    name: "kmeans",
    summary: "Groups rows around `k` centers (Lloyd's algorithm from k-means++ starts); no target.",
    parameters: [
      ParameterKind(
        "k", .int(minimum: 1, maximum: 10_000), default: .int(8), aliases: ["n_clusters"],
        "How many clusters; they are numbered from 0, the largest first."),
      ParameterKind(
        "starts", .int(minimum: 1, maximum: 1_000), default: .int(5), aliases: ["n_init"],
        "Random starts; the best ending is kept."),
      ParameterKind(
        "init", .choice(["kmeans++", "random"]), default: .string("kmeans++"),
        aliases: ["init_method"], "How a start chooses its centers."),
      ParameterKind(
        "iterations", .int(minimum: 1, maximum: 100_000), default: .int(300),
        aliases: ["max_iter", "local_lloyd_max_iter"], "Steps at most."),
      ParameterKind(
        "tolerance", .atLeastZero, default: .float(1e-4), aliases: ["tol", "local_lloyd_tol"],
        "Ends when the centers move less than this beside the features' variance."),
      .seed, .featureCount, .withoutEffect("epochs", everyRow),
      .withoutEffect("mini_batch_size", aliases: ["batch_size"], everyRow),
      .withoutEffect("extra_center_factor", everyRow),
      .withoutEffect("half_life_time_size", everyRow),
      .withoutEffect("local_lloyd_init_method", "init: says it"),
      .withoutEffect("local_lloyd_num_trials", "starts: says it"),
      .withoutEffect("eval_metrics", "the mean squared distance is always in the history"),
    ],
    tasks: [.clustering],
    refusals: [
      "algorithm": "Lloyd's is always used",
      "metric":
        "the distance is Euclid's; scale the features first: prep: recipe(scale(numeric()))",
    ],
    otherNames: ["k_means"],
    example: "kmeans(k: 3)",
    fit: { (fit) throws(LearningError) in try KMeansFit(fit).run() })

  private static let everyRow = "all rows are seen in every iteration"
}
