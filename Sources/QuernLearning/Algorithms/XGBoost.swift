import QuernTable

extension AlgorithmKind {
  /// Gradient-boosted trees by libxgboost, under its own parameter names.
  package static let xgboost = AlgorithmKind(
    name: "xgboost",
    summary: "Gradient-boosted trees (XGBoost), with its own parameter names.",
    parameters: treeParameters + samplingParameters + dropParameters + objectiveParameters
      + idleParameters,
    tasks: LearningTask.supervised, acceptsMissing: true, runsInHelper: true,
    refusals: [
      "class_weight": "say prep: recipe(balance()), or scale_pos_weight: for two classes",
      "sample_weight": "say train(…, weight: .w)",
      "early_stopping": "say early_stopping_rounds: 20, and train(…, validation: t)",
      "missing": "null is what is missing; make others null first: update(x = parse(.x, …))",
      "enable_categorical": "say prep: recipe(onehot(categorical())), or encode_target",
      "updater": "tree_method: chooses it",
      "process_type": "a model is always trained from its start",
      "refresh_leaf": "a model is always trained from its start",
      "importance_type":
        "importance(m) gives the gain, importance(m, on: held) what is lost without",
      "device": "it trains on the CPU", "gpu_id": "it trains on the CPU",
      "lambda_bias": "it belongs to booster gblinear: use linear() or logistic()",
      "feature_selector": "it belongs to booster gblinear: use linear() or logistic()",
      "num_leaves": "LightGBM's: say max_leaves: 31, grow_policy: lossguide",
      "feature_fraction": "LightGBM's: say colsample_bytree:",
      "bagging_fraction": "LightGBM's: say subsample:",
      "min_data_in_leaf": "LightGBM's: min_child_weight: is the nearest",
      "lambda_l1": "LightGBM's: say alpha:", "lambda_l2": "LightGBM's: say lambda:",
      "depth": "CatBoost's: say max_depth:", "iterations": "CatBoost's: say rounds:",
    ],
    fit: { (fit) throws(LearningError) in try XGBoostTraining(fit: fit).run() })

  /// Objectives by task; the first is the default.
  static func xgboostObjectives(_ task: LearningTask) -> [String] {
    switch task {
    case .binary: ["binary:logistic"]
    case .clustering, .projection: []
    case .multiclass: ["multi:softprob", "multi:softmax"]
    case .regression:
      [
        "reg:squarederror", "reg:absoluteerror", "reg:squaredlogerror", "reg:pseudohubererror",
        "count:poisson", "reg:gamma", "reg:tweedie",
      ]
    }
  }

  private static let treeParameters: [ParameterKind] = [
    ParameterKind(
      "rounds", .int(minimum: 1, maximum: 1_000_000), default: .int(100),
      aliases: ["num_round", "num_boost_round", "n_estimators"], "Trees (per class) to grow."),
    ParameterKind(
      "max_depth", .int(minimum: 0, maximum: 64), default: .int(6),
      "Deepest level of a tree; 0 is no limit."),
    ParameterKind(
      "eta", .float(minimum: 0, maximum: 1, minimumIsExcluded: false), default: .float(0.3),
      aliases: ["learning_rate"], "How much of each tree is added."),
    ParameterKind(
      "gamma", atLeastZero, default: .float(0), aliases: ["min_split_loss"],
      "Least gain of a split."),
    ParameterKind(
      "min_child_weight", atLeastZero, default: .float(1), "Least sum of hessians in a leaf."),
    ParameterKind(
      "max_delta_step", atLeastZero, default: .float(0), "Largest leaf; 0 is no limit."),
    ParameterKind(
      "lambda", atLeastZero, default: .float(1), aliases: ["reg_lambda"],
      "L2 penalty of the leaves."),
    ParameterKind(
      "alpha", atLeastZero, default: .float(0), aliases: ["reg_alpha"],
      "L1 penalty of the leaves."),
    ParameterKind(
      "tree_method", .choice(["hist", "exact", "approx", "auto"]), default: .string("hist"),
      "How splits are sought."),
    ParameterKind(
      "max_bin", .int(minimum: 2, maximum: 65_536), default: .int(256), "Bins of hist."),
    ParameterKind(
      "max_leaves", .int(minimum: 0, maximum: 1_000_000), default: .int(0),
      "Most leaves of a tree; 0 is no limit."),
    ParameterKind(
      "grow_policy", .choice(["depthwise", "lossguide"]), default: .string("depthwise"),
      "Which node is split next."),
    ParameterKind(
      "monotone_constraints", .intList, "Per feature: 1 rising, -1 falling, 0 free."),
    ParameterKind(
      "interaction_constraints", .text, "Lists of features that may meet in one branch."),
  ]

