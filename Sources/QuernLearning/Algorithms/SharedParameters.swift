import QuernTable

/// Parameters that several algorithms have.
extension ParameterKind {
  static var seed: ParameterKind {
    ParameterKind(
      "seed", .int(minimum: 0, maximum: Int64(Int32.max)), aliases: ["random_state"],
      "For random draws; the notebook's seed when not given.")
  }

  static var predictorType: ParameterKind {
    ParameterKind(
      "predictor_type",
      .choice(["classifier", "binary_classifier", "multiclass_classifier", "regressor"]),
      "SageMaker's way to say the task; follows from the target when not given.")
  }

  static var featureCount: ParameterKind {
    ParameterKind(
      "feature_dim", .int(minimum: 1, maximum: nil),
      "How many features there must be (SageMaker); counted when not given.")
  }

  static var classCount: ParameterKind {
    ParameterKind(
      "num_class", .int(minimum: 2, maximum: 1_000), aliases: ["num_classes"],
      "How many classes there must be; counted when not given.")
  }
}

extension ParameterKind.Kind {
  static let atLeastZero = ParameterKind.Kind.float(
    minimum: 0, maximum: nil, minimumIsExcluded: false)
  static let aboveZero = ParameterKind.Kind.float(
    minimum: 0, maximum: nil, minimumIsExcluded: true)
  static let share = ParameterKind.Kind.float(minimum: 0, maximum: 1, minimumIsExcluded: true)
}
