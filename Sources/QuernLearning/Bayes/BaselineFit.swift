import QuernSystem
import QuernTable
import QuernText

/// The mean, the median, or the shares of the classes.
struct BaselineFit {
  let fit: AlgorithmFit

  init(_ fit: AlgorithmFit) { self.fit = fit }

  func run() throws(LearningError) -> AlgorithmFit.Outcome {
    let strategy = fit.algorithm.text("strategy") ?? "auto"
    let possible =
      fit.known.task == .regression
      ? ["auto", "mean", "median"] : ["auto", "most_frequent", "prior", "stratified", "uniform"]
    guard possible.contains(strategy) else {
      throw .strategyTask(strategy, task: fit.known.task, possible: possible)
    }
    let values = fit.known.task == .regression ? try number(strategy) : classes(strategy)
    let isDrawn = strategy == "stratified" || strategy == "uniform"
    let outputs = fit.known.task == .binary ? [values[1]] : values
    let predictor = ConstantPredictor(
      values: outputs, chances: isDrawn ? values : nil, seed: fit.stream.bits(0),
      featureCount: fit.training.schema.count)
    return (.constant(predictor), [], [])
  }

  private func number(_ strategy: String) throws(LearningError) -> [Double] {
    let labels = fit.known.labels
    let weights = fit.weights
    if strategy == "median" { return [try median(labels, weights)] }
    let sums = try GroupedSums.over(labels.count, width: 2, fit.context.table) { range, out in
      for row in range {
        out[0] += (weights?[row] ?? 1) * labels[row]
        out[1] += weights?[row] ?? 1
      }
    }
    return [sums[0] / sums[1]]
  }

  /// The value that half of the weight lies on either side of; between two, their middle.
  private func median(_ labels: [Double], _ weights: [Double]?) throws(LearningError) -> Double {
    var order = labels.indices.map { (value: labels[$0], weight: weights?[$0] ?? 1) }
    try PatientSort.sort(&order, interrupt: fit.context.table.interrupt) { $0.value < $1.value }
    let half = order.reduce(0) { $0 + $1.weight } / 2
    var below = 0.0
    let used = order.filter { $0.weight > 0 }
    for (place, item) in used.enumerated() {
      below += item.weight
      if below > half { return item.value }
      if below == half, place + 1 < used.count { return (item.value + used[place + 1].value) / 2 }
    }
    return used.last?.value ?? 0
  }

  private func classes(_ strategy: String) -> [Double] {
    let count = fit.known.classCount
    var weights = [Double](repeating: 0, count: count)
    for (row, label) in fit.known.labels.enumerated() {
      weights[Int(label)] += fit.weights?[row] ?? 1
    }
    let total = weights.reduce(0, +)
    switch strategy {
    case "uniform": return [Double](repeating: 1 / Double(count), count: count)
    case "most_frequent":
      let best = weights.indices.max { weights[$0] < weights[$1] } ?? 0
      return weights.indices.map { $0 == best ? 1 : 0 }
    default: return weights.map { $0 / total }
    }
  }
}

extension LearningError {
  static func strategyTask(
    _ strategy: String, task: LearningTask, possible: [String]
  ) -> LearningError {
    mistake(
      "bad-parameter", "`strategy` \(strategy) is not for \(task.rawValue) targets",
      hints: ["use: \(possible.joined(separator: ", "))"], parameter: "strategy")
  }
}
