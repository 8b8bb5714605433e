import QuernTable
import Testing

@testable import QuernLearning

/// What `train` makes of a target and its features.
@Suite struct TrainTests {
  private let x: [Scalar] = (0..<12).map { .float(Double(($0 * 7) % 12)) }

  private func model(
    _ target: [Scalar], _ change: (inout TrainRequest) -> Void = { _ in },
    extra: [(String, [Scalar])] = []
  ) throws -> Model {
    let table = try World.table([("x", x), ("y", target)] + extra)
    var request = TrainRequest(
      table: table, algorithm: AlgorithmSpec(name: "logistic"), target: "y")
    change(&request)
    return try Model.train(request, World.learning())
  }

  private func linear(_ request: inout TrainRequest) {
    request.algorithm = AlgorithmSpec(name: "linear")
  }

  @Test func theTargetSaysTheTask() throws {
    let zeroOne = (0..<12).map { Scalar.int(Int64($0 % 2)) }
    #expect(try model(zeroOne).task == .binary)
    #expect(try model(zeroOne).positive == .int(1))
    #expect(try model(zeroOne.map { .bool($0 == .int(1)) }).positive == .bool(true))
    let text = try model((0..<12).map { .string($0 % 3 == 0 ? "no" : "yes") })
    #expect(text.task == .binary && text.positive == .string("yes"))
    #expect(text.classes == [.string("no"), .string("yes")])
    #expect(try model((0..<12).map { .string("c\($0 % 3)") }).task == .multiclass)
    let counts = (0..<12).map { Scalar.int(Int64($0 % 3)) }
    #expect(code { _ = try model(counts) } == "task-not-supported")
    #expect(try model(counts, linear).task == .regression)
    #expect(try model(counts) { $0.task = .classification }.task == .multiclass)
    #expect(
      try model(
        zeroOne,
        {
          linear(&$0); $0.task = .regression
        }
      ).task == .regression)
    let halves = (0..<12).map { Scalar.float(Double($0) / 2) }
    #expect(code { _ = try model(halves) { $0.task = .classification } } == "not-classes")
    let words = (0..<12).map { Scalar.string("c\($0 % 3)") }
    #expect(
      code {
        _ = try model(words) {
          linear(&$0); $0.task = .regression
        }
      } == "not-numbers")
  }

  @Test func positiveTurnsTheScoreAround() throws {
    let target = (0..<12).map { Scalar.string($0 < 5 ? "no" : "yes") }
    let yes = try model(target)
    let no = try model(target) { $0.positive = .string("no") }
    let record: [(String, Scalar)] = [("x", .float(3))]
    let one = try yes.scoreRow(record: record)
    let other = try no.scoreRow(record: record)
    #expect(close([(one.score ?? 0) + (other.score ?? 0)], [1], 1e-9))
    #expect(close(one.scores, other.scores, 1e-9), "scores go by label, whatever is positive")
    #expect(one.predicted == other.predicted)
    #expect(code { _ = try model(target) { $0.positive = .string("maybe") } } == "unknown-class")
  }

  @Test func featuresAreAllButTargetWeightAndGroup() throws {
    let target = (0..<12).map { Scalar.bool($0 % 3 == 0) }
    let ones = [Scalar](repeating: .int(1), count: 12)
    let extra: [(String, [Scalar])] = [("w", ones), ("g", x), ("z", x)]
    let all = try model(
      target,
      {
        $0.weight = "w"; $0.group = "g"
      }, extra: extra)
    #expect(all.featureNames == ["x", "z"])
    let some = try model(target, { $0.features = .names(["z"]) }, extra: extra)
    #expect(some.featureNames == ["z"])
    #expect(some.inputSchema.names == ["z"])
    #expect(code { _ = try model(target, { $0.features = .names(["y"]) }) } == "reserved-column")
    #expect(code { _ = try model(target) { $0.weight = "zz" } } == "unknown-column")
    #expect(
      code {
        _ = try model(target, { $0.weight = "w" }, extra: [("w", [.int(-1)] + ones.dropFirst())])
      } == "bad-weight")
  }

  @Test func unpreparedFeaturesNameTheStep() throws {
    let target = (0..<12).map { Scalar.bool($0 % 3 == 0) }
    func hints(_ values: [Scalar]) throws -> [String] {
      let table = try World.table([("x", x), ("y", target), ("f", values)])
      do throws(LearningError) {
        _ = try Model.train(
          TrainRequest(table: table, algorithm: AlgorithmSpec(name: "logistic"), target: "y"),
          World.learning())
        return []
      } catch {
        return [error.code] + error.hints
      }
    }
    #expect(
      try hints((0..<12).map { .string("s\($0 % 2)") }) == [
        "unprepared-feature",
        "add a step: prep: recipe(onehot(.f)); or leave it out: drop(.f)",
      ])
    #expect(try hints((0..<12).map { .date(Int64($0)) })[1].contains("month(.f)"))
    #expect(
      try hints([.null] + x.dropFirst()) == [
        "null-feature", "add a step: prep: recipe(impute(.f, with: median))",
      ])
  }

  @Test func earlyStoppingKeepsTheBestRound() throws {
    let sample = Sample("xgboost", .binary)
    var request = sample.request(try sample.table(Array(0..<120)))
    request.algorithm = AlgorithmSpec(
      name: "xgboost",
      parameters: [
        ("rounds", .int(80)), ("max_depth", .int(6)), ("early_stopping_rounds", .int(4)),
        ("eval_metric", .string("logloss")),
      ])
    #expect(code { _ = try Model.train(request, World.learning()) } == "no-validation")
    request.validation = try sample.table(Array(120..<200))
    let model = try Model.train(request, World.learning())
    let seen = model.history.filter { $0.rows == "validation" }
    #expect(seen.count < 80 && !seen.isEmpty)
    #expect(model.history.filter { $0.rows == "train" }.count == seen.count)
    let best = try #require(seen.min { $0.value < $1.value })
    #expect(seen.count == best.step + 4)
    guard case .trees(let ensemble, _) = model.predictor else { return }
    #expect(ensemble.treeCount == best.step)
    #expect(model.notes.contains { $0.contains("kept the best") })
    let checked = try model.evaluate(
      try sample.table(Array(120..<200)), metrics: [.logloss], World.tables())
    #expect(abs((checked["logloss"] ?? 0) - best.value) < 1e-5)
    #expect(checked.notes.contains { $0.contains("validation") })
  }

  @Test func xgboostsOwnRefusalsReachTheUser() throws {
    let sample = Sample("xgboost", .regression)
    var request = sample.request(try sample.table())
    request.algorithm = AlgorithmSpec(
      name: "xgboost", parameters: [("objective", .string("reg:gamma")), ("rounds", .int(2))])
    let target = sample.target.map { Scalar.float(-($0.doubleValue ?? 0)) }
    request.table = try World.table(sample.columns + [("y", target)])
    do throws(LearningError) {
      _ = try Model.train(request, World.learning())
      Issue.record("gamma regression needs positive labels")
    } catch {
      #expect(error.code == "native-library")
      #expect(!error.message.contains("Stack trace"), "\(error.message)")
      #expect(
        error.message.contains("positive") || error.message.contains("label"), "\(error.message)")
    }
    request.algorithm = AlgorithmSpec(
      name: "xgboost", parameters: [("objective", .string("binary:logistic"))])
    #expect(code { _ = try Model.train(request, World.learning()) } == "bad-parameter")
  }

  @Test func monotoneConstraintsHold() throws {
    let sample = Sample("xgboost", .regression)
    var request = sample.request(try sample.table())
    request.features = .names(["age", "income"])
    request.recipe = nil
    request.algorithm = AlgorithmSpec(
      name: "xgboost",
      parameters: [
        ("rounds", .int(20)), ("monotone_constraints", .list([.int(-1), .int(0)])),
      ])
    let model = try Model.train(request, World.learning())
    var last = Double.infinity
    for age in 18..<80 {
      let row = try model.scoreRow(record: [("age", .int(Int64(age))), ("income", .float(50))])
      let value = row.predicted.doubleValue ?? 0
      #expect(value <= last)
      last = value
    }
    request.algorithm = AlgorithmSpec(
      name: "xgboost", parameters: [("monotone_constraints", .list([.int(1)]))])
    #expect(code { _ = try Model.train(request, World.learning()) } == "bad-parameter")
  }

  @Test func jobsSurviveTheirHeader() throws {
    let header = FitHeader(
      algorithm: "xgboost", parameters: [FitParameter(name: "eta", value: "0.1")],
      featureNames: ["a", "b"],
      training: FitRows(rowCount: 10, columnCount: 2, hasWeights: true, offsetBytes: 0),
      validation: FitRows(rowCount: 3, columnCount: 2, hasWeights: false, offsetBytes: 192),
      rounds: 5, earlyStoppingRounds: 2, threadCount: 4)
    #expect(try FitHeader(json: header.json) == header)
    let step = MetricStep(step: 1, rows: "train", name: "auc", value: 0.5)
    let result = FitResult(modelBytes: [0x7b, 0x7d], history: [step], rounds: 3, bestRound: 2)
    guard case .finished(let read) = try FitMessage(json: FitMessage.finished(result).json) else {
      Issue.record("a result reads back as a result")
      return
    }
    #expect(read.modelBytes == result.modelBytes && read.history == [step])
    #expect(read.rounds == 3 && read.bestRound == 2)
    guard
      case .failed(let error) = try FitMessage(
        json: FitMessage.failed(.earlyStoppingWithoutValidation()).json)
    else {
      Issue.record("an error reads back as an error")
      return
    }
    #expect(error.code == "no-validation" && error.hints.count == 1)
  }
}
