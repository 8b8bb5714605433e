extension Model {
  /// The same model, calling rows positive from this score on: in `predict`, in `evaluate` and
  /// behind an endpoint.
  package func with(threshold: Double) throws(LearningError) -> Model {
    guard task == .binary else { throw .thresholdTask(task, isOption: false) }
    var parts = parts
    parts.threshold = threshold
    return try Model(parts: parts, predictor: predictor)
  }

  /// All of it but what was learned.
  private var parts: ModelParts {
    ModelParts(
      algorithm: algorithm, task: task, target: target, classes: classes, positive: positive,
      inputSchema: inputSchema, recipe: recipe, featureNames: featureNames, history: history,
      notes: notes, trainedRows: trainedRows, rowDigests: rowDigests,
      validationDigests: validationDigests, seed: seed, computedInputs: computedInputs,
      threshold: threshold)
  }
}
