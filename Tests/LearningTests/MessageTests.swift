import QuernTable
import Testing

@testable import QuernLearning

/// Mistakes that need more data or a broken machine to come: their codes and texts.
@Suite struct MessageTests {
  @Test func limitsNameTheNumbersOnBothSides() {
    let said: [(LearningError, String, [String])] = [
      (.tooLargeToKeep(rows: 10_000_000, features: 900, limit: 7), "too-large-to-keep", ["900"]),
      (.tooManyFeatures("pca", count: 9_001, limit: 4_096), "too-many-features", ["pca"]),
      (.tooManyWeights(123_456_789, limit: 50_000_000), "too-many-weights", ["weights"]),
      (.tooManyClasses("id", limit: 1_000), "too-many-classes", [".id"]),
    ]
    for (error, code, words) in said {
      #expect(error.code == code)
      for word in words { #expect(error.message.contains(word), "\(error.message)") }
    }
  }

  @Test func anAlgorithmThatDoesNotExistHasANearestOne() {
    let error = #expect(throws: LearningError.self) {
      try Algorithms.check(AlgorithmSpec(name: "xgbost", parameters: []))
    }
    #expect(error?.code == "unknown-algorithm")
    #expect(error?.hints.joined().contains("xgboost") == true)
  }

  @Test func aTrainingThatDiedSaysHow() {
    let error = LearningError.helperDied(reason: "it was killed by signal 9")
    #expect(error.code == "training-died")
    #expect(error.message == "the training process ended: it was killed by signal 9")
  }

  @Test func requestsThatAreNoRecordsAreTold() throws {
    let served = ServedModel(model: try Sample("logistic", .binary).train())
    func text(_ body: String, _ type: String) -> String {
      let answer = served.answer(contentType: type, accept: nil, body: Array(body.utf8))
      #expect(answer.status == 400)
      return String(decoding: answer.body, as: UTF8.self)
    }
    #expect(text("3", "application/json").contains("bad-request"))
    #expect(text("1,2,3,4,5,6,7,8,9\n", "text/csv").contains("field-count"))
  }
}
