import QuernSystem
import QuernTable

/// Limited-memory BFGS, for models with too many weights for Newton's matrix.
struct LBFGS {
  let loss: LogisticLoss
  let owner: LogisticRegression

  private static let memory = 10

  private struct Pair {
    var step: [Double]
    var change: [Double]
    var product: Double
  }

  func minimise() throws(LearningError) -> Minimum {
    var point = try loss.at([Double](repeating: 0, count: loss.size))
    var pairs: [Pair] = []
    var history: [MetricStep] = []
    for iteration in 1...owner.iterationCountMax {
      if point.gradientMax <= owner.tolerance * loss.data.weightSum {
        return Minimum(point: point, history: history, isConverged: true)
      }
      var direction = direction(point.gradient, pairs)
      if pairs.isEmpty {
        // Features have length 1: a step of this size is within reach of the optimum.
        let norm = Self.dot(point.gradient, point.gradient).squareRoot()
        direction = direction.map { $0 / max(norm, 1e-300) }
      }
      var next = try loss.search(from: point, along: direction)
      if next == nil, !pairs.isEmpty {
        // What was remembered misleads: begin again with the slope.
        pairs = []
        let norm = Self.dot(point.gradient, point.gradient).squareRoot()
        next = try loss.search(from: point, along: point.gradient.map { -$0 / max(norm, 1e-300) })
      }
      guard let next else { return Minimum(point: point, history: history, isConverged: true) }
      remember(from: point, to: next, &pairs)
      point = next
      history.append(owner.report(iteration, point))
    }
    return Minimum(point: point, history: history, isConverged: false)
  }

  private func remember(
    from old: LogisticLoss.Point, to new: LogisticLoss.Point, _ pairs: inout [Pair]
  ) {
    let step = zip(new.parameters, old.parameters).map { $0 - $1 }
    let change = zip(new.gradient, old.gradient).map { $0 - $1 }
    let product = Self.dot(step, change)
    guard product > 1e-300 else { return }
    pairs.append(Pair(step: step, change: change, product: product))
    if pairs.count > Self.memory { pairs.removeFirst() }
  }

  /// The two-loop recursion.
  private func direction(_ gradient: [Double], _ pairs: [Pair]) -> [Double] {
    var q = gradient
    var factors: [Double] = []
    for pair in pairs.reversed() {
      let factor = Self.dot(pair.step, q) / pair.product
      factors.append(factor)
      for place in q.indices { q[place] -= factor * pair.change[place] }
    }
    if let last = pairs.last {
      let scale = last.product / Self.dot(last.change, last.change)
      for place in q.indices { q[place] *= scale }
    }
    for (pair, factor) in zip(pairs, factors.reversed()) {
      let correction = factor - Self.dot(pair.change, q) / pair.product
      for place in q.indices { q[place] += correction * pair.step[place] }
    }
    return q.map { -$0 }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for place in a.indices { sum += a[place] * b[place] }
    return sum
  }
}
