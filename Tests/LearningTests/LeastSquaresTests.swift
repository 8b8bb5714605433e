import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// Least squares against scikit-learn's LinearRegression and Ridge.
@Suite struct LeastSquaresTests {
  private let reference: JSON
  private let labels: [Double]
  private let weights: [Double]

  init() throws {
    reference = try Reference.load("regression.json")
    labels = reference["labels"]?.doubles ?? []
    weights = reference["weights"]?.doubles ?? []
  }

  private func solve(
    _ rows: [[Double]], weights: [Double]? = nil, l2: Double = 0, hasIntercept: Bool = true,
    threads: Int = 2
  ) throws -> LeastSquares.Solution {
    let data = try World.data(World.features(rows))
    let context = World.tables(threads: threads)
    return try LeastSquares(
      rows: FeatureMatrix(data, algorithm: .linear, context: context), labels: labels,
      weights: weights, l2: l2, hasIntercept: hasIntercept, names: data.schema.names,
      context: context
    ).solve()
  }

  private func predict(_ solution: LeastSquares.Solution, _ rows: [[Double]]) -> [Double] {
    rows.map { row in
      zip(row, solution.coefficients).reduce(solution.intercept) { $0 + $1.0 * $1.1 }
    }
  }

  @Test func coefficientsAreScikitLearns() throws {
    let rows = reference["features"]?.rows ?? []
    let cases = reference["cases"]?.arrayValue ?? []
    #expect(cases.count == 5)
    for expected in cases {
      let name = expected["name"]?.stringValue ?? ""
      let solution = try solve(
        rows, weights: expected["weighted"] == true ? weights : nil,
        l2: name.hasPrefix("ridge") ? 2.5 : 0, hasIntercept: name != "no_intercept")
      #expect(
        close(solution.coefficients, expected["coefficients"]?.doubles ?? [], 1e-9), "\(name)")
      #expect(close([solution.intercept], [expected["intercept"]?.doubleValue ?? 0], 1e-9))
      let predictions = predict(solution, Array(rows.prefix(5)))
      #expect(close(predictions, expected["predictions"]?.doubles ?? [], 1e-9), "\(name)")
    }
  }

  @Test func aSumOfOtherFeaturesGetsNoCoefficient() throws {
    let rows = reference["dependent"]?["features"]?.rows ?? []
    let solution = try solve(rows)
    let predictions = predict(solution, Array(rows.prefix(5)))
    #expect(close(predictions, reference["dependent"]?["predictions"]?.doubles ?? [], 1e-9))
    #expect(solution.coefficients[4] == 0)
    #expect(solution.notes == ["x4 is a sum of other features: its coefficient is 0"])
  }

  @Test func nearlyDependentFeaturesKeepTheirDigits() throws {
    let expected = reference["nearly_dependent"] ?? .null
    let solution = try solve(expected["features"]?.rows ?? [])
    #expect(close(solution.coefficients, expected["coefficients"]?.doubles ?? [], 1e-6))
    #expect(solution.notes.isEmpty)
  }

  @Test func aConstantFeatureGetsNoCoefficient() throws {
    let rows = (reference["features"]?.rows ?? []).map { $0 + [0.1] }
    let solution = try solve(rows)
    #expect(solution.coefficients[4] == 0)
    #expect(solution.notes == ["x4 is the same in every row: its coefficient is 0"])
    #expect(
      close(
        Array(solution.coefficients.prefix(4)),
        try solve(reference["features"]?.rows ?? []).coefficients, 1e-12))
  }

  @Test func morePredictorsThanRowsStillPredict() throws {
    let rows = labels.indices.map { row in (0..<80).map { scattered(row * 81 + $0) } }
    let solution = try solve(rows)
    #expect(close(predict(solution, rows), labels, 1e-6))
  }

  @Test func aPenaltyMakesDependentFeaturesRegular() throws {
    let rows = reference["dependent"]?["features"]?.rows ?? []
    let solution = try solve(rows, l2: 1)
    #expect(solution.notes.isEmpty)
    #expect(solution.coefficients.allSatisfy { $0 != 0 })
  }

  private func scattered(_ n: Int) -> Double {
    var x = UInt64(n) &* 0x9e37_79b9_7f4a_7c15
    x = (x ^ (x >> 30)) &* 0xbf58_476d_1ce4_e5b9
    x = (x ^ (x >> 27)) &* 0x94d0_49bb_1331_11eb
    return Double((x ^ (x >> 31)) >> 11) / Double(1 << 53) - 0.5
  }
}
