import QuernTable

extension AlgorithmKind {
  /// SageMaker's linear learner under its own names, solved exactly.
  package static let linearLearner = AlgorithmKind(
    name: "linear_learner",
    summary:
      "SageMaker's linear learner by its own names: `linear` or `logistic`, as the target is.",
    parameters: [
      .predictorType, .classCount,
      ParameterKind(
        "wd", .numberOrWord(["auto"]), default: .string("auto"), aliases: ["l2"],
        "Weight of half the sum of squared coefficients, beside the mean loss; auto: 0."),
      ParameterKind(
        "l1", .numberOrWord(["auto"]), default: .string("auto"),
        "Weight of the sum of absolute coefficients, beside the mean loss; auto: 0."),
      ParameterKind(
        "loss", .choice(["auto", "logistic", "softmax_loss", "squared_loss"]),
        default: .string("auto"), "What is minimised; auto: by the target."
      ).refusing(refusedLosses),
      ParameterKind(
        "normalize_data", .bool, default: .bool(true),
        "Whether penalties are of features brought to deviation 1."),
      ParameterKind(
        "use_bias", .bool, default: .bool(true), aliases: ["intercept"],
        "Whether a constant is learned as well; it is not penalised."),
      ParameterKind(
        "positive_example_weight_mult", .numberOrWord(["balanced"]), default: .float(1),
        "Weight of the positive rows of two classes; balanced: both classes weigh the same."),
      ParameterKind(
        "balance_multiclass_weights", .bool, default: .bool(false),
        "Whether all of several classes weigh the same."),
      .featureCount,
    ] + steps + samples,
    tasks: LearningTask.supervised,
    refusals: [
      "binary_classifier_model_selection_criteria": threshold, "target_precision": threshold,
      "target_recall": threshold, "f_beta": threshold,
      "huber_delta": noRobustLoss, "quantile": noRobustLoss, "loss_insensitivity": noRobustLoss,
      "margin": "the hinge loss is not there: use the logistic one",
      "accuracy_top_k": "measure it afterwards: evaluate(held, m, [accuracy])",
    ],
    example: "linear_learner(predictor_type: \"binary_classifier\")",
    fit: { (fit) throws(LearningError) in try LinearLearnerFit(fit: fit).run() })

  private static let threshold =
    "tune it on rows kept for it, and keep it in the model: m |> with_threshold(score |> "
    + "tune_threshold(f1))"
  private static let noRobustLoss = "squares are minimised; xgboost has reg:absoluteerror"

  private static let refusedLosses = [
    "absolute_loss": noRobustLoss, "quantile_loss": noRobustLoss, "huber_loss": noRobustLoss,
    "eps_insensitive_squared_loss": noRobustLoss, "eps_insensitive_absolute_loss": noRobustLoss,
    "hinge_loss": "the logistic loss is there, and its scores are probabilities",
  ]

  /// What tells a descent by small steps how to go: here the optimum is computed.
  private static let steps: [ParameterKind] = [
    "epochs", "mini_batch_size", "learning_rate", "optimizer", "momentum", "beta_1", "beta_2",
    "bias_lr_mult", "bias_wd_mult", "num_models", "num_calibration_samples", "init_method",
    "init_scale", "init_sigma", "init_bias", "early_stopping_patience",
    "early_stopping_tolerance", "use_lr_scheduler", "lr_scheduler_step", "lr_scheduler_factor",
    "lr_scheduler_minimum_lr",
  ].map { .withoutEffect($0, "the optimum is computed, not approached by steps") }

  private static let samples: [ParameterKind] = [
    "normalize_label", "num_point_for_scaler", "unbias_data", "unbias_label",
  ].map { .withoutEffect($0, "means and deviations are those of all rows") }
}
