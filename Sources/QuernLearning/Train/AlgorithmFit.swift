import QuernSystem
import QuernTable
import QuernText

/// Features and labels on their way to one algorithm.
struct AlgorithmFit: Sendable {
  let algorithm: CheckedAlgorithm
  let training: TableData
  /// Nil where the algorithm learns without.
  let target: Target?
  let weights: [Double]?
  let validation: ValidationPart?
  let seed: Int64
  let context: LearningContext

  typealias Outcome = (predictor: Predictor, history: [MetricStep], notes: [String])

  func run() throws(LearningError) -> Outcome {
    try algorithm.kind.fit(self)
  }

  /// The target, where the algorithm has one: `train` has seen to it.
  var known: Target {
    guard let target else { preconditionFailure("an algorithm with a target runs without one") }
    return target
  }

  /// The random draws of this training.
  var stream: RandomStream {
    RandomStream(
      seed: algorithm.int("seed").map { Int64($0) } ?? seed, word: algorithm.kind.name, ordinal: 0)
  }

  func matrix() throws(LearningError) -> FeatureMatrix<Double> {
    try FeatureMatrix<Double>(training, algorithm: algorithm.kind, context: context.table)
  }

  /// The rows of `validation:` as the algorithm takes them.
  func validationMatrix() throws(LearningError) -> FeatureMatrix<Double>? {
    try validation.map { (part) throws(LearningError) in
      try FeatureMatrix<Double>(part.features, algorithm: algorithm.kind, context: context.table)
    }
  }

  func check() throws(LearningError) {
    do throws(Interrupted) {
      try context.table.interrupt.check()
    } catch {
      throw LearningError(error)
    }
  }
}
