import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// Metrics against scikit-learn's, to the last digits.
@Suite struct MetricTests {
  private let reference: JSON

  init() throws { reference = try Reference.load("metrics.json") }

  private func expected(_ task: String, _ metric: String) -> Double {
    reference[task]?["values"]?[metric]?.doubleValue ?? .nan
  }

  private func binary() throws -> (said: Predictions, labels: [Double], weights: [Double]) {
    let scores = reference["binary"]?["scores"]?.doubles ?? []
    let said = Predictions(
      task: .binary, classes: [.int(0), .int(1)], positiveIndex: 1, rowCount: scores.count,
      outputCount: 1, outputs: scores)
    return (
      said, reference["binary"]?["truth"]?.doubles ?? [],
      reference["binary"]?["weights"]?.doubles ?? []
    )
  }

  private func multiclass() -> (said: Predictions, labels: [Double], weights: [Double]) {
    let truth = reference["multiclass"]?["truth"]?.doubles ?? []
    let scores = (reference["multiclass"]?["scores"]?.rows ?? []).flatMap { $0 }
    let said = Predictions(
      task: .multiclass, classes: [.int(0), .int(1), .int(2)], positiveIndex: nil,
      rowCount: truth.count, outputCount: 3, outputs: scores)
    return (said, truth, reference["multiclass"]?["weights"]?.doubles ?? [])
  }

  /// Every metric with and without weights, against the values of the same name.
  private func compare(
    _ task: String, _ sample: (said: Predictions, labels: [Double], weights: [Double])
  ) throws {
    let metrics = Metric.possible(for: sample.said.task)
    let measuring = try Measuring(sample.said, labels: sample.labels, metrics: metrics, nil)
    let plain = try measuring.values(metrics)
    let weighted = try measuring.values(metrics, sample.weights)
    for (place, metric) in metrics.enumerated() {
      let name = metric.rawValue
      let wanted = expected(task, name)
      #expect(abs((plain[place] ?? .nan) - wanted) < 1e-9, "\(task) \(name)")
      let weightedWanted = reference[task]?["weighted"]?[name]?.doubleValue ?? .nan
      #expect(abs((weighted[place] ?? .nan) - weightedWanted) < 1e-9, "weighted \(task) \(name)")
    }
  }

  @Test func binaryMetricsAreScikitLearns() throws { try compare("binary", try binary()) }

  @Test func metricsOfSeveralClassesAreScikitLearns() throws {
    try compare("multiclass", multiclass())
  }

  @Test func aWeightIsARowThatOften() throws {
    let (said, labels, _) = try binary()
    let metrics = Metric.possible(for: .binary)
    let often = labels.indices.map { 1 + $0 % 3 }
    let places = often.indices.flatMap { [Int](repeating: $0, count: often[$0]) }
    let longer = Predictions(
      task: .binary, classes: said.classes, positiveIndex: 1, rowCount: places.count,
      outputCount: 1, outputs: places.map { said.outputs[$0] })
    let repeated = try Measuring(
      longer, labels: places.map { labels[$0] }, metrics: metrics, nil
    ).values(metrics)
    let weighted = try Measuring(said, labels: labels, metrics: metrics, nil)
      .values(metrics, often.map { Double($0) })
    #expect(close(repeated.map { $0 ?? -1 }, weighted.map { $0 ?? -1 }, 1e-12))
  }

  @Test func errorsOfNumbersAreScikitLearns() throws {
    let errors = RegressionErrors(
      actual: reference["regression"]?["truth"]?.doubles ?? [],
      predicted: reference["regression"]?["predictions"]?.doubles ?? [])
    let found = try [errors.rmse, errors.mae, errors.r2, errors.mape].map { $0 ?? 0 }
    let names = ["rmse", "mae", "r2", "mape"]
    #expect(close(found, names.map { expected("regression", $0) }, 1e-12))
    #expect(try RegressionErrors(actual: [0, 2], predicted: [1, 3]).mape == 0.5, "0 has no share")
  }

