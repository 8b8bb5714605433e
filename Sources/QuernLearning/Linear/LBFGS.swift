import QuernSystem
import QuernTable

/// Limited-memory BFGS, for models with too many weights for Newton's matrix.
struct LBFGS {
  let loss: LogisticLoss
  let owner: LogisticRegression

  func minimise() throws(LearningError) -> Minimum {
    var point = try loss.at([Double](repeating: 0, count: loss.size))
    var memory = CurvatureMemory()
    var history: [MetricStep] = []
    for iteration in 1...owner.iterationCountMax {
      if point.gradientMax <= owner.tolerance * loss.data.weightSum {
        return Minimum(point: point, history: history, isConverged: true)
      }
      var next = try loss.search(from: point, along: memory.direction(point.gradient))
      if next == nil, !memory.isEmpty {
        // What was remembered misleads: begin again with the slope.
        memory = CurvatureMemory()
        next = try loss.search(from: point, along: memory.direction(point.gradient))
      }
      guard let next else { return Minimum(point: point, history: history, isConverged: true) }
      memory.remember(
        step: zip(next.parameters, point.parameters).map { $0 - $1 },
        change: zip(next.gradient, point.gradient).map { $0 - $1 })
      point = next
      history.append(owner.report(iteration, point))
    }
    return Minimum(point: point, history: history, isConverged: false)
  }
}

/// The last steps with what they changed of the slopes: what L-BFGS knows of the curvature.
struct CurvatureMemory {
  private static let countMax = 10

  private struct Pair {
    var step: [Double]
    var change: [Double]
    var product: Double
  }

  private var pairs: [Pair] = []

  var isEmpty: Bool { pairs.isEmpty }

  mutating func remember(step: [Double], change: [Double]) {
    let product = Self.dot(step, change)
    guard product > 1e-300 else { return }
    pairs.append(Pair(step: step, change: change, product: product))
    if pairs.count > Self.countMax { pairs.removeFirst() }
  }

  /// The two-loop recursion; without a memory against the slope.
  func direction(_ gradient: [Double]) -> [Double] {
    guard !pairs.isEmpty else {
      // Features have length 1: a step of this size is within reach of the optimum.
      let norm = Self.dot(gradient, gradient).squareRoot()
      return gradient.map { -$0 / max(norm, 1e-300) }
    }
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
