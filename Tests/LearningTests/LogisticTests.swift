import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// Logistic regression against scikit-learn's.
@Suite struct LogisticTests {
  private func fit(
    _ reference: JSON, weighted: Bool = false, l2: Double = 1, hasIntercept: Bool = true,
    threads: Int = 2
  ) throws -> LogisticRegression {
    let data = try World.data(World.features(reference["features"]?.rows ?? []))
    let context = World.learning(threads: threads)
    let labels = reference["labels"]?.ints ?? []
    return LogisticRegression(
      rows: try FeatureMatrix(data, algorithm: .logistic, context: context.table),
      labels: labels, classCount: (labels.max() ?? 0) + 1,
      weights: weighted ? reference["weights"]?.doubles : nil, l2: l2, hasIntercept: hasIntercept,
      iterationCountMax: 1000, tolerance: 1e-9, target: "y", context: context)
  }

  private func linear(_ predictor: Predictor) throws -> LinearPredictor {
    guard case .linear(let linear) = predictor else { throw LearningError.damaged("model") }
    return linear
  }

  @Test(arguments: ["default", "weak", "weighted", "no_intercept"])
  func coefficientsOfTwoClassesAreScikitLearns(name: String) throws {
    let reference = try Reference.load("breast_cancer.json")
    let expected = reference["cases"]?[name] ?? .null
    let outcome = try fit(
      reference, weighted: name == "weighted", l2: expected["l2"]?.doubleValue ?? 1,
      hasIntercept: name != "no_intercept"
    ).solve()
    let predictor = try linear(outcome.predictor)
    #expect(close(predictor.coefficients[0], expected["coefficients"]?.rows[0] ?? [], 1e-6))
    #expect(close(predictor.intercepts, expected["intercepts"]?.doubles ?? [], 1e-6))
    #expect(outcome.notes.isEmpty)
    #expect(outcome.history.count > 3 && outcome.history.allSatisfy { $0.name == "logloss" })
  }

  @Test(arguments: ["default", "weighted"])
  func coefficientsOfThreeClassesAreScikitLearns(name: String) throws {
    let reference = try Reference.load("multiclass.json")
    let expected = reference["cases"]?[name] ?? .null
    let predictor = try linear(try fit(reference, weighted: name == "weighted").solve().predictor)
    for (own, theirs) in zip(predictor.coefficients, expected["coefficients"]?.rows ?? []) {
      #expect(close(own, theirs, 1e-5))
    }
    #expect(close(predictor.intercepts, expected["intercepts"]?.doubles ?? [], 1e-5))
  }

  @Test func theTwoMinimisersAgree() throws {
    for (file, tolerance) in [("breast_cancer.json", 1e-4), ("multiclass.json", 1e-5)] {
      let regression = try fit(try Reference.load(file))
      let newton = try linear(try regression.solve().predictor)
      let again = try fit(try Reference.load(file))
      let loss = LogisticLoss(
        data: try Standardised(
          again.rows, weights: nil, isCentered: true, context: again.context.table),
        labels: again.labels, outputCount: newton.outputCount, weights: nil, l2: 1,
        hasIntercept: true, context: again.context.table)
      let minimum = try LBFGS(loss: loss, owner: again).minimise()
      #expect(minimum.isConverged)
      for output in 0..<newton.outputCount {
        let start = output * loss.stride
        let (coefficients, _) = loss.data.restored(
          Array(minimum.point.parameters[start..<(start + loss.width)]), intercept: 0)
        #expect(close(coefficients, newton.coefficients[output], tolerance), "\(file)")
      }
    }
  }

  @Test func classesThatALineSeparatesNeedAPenalty() throws {
    let rows = (0..<40).map { [Double($0)] }
    let data = try World.data(World.features(rows))
    let context = World.learning()
    func regression(_ l2: Double) throws -> LogisticRegression {
      LogisticRegression(
        rows: try FeatureMatrix(data, algorithm: .logistic, context: context.table),
        labels: (0..<40).map { $0 < 20 ? 0 : 1 }, classCount: 2, weights: nil, l2: l2,
        hasIntercept: true, iterationCountMax: 200, tolerance: 1e-9, target: "y", context: context)
    }
    #expect(code { _ = try regression(0).solve() } == "no-optimum")
    #expect(try linear(try regression(1).solve().predictor).coefficients[0][0] > 0)
  }
}