  private static let samplingParameters: [ParameterKind] = [
    ParameterKind("subsample", share, default: .float(1), "Share of the rows for each tree."),
    ParameterKind(
      "colsample_bytree", share, default: .float(1), "Share of the features for each tree."),
    ParameterKind(
      "colsample_bylevel", share, default: .float(1), "Share of the features for each level."),
    ParameterKind(
      "colsample_bynode", share, default: .float(1), "Share of the features for each split."),
    ParameterKind(
      "num_parallel_tree", .int(minimum: 1, maximum: 10_000), default: .int(1),
      "Trees grown side by side in each round."),
    ParameterKind(
      "seed", .int(minimum: 0, maximum: Int64(Int32.max)), aliases: ["random_state"],
      "For sampling; the notebook's seed when not given."),
  ]

  private static let dropParameters: [ParameterKind] = [
    ParameterKind(
      "booster", .choice(["gbtree", "dart"]), default: .string("gbtree"),
      "`dart` leaves trees out at random while it grows the next."
    ).refusing(["gblinear": "it is a linear model: use linear() or logistic()"]),
    ParameterKind(
      "rate_drop", zeroToOne, "With dart: the share of trees left out of a round; 0 at first."),
    ParameterKind("skip_drop", zeroToOne, "With dart: how often no tree is left out."),
    ParameterKind("one_drop", .bool, "With dart: at least one tree is left out of each round."),
    ParameterKind(
      "sample_type", .choice(["uniform", "weighted"]), "With dart: which trees are left out."),
    ParameterKind(
      "normalize_type", .choice(["tree", "forest"]), "With dart: how new trees are weighed."),
  ]

  /// What goes with `booster: dart` alone.
  static let xgboostDropNames = [
    "rate_drop", "skip_drop", "one_drop", "sample_type", "normalize_type",
  ]

  private static let idleParameters: [ParameterKind] = [
    .withoutEffect("csv_weights", "weights are a column: train(…, weight: .w)"),
    .withoutEffect("verbosity", aliases: ["silent"], "what it says is in the model's history"),
    .withoutEffect("nthread", aliases: ["n_jobs"], "no digit depends on threads"),
  ]

  private static let objectiveParameters: [ParameterKind] = [
    ParameterKind(
      "objective", .choice(LearningTask.supervised.flatMap(xgboostObjectives)),
      "What is minimised; follows from the target when not given."),
    .classCount,
    ParameterKind(
      "eval_metric",
      .choices([
        "rmse", "rmsle", "mae", "mape", "mphe", "logloss", "error", "merror", "mlogloss", "auc",
        "aucpr", "poisson-nloglik", "gamma-nloglik", "gamma-deviance", "tweedie-nloglik@1.5",
      ]),
      "What is measured after each round; the last one decides early stopping."),
    ParameterKind(
      "early_stopping_rounds", .int(minimum: 1, maximum: 1_000_000),
      "Ends when `validation` has not become better for so many rounds; keeps the best."),
    ParameterKind(
      "scale_pos_weight", .float(minimum: 0, maximum: nil, minimumIsExcluded: true),
      default: .float(1), "Weight of the positive rows."),
    ParameterKind(
      "base_score", .float(minimum: nil, maximum: nil, minimumIsExcluded: false),
      "The prediction before the first tree."),
    ParameterKind(
      "tweedie_variance_power", .float(minimum: 1, maximum: 2, minimumIsExcluded: true),
      "Of reg:tweedie."),
    ParameterKind(
      "huber_slope", .float(minimum: 0, maximum: nil, minimumIsExcluded: true),
      "Of reg:pseudohubererror."),
  ]

  private static let atLeastZero = ParameterKind.Kind.float(
    minimum: 0, maximum: nil, minimumIsExcluded: false)
  private static let zeroToOne = ParameterKind.Kind.float(
    minimum: 0, maximum: 1, minimumIsExcluded: false)
  private static let share = ParameterKind.Kind.float(
    minimum: 0, maximum: 1, minimumIsExcluded: true)
}
