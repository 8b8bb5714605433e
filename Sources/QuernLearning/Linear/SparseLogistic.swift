import QuernSystem
import QuernTable

/// Logistic regression with a lasso penalty: Newton's steps, each a problem for coordinate descent;
/// for models with too many weights for Newton's matrix, L-BFGS that keeps to an orthant.
struct SparseLogistic {
  let loss: LogisticLoss
  let owner: LogisticRegression

  /// Penalty of each parameter's size, in standardised units; nothing for intercepts.
  private var l1: [Double] {
    (0..<loss.size).map { place in
      let column = place % loss.stride
      guard column < loss.width else { return 0 }
      let length = loss.data.penaltyLengths[column]
      return length > 0 ? owner.l1 / length : 0
    }
  }

  func minimise() throws(LearningError) -> Minimum {
    try loss.size <= LogisticRegression.newtonSizeMax ? newton() : quasiNewton()
  }

  // MARK: Newton

  private func newton() throws(LearningError) -> Minimum {
    let l1 = l1
    var point = try loss.at([Double](repeating: 0, count: loss.size))
    var history: [MetricStep] = []
    for iteration in 1...owner.iterationCountMax {
      if Self.slopeMax(point, l1) <= owner.tolerance * loss.data.weightSum {
        return Minimum(point: point, history: history, isConverged: true)
      }
      let hessian = try loss.hessian(at: point, pull: 1e-6)
      var products = point.gradient.map { -$0 }
      for row in 0..<loss.size {
        for column in 0..<loss.size {
          products[row] += hessian[row, column] * point.parameters[column]
        }
      }
      let solved = try LearningError.wrapping {
        try CoordinateDescent(
          matrix: hessian, products: products, l1: l1, sweepCountMax: 2_000, tolerance: 1e-13,
          interrupt: owner.context.table.interrupt
        ).solve(from: point.parameters)
      }
      let step = zip(solved.x, point.parameters).map { $0 - $1 }
      guard let next = try search(from: point, step, l1) else {
        // No better point in floating point: this is the optimum to the last digits.
        return Minimum(point: point, history: history, isConverged: true)
      }
      point = next
      history.append(owner.report(iteration, point))
    }
    return Minimum(point: point, history: history, isConverged: false)
  }

  /// The least slope of loss and penalty together, of the parameter where it is the most.
  private static func slopeMax(_ point: LogisticLoss.Point, _ l1: [Double]) -> Double {
    var most = 0.0
    for place in l1.indices {
      most = max(most, abs(slope(point.gradient[place], point.parameters[place], l1[place])))
    }
    return most
  }

  private static func slope(_ gradient: Double, _ value: Double, _ l1: Double) -> Double {
    if value > 0 { return gradient + l1 }
    if value < 0 { return gradient - l1 }
    return CoordinateDescent.shrunk(gradient, l1)
  }

  private static func sizes(_ parameters: [Double], _ l1: [Double]) -> Double {
    zip(parameters, l1).reduce(0) { $0 + abs($1.0) * $1.1 }
  }

  /// The first point at 1, 1/2, 1/4 … of `step` that is better enough; nil where none is.
  private func search(
    from point: LogisticLoss.Point, _ step: [Double], _ l1: [Double]
  ) throws(LearningError) -> LogisticLoss.Point? {
    let before = point.value + Self.sizes(point.parameters, l1)
    let full = zip(point.parameters, step).map { $0 + $1 }
    let promised =
      zip(point.gradient, step).reduce(0.0) { $0 + $1.0 * $1.1 }
      + Self.sizes(full, l1) - Self.sizes(point.parameters, l1)
    guard promised < 0 else { return nil }
    var length = 1.0
    for _ in 0..<40 {
      let next = try loss.at(zip(point.parameters, step).map { $0 + length * $1 })
      let after = next.value + Self.sizes(next.parameters, l1)
      if after <= before + 1e-4 * length * promised, after < before { return next }
      // Near the optimum the value has no digits left, but the slopes still have.
      if after <= before + abs(before) * 1e-14,
        Self.slopeMax(next, l1) < 0.5 * Self.slopeMax(point, l1)
      {
        return next
      }
      length /= 2
    }
    return nil
  }

  // MARK: Quasi-Newton

  /// Andrew and Gao's method (2007): the slopes that the penalty leaves, and signs that hold.
  private func quasiNewton() throws(LearningError) -> Minimum {
    let l1 = l1
    var memory = CurvatureMemory()
    var point = try loss.at([Double](repeating: 0, count: loss.size))
    var history: [MetricStep] = []
    for iteration in 1...owner.iterationCountMax {
      let slopes = l1.indices.map {
        Self.slope(point.gradient[$0], point.parameters[$0], l1[$0])
      }
      if slopes.reduce(0, { max($0, abs($1)) }) <= owner.tolerance * loss.data.weightSum {
        return Minimum(point: point, history: history, isConverged: true)
      }
      var direction = memory.direction(slopes)
      for place in direction.indices where direction[place] * slopes[place] >= 0 {
        direction[place] = 0
      }
      var next = try orthantSearch(point, direction, slopes, l1)
      if next == nil {
        // What was remembered misleads: begin again with the slope.
        memory = CurvatureMemory()
        next = try orthantSearch(point, memory.direction(slopes), slopes, l1)
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

  private func orthantSearch(
    _ point: LogisticLoss.Point, _ direction: [Double], _ slopes: [Double], _ l1: [Double]
  ) throws(LearningError) -> LogisticLoss.Point? {
    let before = point.value + Self.sizes(point.parameters, l1)
    var length = 1.0
    for _ in 0..<40 {
      let moved = direction.indices.map { place -> Double in
        let old = point.parameters[place]
        let next = old + length * direction[place]
        guard l1[place] > 0 else { return next }
        // A sign may not turn in one step; from 0 it goes against the slope.
        let sign = old != 0 ? old : -slopes[place]
        return next * sign > 0 ? next : 0
      }
      let next = try loss.at(moved)
      let after = next.value + Self.sizes(moved, l1)
      let promised = zip(slopes, zip(moved, point.parameters)).reduce(0.0) {
        $0 + $1.0 * ($1.1.0 - $1.1.1)
      }
      if promised < 0, after <= before + 1e-4 * promised, after < before { return next }
      length /= 2
    }
    return nil
  }
}
