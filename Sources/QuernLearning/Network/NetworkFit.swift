import Glibc
import QuernSystem
import QuernTable
import QuernText

/// Trains a network by Adam on batches that the seed shuffles.
///
/// Features are standardised inside, and so is a number to predict; the saved weights take the
/// features as they are. Slopes of a batch are added over a fixed grid of its rows.
struct NetworkFit {
  let fit: AlgorithmFit
  let sizes: [Int]
  let link: LinearPredictor.Link
  let activation: Network.Activation

  /// Weights in all, so that a slip of the pen is no day of work.
  private static let parameterCountMax = 20_000_000

  init(_ fit: AlgorithmFit) throws(LearningError) {
    self.fit = fit
    activation = Network.Activation(rawValue: fit.algorithm.text("activation") ?? "") ?? .relu
    let outputs: Int
    switch fit.known.task {
    case .regression, .clustering, .projection: (outputs, link) = (1, .identity)
    case .binary: (outputs, link) = (1, .sigmoid)
    case .multiclass: (outputs, link) = (fit.known.classCount, .softmax)
    }
    let hidden = fit.algorithm.ints("hidden")
    sizes = [fit.training.schema.count] + hidden + [outputs]
    var count = 0
    for layer in 1..<sizes.count { count += sizes[layer] * (sizes[layer - 1] + 1) }
    guard count <= Self.parameterCountMax else {
      throw .tooManyWeights(count, limit: Self.parameterCountMax)
    }
  }

  func run() throws(LearningError) -> AlgorithmFit.Outcome {
    let scaling = try FeatureScaling(try fit.matrix(), fit)
    let training = NetworkRows(
      rows: scaling.rows, labels: scaling.scaled(fit.known.labels), weights: fit.weights)
    let validation = try fit.validationMatrix().map { (matrix) throws(LearningError) in
      NetworkRows(
        rows: try scaling.apply(matrix, fit), labels: scaling.scaled(fit.validation?.labels ?? []),
        weights: fit.validation?.weights)
    }
    let pass = try NetworkPass(self, training)
    var descent = Descent(
      parameters: initial(), l2: fit.algorithm.double("l2") ?? 1e-4,
      rate: fit.algorithm.double("rate") ?? 0.001)
    var watch = Patience(
      epochs: fit.algorithm.int("patience") ?? 10,
      tolerance: fit.algorithm.double("tolerance") ?? 1e-4)
    var history: [MetricStep] = []
    let epochs = fit.algorithm.int("epochs") ?? 200
    var isEnded = false
    for epoch in 1...epochs {
      let loss = try pass.epoch(epoch, &descent)
      var steps = [MetricStep(step: epoch, rows: "train", name: "loss", value: loss)]
      guard loss.isFinite else { throw .networkDiverged(epoch: epoch) }
      if let validation {
        let measured = try NetworkPass(self, validation).loss(descent.parameters)
        steps.append(
          MetricStep(step: epoch, rows: "validation", name: "loss", value: measured))
        isEnded = watch.isEnded(after: measured, descent.parameters)
      } else {
        isEnded = watch.isEnded(after: loss, nil)
      }
      history += steps
      fit.context.progress?(
        TrainProgress(done: epoch, total: epochs, unit: "epochs", metrics: steps))
      if isEnded { break }
    }
    let kept = watch.bestParameters ?? descent.parameters
    let network = Network(
      sizes: sizes, activation: activation, link: link, parameters: scaling.restored(kept, sizes))
    return (.network(network), history, notes(watch, history, isEnded: isEnded))
  }

  private func notes(_ watch: Patience, _ history: [MetricStep], isEnded: Bool) -> [String] {
    let epochs = history.last?.step ?? 0
    if watch.bestParameters != nil, watch.bestEpoch < epochs {
      return ["stopped after \(epochs) epochs; kept the best on validation, \(watch.bestEpoch)"]
    }
    return isEnded ? [] : ["stopped after \(epochs) epochs; the loss was still falling"]
  }

  /// Glorot's uniform draws.
  private func initial() -> [Double] {
    let stream = fit.stream.child(0)
    var parameters: [Double] = []
    for layer in 1..<sizes.count {
      let (width, units) = (sizes[layer - 1], sizes[layer])
      let bound = ((activation == .logistic ? 2 : 6) / Double(width + units)).squareRoot()
      for _ in 0..<(units * (width + 1)) {
        parameters.append(bound * (2 * stream.uniform(UInt64(parameters.count)) - 1))
      }
    }
    return parameters
  }
}

/// Rows as the network takes them.
struct NetworkRows {
  let rows: FeatureMatrix<Double>
  let labels: [Double]
  let weights: [Double]?
}

/// Adam: steps by the running mean of slopes over the root of that of their squares.
struct Descent {
  var parameters: [Double]
  let l2: Double
  let rate: Double
  private var means: [Double]
  private var squares: [Double]
  private var step = 0

  init(parameters: [Double], l2: Double, rate: Double) {
    self.parameters = parameters
    self.l2 = l2
    self.rate = rate
    means = [Double](repeating: 0, count: parameters.count)
    squares = means
  }

  mutating func move(_ slopes: UnsafePointer<Double>) {
    step += 1
    let length =
      rate * (1 - pow(0.999, Double(step))).squareRoot() / (1 - pow(0.9, Double(step)))
    let count = parameters.count
    parameters.withUnsafeMutableBufferPointer { parameters in
      means.withUnsafeMutableBufferPointer { means in
        squares.withUnsafeMutableBufferPointer { squares in
          for place in 0..<count {
            let slope = slopes[place]
            means[place] = 0.9 * means[place] + 0.1 * slope
            squares[place] = 0.999 * squares[place] + 0.001 * slope * slope
            parameters[place] -= length * means[place] / (squares[place].squareRoot() + 1e-8)
          }
        }
      }
    }
  }
}

/// Ends a training whose loss has not become better for some epochs.
struct Patience {
  let epochs: Int
  let tolerance: Double
  private(set) var bestEpoch = 0
  /// Kept where validation decides.
  private(set) var bestParameters: [Double]?
  private var best = Double.infinity
  private var leastKept = Double.infinity
  private var waited = 0
  private var epoch = 0

  init(epochs: Int, tolerance: Double) {
    self.epochs = epochs
    self.tolerance = tolerance
  }

  mutating func isEnded(after loss: Double, _ parameters: [Double]?) -> Bool {
    epoch += 1
    if let parameters, loss < leastKept {
      leastKept = loss
      bestEpoch = epoch
      bestParameters = parameters
    }
    waited = loss > best - tolerance ? waited + 1 : 0
    best = min(best, loss)
    return waited > epochs
  }
}

extension LearningError {
  static func tooManyWeights(_ count: Int, limit: Int) -> LearningError {
    mistake(
      "too-many-weights",
      "the network would have \(Numbers.grouped(Int64(count))) weights; the limit is "
        + Numbers.grouped(Int64(limit)),
      hints: ["say smaller layers: hidden: [64, 32]"], parameter: "hidden")
  }

  static func networkDiverged(epoch: Int) -> LearningError {
    mistake(
      "no-optimum", "the network's loss grew without limit in epoch \(epoch)",
      hints: ["say a smaller rate: 0.0001"], parameter: "rate")
  }
}
