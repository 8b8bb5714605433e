import QuernTable
import Testing

@testable import QuernLearning

/// Checks of what a user gives to an algorithm.
@Suite struct AlgorithmTests {
  private func error(_ name: String, _ parameters: [(name: String, value: Scalar)])
    -> LearningError?
  {
    do throws(LearningError) {
      _ = try Algorithms.check(AlgorithmSpec(name: name, parameters: parameters))
      return nil
    } catch {
      return error
    }
  }

  @Test func parametersHaveDefaultsAndOtherNames() throws {
    let checked = try Algorithms.check(
      AlgorithmSpec(
        name: "xgboost",
        parameters: [
          ("learning_rate", .float(0.1)), ("num_round", .int(7)), ("max_depth", .float(4)),
        ]
      ))
    #expect(checked["eta"] == .float(0.1))
    #expect(checked["rounds"] == .int(7))
    #expect(checked["max_depth"] == .int(4), "a whole float is an int")
    #expect(checked["lambda"] == .float(1))
    #expect(checked["objective"] == nil)
    #expect(checked.spec.parameters.map(\.name) == ["rounds", "max_depth", "eta"])
  }

  @Test func unknownNamesGetTheNearest() {
    #expect(error("xgbost", [])?.hints.first == "did you mean xgboost?")
    let unknown = error("xgboost", [("max_dept", .int(3))])
    #expect(unknown?.code == "unknown-parameter")
    #expect(unknown?.hints == ["did you mean max_depth?"])
  }

  @Test func valuesOutsideTheirLimitsSayTheLimits() {
    #expect(
      error("xgboost", [("subsample", .float(1.5))])?.message
        == "`subsample` of `xgboost` must be a number above 0.0, at most 1.0, not 1.5")
    #expect(error("xgboost", [("rounds", .int(0))])?.code == "bad-parameter")
    #expect(error("xgboost", [("eta", .string("fast"))])?.code == "bad-parameter")
    #expect(
      error("xgboost", [("tree_method", .string("hst"))])?.hints == ["did you mean hist?"])
    #expect(error("logistic", [("l2", .float(-1))])?.code == "bad-parameter")
    #expect(error("linear", [("l2", .int(2))]) == nil, "an int is a number")
    #expect(error("linear", [("l2", .int(1)), ("ridge", .int(2))])?.code == "repeated-parameter")
  }

  @Test func namesOfParametersAreUnambiguous() {
    for kind in Algorithms.all {
      let names = kind.parameters.flatMap { [$0.name] + $0.aliases }
      #expect(Set(names).count == names.count, "\(kind.name)")
      for parameter in kind.parameters {
        if let value = parameter.defaultValue {
          #expect(throws: Never.self) { try parameter.checked(value, of: kind.name) }
        }
      }
    }
  }

  @Test func specsSurviveJSON() throws {
    let spec = AlgorithmSpec(
      name: "xgboost",
      parameters: [
        ("eta", .float(0.1)), ("eval_metric", .list([.string("auc"), .string("logloss")])),
      ])
    #expect(try AlgorithmSpec(json: spec.json) == spec)
    #expect(
      AlgorithmSpec(name: "linear", parameters: [("l2", .float(2))]).text == "linear(l2: 2.0)")
  }
}
