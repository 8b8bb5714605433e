import QuernTable

extension AlgorithmKind {
  /// Many trees, each grown on rows and features drawn at random.
  package static let forest = AlgorithmKind(
    name: "forest",
    summary: "Random forest: the mean of many trees grown on random rows and features.",
    parameters: [
      ParameterKind(
        "trees", .int(minimum: 1, maximum: 100_000), default: .int(100),
        aliases: ["n_estimators", "num_trees"], "How many trees."),
      ParameterKind(
        "max_depth", .int(minimum: 0, maximum: 10_000), default: .int(0),
        "Deepest level of a tree; 0 is no limit."),
      ParameterKind(
        "max_features", .countOrShare(["auto", "sqrt", "log2", "all"]), default: .string("auto"),
        "Features tried at each split; auto: the root of their number for classes, else all."),
      ParameterKind(
        "min_leaf", .int(minimum: 1, maximum: nil), default: .int(1),
        aliases: ["min_samples_leaf"], "Least rows in a leaf."),
      ParameterKind(
        "min_split", .int(minimum: 2, maximum: nil), default: .int(2),
        aliases: ["min_samples_split"], "Least rows of a node that is split."),
      ParameterKind(
        "bootstrap", .bool, default: .bool(true),
        "Whether each tree gets rows drawn with repetition; else all rows."),
      ParameterKind(
        "sample", .share, default: .float(1), aliases: ["max_samples"],
        "How many rows are drawn for each tree, as a share."),
      ParameterKind(
        "criterion", .choice(["gini", "entropy"]), default: .string("gini"),
        "What a split of classes makes small; numbers are split by their variance."),
      .seed, .withoutEffect("n_jobs", "no digit depends on threads"),
      .withoutEffect("verbose", "progress is shown as it comes"),
    ],
    tasks: LearningTask.supervised, acceptsMissing: true,
    refusals: [
      "class_weight": "say prep: recipe(balance()), or weight: with a column",
      "max_leaf_nodes": "say max_depth: or min_leaf:",
      "min_impurity_decrease": "say min_split: or min_leaf:",
      "ccp_alpha": "trees are not pruned: say max_depth: or min_leaf:",
      "oob_score": "measure by folds: cross_validate(t, forest(), target: .y)",
      "warm_start": "a model is always trained from its start",
      "max_samples_leaf": "say min_leaf:",
    ],
    example: "forest(trees: 50)",
    fit: { (fit) throws(LearningError) in try ForestFit(fit).run() })
}
