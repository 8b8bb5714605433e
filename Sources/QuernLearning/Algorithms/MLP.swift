import QuernTable

extension AlgorithmKind {
  /// A small neural network.
  package static let mlp = AlgorithmKind(
    name: "mlp",
    summary: "A neural network of a few layers, trained by Adam on small batches.",
    parameters: [
      ParameterKind(
        "hidden", .ints(minimum: 1, maximum: 65_536), default: .list([.int(100)]),
        aliases: ["hidden_layer_sizes", "layers"],
        "Units of each hidden layer: `100` or `[64, 32]`."),
      ParameterKind(
        "activation", .choice(["relu", "tanh", "logistic"]), default: .string("relu"),
        "What hidden units do with their sums."),
      ParameterKind(
        "l2", .atLeastZero, default: .float(1e-4), aliases: ["alpha", "wd"],
        "Weight of half the sum of squared weights."),
      ParameterKind(
        "rate", .aboveZero, default: .float(0.001),
        aliases: ["learning_rate", "learning_rate_init"],
        "Size of a step."),
      ParameterKind(
        "batch", .int(minimum: 1, maximum: 1_000_000), default: .int(200),
        aliases: ["batch_size", "mini_batch_size"], "Rows of one step."),
      ParameterKind(
        "epochs", .int(minimum: 1, maximum: 1_000_000), default: .int(200),
        aliases: ["max_iter"], "Passes over the rows, at most."),
      ParameterKind(
        "tolerance", .atLeastZero, default: .float(1e-4), aliases: ["tol"],
        "A loss that is not this much smaller is no better."),
      ParameterKind(
        "patience", .int(minimum: 1, maximum: 1_000_000), default: .int(10),
        aliases: ["n_iter_no_change"],
        "Ends when the loss has not become better for so many epochs; with `validation`, its loss, "
          + "and the best weights are kept."),
      .seed, .withoutEffect("shuffle", "rows are dealt anew in every epoch"),
    ],
    tasks: LearningTask.supervised,
    refusals: [
      "solver": "Adam is always used; rate: is its step",
      "optimizer": "Adam is always used; rate: is its step",
      "momentum": "Adam is always used; rate: is its step",
      "dropout": "say l2:, or stop early: train(…, validation: t)",
      "class_weight": "say prep: recipe(balance())",
      "early_stopping": "give rows: train(…, validation: t)",
      "validation_fraction": "give rows: train(…, validation: t)",
    ],
    example: "mlp(hidden: [32, 16])",
    fit: { (fit) throws(LearningError) in try NetworkFit(fit).run() })
}
