import Glibc
import QuernSystem
import QuernText

/// Log-likelihoods of features, added up by class as if the features were independent.
///
/// A missing feature says nothing: its term is left out.
struct NaiveBayes: RowPredictor {
  /// Two classes have one output: the chance of the second.
  let classCount: Int
  let logPriors: [Double]
  /// By feature: whether it is 0 or 1.
  let isBernoulli: [Bool]
  /// By class, then feature: mean, or log of the chance of 1.
  let first: [Double]
  /// By class, then feature: variance, or log of the chance of 0.
  let second: [Double]

  var featureCount: Int { isBernoulli.count }
  var outputCount: Int { classCount == 2 ? 1 : classCount }
  var acceptsMissing: Bool { true }

  func predictRows(
    _ rows: UnsafePointer<Double>, rowCount: Int, into out: UnsafeMutablePointer<Double>,
    interrupt: Interrupt?
  ) throws(Interrupted) {
    let sums = UnsafeMutableBufferPointer<Double>.allocate(capacity: classCount)
    defer { sums.deallocate() }
    for row in 0..<rowCount {
      if row % 64 == 0 { try interrupt?.check() }
      for index in 0..<classCount {
        sums[index] = logPriors[index] + logLikelihood(rows + row * featureCount, index)
      }
      LinearPredictor.softmax(sums)
      if classCount == 2 {
        out[row] = sums[1]
      } else {
        for index in 0..<classCount { out[row * classCount + index] = sums[index] }
      }
    }
  }

  private func logLikelihood(_ row: UnsafePointer<Double>, _ index: Int) -> Double {
    var sum = 0.0
    for feature in 0..<featureCount {
      let value = row[feature]
      if value.isNaN { continue }
      let place = index * featureCount + feature
      if isBernoulli[feature] {
        // What is neither 0 nor 1 counts as 1, as scikit-learn's binarize has it.
        sum += value > 0 ? first[place] : second[place]
      } else {
        let distance = value - first[place]
        sum -= 0.5 * (log(2 * Double.pi * second[place]) + distance * distance / second[place])
      }
    }
    return sum
  }

  var json: JSON {
    .object(
      JSONObject([
        ("priors", NumberBlock.json(logPriors)),
        ("bernoulli", .array(isBernoulli.map { .bool($0) })),
        ("first", NumberBlock.json(first)), ("second", NumberBlock.json(second)),
      ]))
  }

  init(logPriors: [Double], isBernoulli: [Bool], first: [Double], second: [Double]) {
    classCount = logPriors.count
    self.logPriors = logPriors
    self.isBernoulli = isBernoulli
    self.first = first
    self.second = second
  }

  init(json: JSON) throws(LearningError) {
    self.init(
      logPriors: try NumberBlock.doubles(json["priors"]),
      isBernoulli: (json["bernoulli"]?.arrayValue ?? []).map { $0.boolValue ?? false },
      first: try NumberBlock.doubles(json["first"]), second: try NumberBlock.doubles(json["second"])
    )
    let cells = classCount * isBernoulli.count
    guard classCount >= 2, first.count == cells, second.count == cells else {
      throw .damaged("naive Bayes model")
    }
  }
}