  @Test func aucCountsTiesHalfWhateverTheOrder() throws {
    func auc(_ scores: [Double], _ truth: [Bool]) throws -> Double? {
      BinaryScores.auc(try BinaryScores(scores: scores, isPositive: truth).steps())
    }
    #expect(try auc([0.5, 0.5], [true, false]) == 0.5)
    #expect(try auc([0.5, 0.5], [false, true]) == 0.5)
    #expect(try auc([0.9, 0.5, 0.5, 0.1], [true, false, true, false]) == 0.875)
    #expect(try auc([0.1, 0.9], [true, false]) == 0)
    #expect(try auc([0.1, 0.9], [true, true]) == nil)
  }

  @Test func whatIsNotDefinedIsAbsent() throws {
    let never = try ConfusionMatrix(
      classes: [.int(0), .int(1)], actual: [0, 0, 1], predicted: [0, 0, 0])
    #expect(never.precision(1) == nil)
    #expect(never.recall(1) == 0)
    #expect(try RegressionErrors(actual: [2, 2], predicted: [1, 3]).r2 == nil)
  }

  @Test func calibrationBinsHoldEveryRowOnce() throws {
    let scores = [0, 0.05, 0.1, 0.55, 0.95, 1]
    let bins = try BinaryScores(
      scores: scores, isPositive: [false, false, true, true, false, true]
    ).calibration()
    #expect(bins.map(\.rows) == [2, 1, 1, 2])
    #expect(bins.map(\.lower) == [0, 0.1, 0.5, 0.9])
    #expect(bins.last?.positiveShare == 0.5)
  }

  @Test func thinnedCurvesKeepTheBestForEveryCost() throws {
    let count = 5_000
    let scores = (0..<count).map { Scattered.share($0, 1) }
    let truth = (0..<count).map { Scattered.share($0, 2) < Scattered.share($0, 1) }
    let steps = try BinaryScores(scores: scores, isPositive: truth).steps()
    let points = try ROCCurve.points(steps)
    #expect(points.count < 800 && points.last?.truePositiveRate == 1)
    for missed in [0.2, 1, 3, 20] {
      func cost(_ truePositives: Double, _ falsePositives: Double) -> Double {
        falsePositives - missed * truePositives
      }
      let best = steps.map { cost($0.truePositives, $0.falsePositives) }.min()
      #expect(points.map { cost($0.truePositives, $0.falsePositives) }.min() == best)
    }
  }

  @Test func intervalsHoldWhatRepeatedSamplesWouldGive() throws {
    let (said, labels, _) = try binary()
    let measuring = try Measuring(said, labels: labels, metrics: [.auc, .accuracy], nil)
    func intervals(_ threads: Int) throws -> [(low: Double, high: Double)?] {
      try Bootstrap(
        level: 0.9, resampleCount: 200,
        random: RandomStream(seed: 1, word: "evaluate", ordinal: 0)
      ).intervals(measuring, [.auc, .accuracy], nil, World.tables(threads: threads))
    }
    let one = try intervals(1).map { [$0?.low ?? -1, $0?.high ?? -1] }
    #expect(one == (try intervals(4).map { [$0?.low ?? -1, $0?.high ?? -1] }))
    let values = try measuring.values([.auc, .accuracy]).map { $0 ?? -1 }
    for (place, ends) in one.enumerated() {
      #expect(ends[0] < values[place] && values[place] < ends[1])
    }
    // The normal approximation of a share: ± 1.645 standard errors.
    let error = (values[1] * (1 - values[1]) / Double(labels.count)).squareRoot()
    #expect(abs(one[1][0] - (values[1] - 1.645 * error)) < 0.35 * error)
    #expect(abs(one[1][1] - (values[1] + 1.645 * error)) < 0.35 * error)
  }

  @Test func unknownMetricsNameTheNearest() {
    do throws(LearningError) {
      _ = try Metric.named("acuracy")
      Issue.record("there is no such metric")
    } catch {
      #expect(error.code == "unknown-metric")
      #expect(error.hints.first == "did you mean accuracy?")
    }
  }
}
