import QuernSystem
import QuernTable

/// Logistic regression: the weights that minimise log loss plus half `l2` times their squares.
///
/// Newton's method where its matrix is small, else L-BFGS; both from zero, in a fixed order of
/// additions. The intercept is not penalised. For several classes each has weights of its own, as
/// scikit-learn's multinomial model has.
struct LogisticRegression {
  let rows: FeatureMatrix<Double>
  /// 0 or 1 for two classes, else the class.
  let labels: [Int]
  let classCount: Int
  let weights: [Double]?
  let l2: Double
  let hasIntercept: Bool
  let iterationCountMax: Int
  let tolerance: Double
  let target: String
  let context: LearningContext
  /// Weight of the sum of absolute coefficients.
  var l1 = 0.0
  /// Whether penalties are of features brought to deviation 1.
  var isPenalisedAlike = false

  /// Newton's matrix has at most this many rows.
  static let newtonSizeMax = 512

  func solve() throws(LearningError) -> (
    predictor: Predictor, history: [MetricStep], notes: [String]
  ) {
    var data = try Standardised(
      rows, weights: weights, isCentered: hasIntercept, context: context.table)
    if isPenalisedAlike { data = data.penalisedAlike() }
    let loss = LogisticLoss(
      data: data, labels: labels, outputCount: classCount == 2 ? 1 : classCount,
      weights: weights, l2: l2, hasIntercept: hasIntercept, context: context.table)
    let minimum: Minimum
    if l1 > 0 {
      minimum = try SparseLogistic(loss: loss, owner: self).minimise()
    } else if loss.size <= Self.newtonSizeMax {
      minimum = try newton(loss)
    } else {
      minimum = try LBFGS(loss: loss, owner: self).minimise()
    }
    if l1 == 0, l2 == 0, minimum.point.logloss < 1e-6 { throw .separated(target) }
    var notes: [String] = []
    if !minimum.isConverged {
      notes.append("stopped after \(iterationCountMax) iterations, before the optimum")
    }
    return (.linear(predictor(loss, minimum.point.parameters)), minimum.history, notes)
  }

  private func predictor(_ loss: LogisticLoss, _ parameters: [Double]) -> LinearPredictor {
    var coefficients: [[Double]] = []
    var intercepts: [Double] = []
    for output in 0..<loss.outputCount {
      let start = output * loss.stride
      let (restored, intercept) = loss.data.restored(
        Array(parameters[start..<(start + loss.width)]),
        intercept: hasIntercept ? parameters[start + loss.width] : 0)
      coefficients.append(restored)
      intercepts.append(hasIntercept ? intercept : 0)
    }
    return LinearPredictor(
      link: classCount == 2 ? .sigmoid : .softmax, coefficients: coefficients,
      intercepts: intercepts)
  }

  // MARK: Newton

  private func newton(_ loss: LogisticLoss) throws(LearningError) -> Minimum {
    var point = try loss.at([Double](repeating: 0, count: loss.size))
    var history: [MetricStep] = []
    for iteration in 1...iterationCountMax {
      if point.gradientMax <= tolerance * loss.data.weightSum {
        return Minimum(point: point, history: history, isConverged: true)
      }
      let step = try newtonStep(loss, point)
      guard let next = try loss.search(from: point, along: step) else {
        // No better point in floating point: this is the optimum to the last digits.
        return Minimum(point: point, history: history, isConverged: true)
      }
      point = next
      history.append(report(iteration, point))
    }
    return Minimum(point: point, history: history, isConverged: false)
  }

  private func newtonStep(
    _ loss: LogisticLoss, _ point: LogisticLoss.Point
  ) throws(LearningError) -> [Double] {
    let hessian = try loss.hessian(at: point)
    var ridge = 0.0
    while true {
      var damped = hessian
      for place in 0..<loss.size {
        damped.add(max(hessian[place, place], 1) * ridge, place, place)
      }
      let solved = try LearningError.wrapping {
        try damped.solve(point.gradient, least: 1e-13, interrupt: context.table.interrupt)
      }
      if let solved { return solved.x.map { -$0 } }
      ridge = max(ridge * 100, 1e-10)
    }
  }

  func report(_ iteration: Int, _ point: LogisticLoss.Point) -> MetricStep {
    let step = MetricStep(step: iteration, rows: "train", name: "logloss", value: point.logloss)
    context.progress?(
      TrainProgress(
        done: iteration, total: iterationCountMax, unit: "iterations", metrics: [step]))
    return step
  }
}

/// Where a minimisation ended.
struct Minimum {
  var point: LogisticLoss.Point
  var history: [MetricStep]
  var isConverged: Bool
}
