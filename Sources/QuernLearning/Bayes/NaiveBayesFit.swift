import Glibc
import QuernSystem
import QuernTable

/// Means, variances and counts by class, over a fixed grid of rows.
struct NaiveBayesFit {
  let fit: AlgorithmFit

  init(_ fit: AlgorithmFit) { self.fit = fit }

  func run() throws(LearningError) -> AlgorithmFit.Outcome {
    let rows = try fit.matrix()
    let width = rows.columnCount
    let classCount = fit.known.classCount
    let labels = fit.known.labels.map { Int($0) }
    let weights = fit.weights
    let classWeights = try sums(rows, classCount) { row, out in
      out[labels[row]] += weights?[row] ?? 1
    }
    let isBernoulli = try bernoulli(rows)
    // By class and feature: weight of what is there, and the sum.
    let known = try sums(rows, 2 * classCount * width) { row, out in
      let weight = weights?[row] ?? 1
      let place = labels[row] * width
      for feature in 0..<width {
        let value = rows.values[row * width + feature]
        if value.isNaN { continue }
        out[place + feature] += weight
        out[classCount * width + place + feature] +=
          weight * (isBernoulli[feature] && value > 0 ? 1 : value)
      }
    }
    let counts = Array(known.prefix(classCount * width))
    let means = zip(counts, known.dropFirst(classCount * width)).map { $0 > 0 ? $1 / $0 : 0 }
    let squares = try sums(rows, classCount * width) { row, out in
      let weight = weights?[row] ?? 1
      let place = labels[row] * width
      for feature in 0..<width {
        let value = rows.values[row * width + feature]
        if value.isNaN { continue }
        let distance = value - means[place + feature]
        out[place + feature] += weight * distance * distance
      }
    }
    let floor = try leastVariance(rows, isBernoulli)
    let smoothing = fit.algorithm.double("smoothing") ?? 1
    var first = means
    var second = means
    for index in 0..<classCount {
      for feature in 0..<width {
        let place = index * width + feature
        let count = counts[place]
        if isBernoulli[feature] {
          let ones = means[place] * count
          first[place] = log(max(ones + smoothing, 1e-10) / max(count + 2 * smoothing, 1e-10))
          second[place] = log(
            max(count - ones + smoothing, 1e-10) / max(count + 2 * smoothing, 1e-10))
        } else {
          second[place] = (count > 0 ? squares[place] / count : 0) + floor
          // Without a value in the class the feature says nothing there that it says elsewhere.
          if second[place] <= 0 || count == 0 { second[place] = max(floor, 1e-300) }
        }
      }
    }
    let predictor = NaiveBayes(
      logPriors: priors(classWeights), isBernoulli: isBernoulli, first: first, second: second)
    return (.bayes(predictor), [], [])
  }

  private func priors(_ classWeights: [Double]) -> [Double] {
    let total = classWeights.reduce(0, +)
    return classWeights.map {
      fit.algorithm.text("priors") == "uniform"
        ? -log(Double(classWeights.count)) : log(max($0, 1e-300) / total)
    }
  }

  private func bernoulli(_ rows: FeatureMatrix<Double>) throws(LearningError) -> [Bool] {
    let width = rows.columnCount
    switch fit.algorithm.text("features") {
    case "gaussian": return [Bool](repeating: false, count: width)
    case "bernoulli": return [Bool](repeating: true, count: width)
    default:
      let others = try sums(rows, width) { row, out in
        for feature in 0..<width {
          let value = rows.values[row * width + feature]
          if value != 0, value != 1, !value.isNaN { out[feature] += 1 }
        }
      }
      return others.map { $0 == 0 }
    }
  }

  /// A share of the greatest variance over all rows: added to each, as scikit-learn does.
  private func leastVariance(
    _ rows: FeatureMatrix<Double>, _ isBernoulli: [Bool]
  ) throws(LearningError) -> Double {
    let width = rows.columnCount
    let weights = fit.weights
    let known = try sums(rows, 2 * width) { row, out in
      let weight = weights?[row] ?? 1
      for feature in 0..<width {
        let value = rows.values[row * width + feature]
        if value.isNaN { continue }
        out[feature] += weight
        out[width + feature] += weight * value
      }
    }
    let means = (0..<width).map { known[$0] > 0 ? known[width + $0] / known[$0] : 0 }
    let squares = try sums(rows, width) { row, out in
      let weight = weights?[row] ?? 1
      for feature in 0..<width {
        let distance = rows.values[row * width + feature] - means[feature]
        if !distance.isNaN { out[feature] += weight * distance * distance }
      }
    }
    let variances = (0..<width).map {
      !isBernoulli[$0] && known[$0] > 0 ? squares[$0] / known[$0] : 0
    }
    return (variances.max() ?? 0) * (fit.algorithm.double("var_smoothing") ?? 1e-9)
  }

  private func sums(
    _ rows: FeatureMatrix<Double>, _ width: Int,
    _ add: (_ row: Int, _ out: UnsafeMutablePointer<Double>) -> Void
  ) throws(LearningError) -> [Double] {
    let interrupt = fit.context.table.interrupt
    return try GroupedSums.over(rows.rowCount, width: max(1, width), fit.context.table) {
      range, out in
      for row in range {
        if row % 256 == 0 { try interrupt.check() }
        add(row, out)
      }
    }
  }
}
