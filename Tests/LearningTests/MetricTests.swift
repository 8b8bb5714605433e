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

  @Test func binaryMetricsAreScikitLearns() throws {
    let truth = reference["binary"]?["truth"]?.ints ?? []
    let scores = reference["binary"]?["scores"]?.doubles ?? []
    let said = Predictions(
      task: .binary, classes: [.int(0), .int(1)], positiveIndex: 1, rowCount: scores.count,
      outputCount: 1, outputs: scores)
    let binary = BinaryScores(scores: scores, isPositive: truth.map { $0 == 1 })
    let confusion = ConfusionMatrix(
      classes: said.classes, actual: truth, predicted: scores.indices.map(said.classIndex))
    let auc = try #require(try binary.auc(binary.steps()))
    #expect(abs(auc - expected("binary", "auc")) < 1e-12)
    #expect(abs((binary.brier ?? 0) - expected("binary", "brier")) < 1e-12)
    #expect(confusion.accuracy == expected("binary", "accuracy"))
    #expect(confusion.precision(1) == expected("binary", "precision"))
    #expect(confusion.recall(1) == expected("binary", "recall"))
    #expect(abs((confusion.f1(1) ?? 0) - expected("binary", "f1")) < 1e-12)
    let loss = try #require(Model.logloss(truth, said))
    #expect(abs(loss - expected("binary", "logloss")) < 1e-12)
  }

  @Test func metricsOfSeveralClassesAreScikitLearns() throws {
    let truth = reference["multiclass"]?["truth"]?.ints ?? []
    let scores = (reference["multiclass"]?["scores"]?.rows ?? []).flatMap { $0 }
    let said = Predictions(
      task: .multiclass, classes: [.int(0), .int(1), .int(2)], positiveIndex: nil,
      rowCount: truth.count, outputCount: 3, outputs: scores)
    let confusion = ConfusionMatrix(
      classes: said.classes, actual: truth, predicted: truth.indices.map(said.classIndex))
    #expect(confusion.accuracy == expected("multiclass", "accuracy"))
    for (name, value) in [
      ("precision", confusion.macro(confusion.precision)),
      ("recall", confusion.macro(confusion.recall)), ("f1", confusion.macro(confusion.f1)),
      ("logloss", Model.logloss(truth, said)), ("auc", try Model.meanAUC(truth, said)),
    ] {
      #expect(abs((value ?? .nan) - expected("multiclass", name)) < 1e-9, "\(name)")
    }
  }

  @Test func errorsOfNumbersAreScikitLearns() {
    let errors = RegressionErrors(
      actual: reference["regression"]?["truth"]?.doubles ?? [],
      predicted: reference["regression"]?["predictions"]?.doubles ?? [])
    #expect(close([errors.rmse ?? 0], [expected("regression", "rmse")], 1e-12))
    #expect(close([errors.mae ?? 0], [expected("regression", "mae")], 1e-12))
    #expect(close([errors.r2 ?? 0], [expected("regression", "r2")], 1e-12))
  }

  @Test func aucCountsTiesHalfWhateverTheOrder() throws {
    func auc(_ scores: [Double], _ truth: [Bool]) throws -> Double? {
      let binary = BinaryScores(scores: scores, isPositive: truth)
      return try binary.auc(binary.steps())
    }
    #expect(try auc([0.5, 0.5], [true, false]) == 0.5)
    #expect(try auc([0.5, 0.5], [false, true]) == 0.5)
    #expect(try auc([0.9, 0.5, 0.5, 0.1], [true, false, true, false]) == 0.875)
    #expect(try auc([0.1, 0.9], [true, false]) == 0)
    #expect(try auc([0.1, 0.9], [true, true]) == nil)
  }

  @Test func whatIsNotDefinedIsAbsent() {
    let never = ConfusionMatrix(
      classes: [.int(0), .int(1)], actual: [0, 0, 1], predicted: [0, 0, 0])
    #expect(never.precision(1) == nil)
    #expect(never.recall(1) == 0)
    #expect(RegressionErrors(actual: [2, 2], predicted: [1, 3]).r2 == nil)
  }

  @Test func calibrationBinsHoldEveryRowOnce() {
    let scores = [0, 0.05, 0.1, 0.55, 0.95, 1]
    let bins = BinaryScores(
      scores: scores, isPositive: [false, false, true, true, false, true]
    ).calibration()
    #expect(bins.map(\.rows) == [2, 1, 1, 2])
    #expect(bins.map(\.lower) == [0, 0.1, 0.5, 0.9])
    #expect(bins.last?.positiveShare == 0.5)
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
