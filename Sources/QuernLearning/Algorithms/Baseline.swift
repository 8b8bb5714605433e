import QuernTable

extension AlgorithmKind {
  /// What is said without looking at the features.
  package static let baseline = AlgorithmKind(
    name: "baseline",
    summary: "What can be said without looking at the features: what a model has to beat.",
    parameters: [
      ParameterKind(
        "strategy",
        .choice(["auto", "mean", "median", "most_frequent", "prior", "stratified", "uniform"]),
        default: .string("auto"),
        "auto: the mean, or the shares of the classes (prior); stratified draws them at random."),
      .seed,
    ],
    tasks: LearningTask.supervised, acceptsMissing: true, skipsUnprepared: true,
    example: "baseline()",
    fit: { (fit) throws(LearningError) in try BaselineFit(fit).run() })
}
