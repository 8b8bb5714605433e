import Glibc
import QuernSystem
import QuernTable

/// Log loss of weights on standardised features, with its slopes and curvature.
///
/// Parameters are laid out output by output: the weights of the features, then the intercept.
struct LogisticLoss {
  let data: Standardised
  let labels: [Int]
  /// 1 for two classes, else one per class.
  let outputCount: Int
  let weights: [Double]?
  let l2: Double
  let hasIntercept: Bool
  let context: TableContext

  var width: Int { data.rows.columnCount }
  /// Parameters of one output.
  var stride: Int { width + (hasIntercept ? 1 : 0) }
  var size: Int { stride * outputCount }

  /// Parameters with what is known there.
  struct Point {
    var parameters: [Double]
    /// With the penalty.
    var value: Double
    var gradient: [Double]
    /// Mean log loss, without the penalty.
    var logloss: Double

    var gradientMax: Double { gradient.reduce(0) { max($0, abs($1)) } }
  }

  /// Penalty of the weight of `column`, in standardised units.
  private func penalty(_ column: Int) -> Double {
    let length = data.penaltyLengths[column]
    return length > 0 ? l2 / (length * length) : 1
  }

  func at(_ parameters: [Double]) throws(LearningError) -> Point {
    let sums = try parameters.withUnsafeBufferPointer { (parameters) throws(LearningError) in
      // The last place holds the loss.
      try GroupedSums.over(data.rows.rowCount, width: size + 1, context) { range, out in
        guard let base = parameters.baseAddress else { return }
        addLoss(range, base, out)
      }
    }
    var gradient = Array(sums.prefix(size))
    var value = sums[size]
    for output in 0..<outputCount {
      for column in 0..<width {
        let place = output * stride + column
        value += 0.5 * penalty(column) * parameters[place] * parameters[place]
        gradient[place] += penalty(column) * parameters[place]
      }
    }
    return Point(
      parameters: parameters, value: value, gradient: gradient,
      logloss: sums[size] / data.weightSum)
  }

  private func addLoss(
    _ range: Range<Int>, _ parameters: UnsafePointer<Double>, _ out: UnsafeMutablePointer<Double>
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: outputCount) { sums in
      for row in range {
        let features = data.rows.values + row * width
        let weight = weights?[row] ?? 1
        margins(features, parameters, sums)
        out[size] += weight * residuals(sums, label: labels[row])
        for output in 0..<outputCount {
          let factor = weight * sums[output]
          VectorMath.add(factor, features, width, to: out + output * stride)
          if hasIntercept { out[output * stride + width] += factor }
        }
      }
    }
  }

  private func margins(
    _ features: UnsafePointer<Double>, _ parameters: UnsafePointer<Double>,
    _ out: UnsafeMutableBufferPointer<Double>
  ) {
    for output in 0..<outputCount {
      let own = parameters + output * stride
      out[output] = VectorMath.dot(features, own, width) + (hasIntercept ? own[width] : 0)
    }
  }

  /// Turns margins into probability minus truth; gives the loss.
  private func residuals(_ values: UnsafeMutableBufferPointer<Double>, label: Int) -> Double {
    guard outputCount > 1 else {
      let margin = values[0]
      values[0] = LinearPredictor.sigmoid(margin) - Double(label)
      // log(1 + e^m) - y m, without overflow.
      return max(margin, 0) + log1p(exp(-abs(margin))) - Double(label) * margin
    }
    let own = values[label]
    var greatest = -Double.infinity
    for value in values { greatest = max(greatest, value) }
    var sum = 0.0
    for output in values.indices {
      values[output] = exp(values[output] - greatest)
      sum += values[output]
    }
    for output in values.indices { values[output] /= sum }
    values[label] -= 1
    return greatest + log(sum) - own
  }

  // MARK: Curvature

  /// The matrix of second derivatives, made regular along what the loss cannot tell apart.
  ///
  /// `pull`: how strongly features are held, beside a curvature of 1.
  func hessian(at point: Point, pull: Double = 1) throws(LearningError) -> SymmetricMatrix {
    var hessian = SymmetricMatrix(size: size)
    for first in 0..<outputCount {
      for second in first..<outputCount {
        let block = try curvature(first, second, point.parameters)
        // Off the diagonal the factor is -p q: its root is taken of p q.
        hessian.place(
          block, first == second ? 1 : -1, atRow: first * stride, column: second * stride)
      }
      for column in 0..<width {
        hessian.add(penalty(column), first * stride + column, first * stride + column)
      }
    }
    guard outputCount > 1 else { return hessian }
    // The same number added to every class changes nothing. From zero the sum over classes stays
    // zero, so a pull towards it moves no optimum.
    for column in 0..<stride {
      for first in 0..<outputCount {
        for second in first..<outputCount {
          hessian.add(held(column, pull), first * stride + column, second * stride + column)
        }
      }
    }
    return hessian
  }

  /// Of the size of the curvature: features have length 1, the intercept's column is all ones.
  private func held(_ column: Int, _ pull: Double) -> Double {
    column < width ? pull : data.weightSum
  }

  private func curvature(
    _ first: Int, _ second: Int, _ parameters: [Double]
  ) throws(LearningError) -> SymmetricMatrix {
    try Gram(width: stride, rowCount: data.rows.rowCount, context: context).sum { range, out in
      parameters.withUnsafeBufferPointer { parameters in
        guard let base = parameters.baseAddress else { return }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: outputCount) { values in
          for (place, row) in range.enumerated() {
            let features = data.rows.values + row * width
            margins(features, base, values)
            let root = ((weights?[row] ?? 1) * variance(values, first, second)).squareRoot()
            let scaled = out + place * stride
            for column in 0..<width { scaled[column] = root * features[column] }
            if hasIntercept { scaled[width] = root }
          }
        }
      }
    }
  }

  /// p (1 - p) of one output, or p q of two.
  private func variance(
    _ values: UnsafeMutableBufferPointer<Double>, _ first: Int, _ second: Int
  ) -> Double {
    guard outputCount > 1 else {
      let p = LinearPredictor.sigmoid(values[0])
      return p * (1 - p)
    }
    LinearPredictor.softmax(values)
    return first == second
      ? values[first] * (1 - values[first]) : values[first] * values[second]
  }

  // MARK: Line search

  /// The first of the points at 1, 1/2, 1/4 … of `step` that is better enough; nil where none is.
  func search(from point: Point, along step: [Double]) throws(LearningError) -> Point? {
    let slope = zip(point.gradient, step).reduce(0.0) { $0 + $1.0 * $1.1 }
    guard slope < 0 else { return nil }
    var length = 1.0
    for _ in 0..<40 {
      let next = try at(zip(point.parameters, step).map { $0 + length * $1 })
      if next.value <= point.value + 1e-4 * length * slope, next.value < point.value {
        return next
      }
      // Near the optimum the value has no digits left, but the slopes still have.
      if next.value <= point.value + abs(point.value) * 1e-14,
        next.gradientMax < 0.5 * point.gradientMax
      {
        return next
      }
      length /= 2
    }
    return nil
  }
}
