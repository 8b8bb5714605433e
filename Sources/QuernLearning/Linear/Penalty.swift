import QuernTable

/// What coefficients cost: `l1` times their sizes plus half `l2` times their squares, beside half
/// the sum of squared errors, or the sum of log losses.
struct Penalty: Hashable, Sendable {
  var l1: Double
  var l2: Double

  /// From any of the ways to say it: `l1` and `l2`; `alpha` and `l1_ratio`, which count per row;
  /// `C` and `l1_ratio`.
  init(_ algorithm: CheckedAlgorithm, weightSum: Double) throws(LearningError) {
    let name = algorithm.kind.name
    let ways = [["l1", "l2"], ["alpha"], ["C"]].filter { $0.contains(where: algorithm.isGiven) }
    guard ways.count <= 1 else {
      throw .twoPenalties(ways.map { $0.first(where: algorithm.isGiven) ?? "" }, of: name)
    }
    let ratio = algorithm.double("l1_ratio")
    if let alpha = algorithm.double("alpha") {
      guard let ratio else { throw .penaltyWithoutRatio(of: name) }
      l1 = alpha * ratio * weightSum
      l2 = alpha * (1 - ratio) * weightSum
      return
    }
    if algorithm.isGiven("C") || ratio != nil && algorithm.kind.parameter(named: "C") != nil {
      guard !algorithm.isGiven("l1"), !algorithm.isGiven("l2") else {
        throw .twoPenalties(["l1_ratio", algorithm.isGiven("l1") ? "l1" : "l2"], of: name)
      }
      let strength = 1 / (algorithm.double("C") ?? 1)
      l1 = strength * (ratio ?? 0)
      l2 = strength * (1 - (ratio ?? 0))
      return
    }
    guard ratio == nil else { throw .ratioWithoutPenalty(of: name) }
    l1 = algorithm.double("l1") ?? 0
    // Who asks for the lasso alone gets it alone.
    l2 = algorithm.isGiven("l1") && !algorithm.isGiven("l2") ? 0 : algorithm.double("l2") ?? 0
  }
}

extension CheckedAlgorithm {
  /// Whether the user said it.
  func isGiven(_ name: String) -> Bool { given.contains { $0.name == name } }
}

extension LearningError {
  static func twoPenalties(_ names: [String], of algorithm: String) -> LearningError {
    mistake(
      "two-penalties",
      "`\(algorithm)` is told its penalty twice, by "
        + names.map { "`\($0)`" }.joined(separator: " and "),
      hints: ["say l1: and l2:, or one of the others with l1_ratio:"], parameter: names.last)
  }

  static func penaltyWithoutRatio(of algorithm: String) -> LearningError {
    mistake(
      "penalty-without-ratio", "`alpha` of `\(algorithm)` needs `l1_ratio`",
      hints: [
        "l1_ratio: 1.0 is the lasso, 0.0 ridge, between them the elastic net; or say l1: or l2:"
      ], parameter: "alpha")
  }

  static func ratioWithoutPenalty(of algorithm: String) -> LearningError {
    mistake(
      "penalty-without-ratio", "`l1_ratio` of `\(algorithm)` needs `alpha`",
      hints: ["alpha: 0.1, l1_ratio: 0.5 is scikit-learn's ElasticNet(0.1); or say l1: and l2:"],
      parameter: "l1_ratio")
  }
}
