import QuernText
import Testing

@testable import QuernLearning

/// Models that Python's XGBoost 3 saved, with what it predicted.
@Suite struct TreeEnsembleTests {
  static let files = ["binary", "multiclass", "regression", "poisson", "gamma", "dart"]

  @Test(arguments: files)
  func pythonsModelsPredictWhatPythonPredicted(name: String) throws {
    let saved = try Reference.load("xgboost_\(name).json")
    let ensemble = try TreeEnsemble(xgboost: saved["model"] ?? .null)
    let rows = (saved["rows"]?.rows ?? []).map { $0.map { Float($0) } }
    let expected = saved["predictions"]?.arrayValue ?? []
    #expect(rows.count == 40 && expected.count == 40)
    for (row, answer) in zip(rows, expected) {
      let numbers = answer.arrayValue == nil ? [answer.doubleValue ?? .nan] : answer.doubles
      let predicted = predict(ensemble, row).map { Double($0) }
      #expect(close(predicted, numbers, 1e-6), "\(row): \(predicted) is not \(numbers)")
    }
  }

  @Test(arguments: files)
  func blocksOfRowsPredictAsSingleRowsDo(name: String) throws {
    let saved = try Reference.load("xgboost_\(name).json")
    let ensemble = try TreeEnsemble(xgboost: saved["model"] ?? .null)
    let once = (saved["rows"]?.rows ?? []).map { $0.map { Float($0) } }
    // More than a block, and not a multiple of eight.
    let rows = (0..<7).flatMap { _ in once } + once.prefix(5)
    var block = [Float](repeating: 0, count: rows.count * ensemble.outputCount)
    let flat = rows.flatMap { $0 }
    flat.withUnsafeBufferPointer { flat in
      block.withUnsafeMutableBufferPointer { block in
        guard let from = flat.baseAddress, let to = block.baseAddress else { return }
        ensemble.predictRows(from, rowCount: rows.count, into: to)
      }
    }
    let single = rows.flatMap { predict(ensemble, $0) }
    #expect(single.map(\.bitPattern) == block.map(\.bitPattern))
  }

  private func predict(_ ensemble: TreeEnsemble, _ row: [Float]) -> [Float] {
    [Float](unsafeUninitializedCapacity: ensemble.outputCount) { out, count in
      count = ensemble.outputCount
      out.initialize(repeating: 0)
      row.withUnsafeBufferPointer { ensemble.predict($0, into: out) }
    }
  }

  @Test func whatCannotBeUsedIsRefusedByName() throws {
    let saved = try Reference.load("xgboost_binary.json")["model"] ?? .null
    func refusal(_ change: (inout JSON) -> Void) -> String {
      var learner = saved["learner"] ?? .null
      change(&learner)
      var changed = saved
      changed["learner"] = learner
      do throws(LearningError) {
        _ = try TreeEnsemble(xgboost: changed)
        return ""
      } catch {
        return error.message
      }
    }
    #expect(refusal { $0["gradient_booster"] = ["name": "gblinear"] }.contains("gblinear"))
    #expect(refusal { $0["objective"] = ["name": "survival:aft"] }.contains("survival:aft"))
    #expect(refusal { $0["learner_model_param"] = nil }.contains("no learner"))
    #expect(
      refusal { learner in
        var parameters = learner["learner_model_param"] ?? .null
        parameters["base_score"] = "[0.1,0.2]"
        learner["learner_model_param"] = parameters
      }.contains("base_score"))
    #expect(
      refusal { learner in
        var parameters = learner["learner_model_param"] ?? .null
        parameters["num_feature"] = "1"
        learner["learner_model_param"] = parameters
      }.contains("feature"))
  }

  @Test func aTreeThatLoopsIsRefused() throws {
    let tree: JSON = [
      "left_children": [1, 0, -1], "right_children": [2, 0, -1], "split_indices": [0, 0, 0],
      "split_conditions": [0.5, 0.5, 1.0], "default_left": [0, 0, 0],
    ]
    let saved: JSON = [
      "learner": [
        "learner_model_param": ["num_class": "0", "num_feature": "1", "base_score": "5E-1"],
        "objective": ["name": "reg:squarederror"],
        "gradient_booster": ["name": "gbtree", "model": ["trees": [tree], "tree_info": [0]]],
      ]
    ]
    #expect(code { _ = try TreeEnsemble(xgboost: saved) } == "not-xgboost")
  }
}

/// Floats as integers.
@Suite struct OrderedFloatTests {
  @Test func codesKeepTheOrder() {
    let values: [Float] = [
      -.infinity, -3e38, -1.5, -1, -Float.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude,
      .leastNormalMagnitude, 0.1, 1, 1.0000001, 3e38, .infinity,
    ]
    let codes = values.map(OrderedFloat.code)
    #expect(codes == codes.sorted() && Set(codes).count == codes.count)
    #expect(codes[0] > 1)
    #expect(OrderedFloat.code(-0.0) == OrderedFloat.code(0))
    #expect(OrderedFloat.code(.nan) == 0 && OrderedFloat.code(-.nan) == 0)
  }

  /// One split at 0.5 with leaves 1 (left) and 2, for each way of missing values.
  @Test(arguments: [true, false])
  func missingValuesGoTheirWay(left: Bool) throws {
    let tree: JSON = [
      "left_children": [1, -1, -1], "right_children": [2, -1, -1], "split_indices": [0, 0, 0],
      "split_conditions": [0.5, 1.0, 2.0], "default_left": [.int(left ? 1 : 0), 0, 0],
    ]
    let ensemble = try TreeEnsemble(
      xgboost: [
        "learner": [
          "learner_model_param": ["num_class": "0", "num_feature": "1", "base_score": "0E0"],
          "objective": ["name": "reg:squarederror"],
          "gradient_booster": ["name": "gbtree", "model": ["trees": [tree], "tree_info": [0]]],
        ]
      ])
    let values: [Float] = [.nan, 0.5, 0.49999997, -.infinity, .infinity, -0.0, .nan]
    let expected: [Float] = [left ? 1 : 2, 2, 1, 1, 2, 1, left ? 1 : 2]
    var block = [Float](repeating: 0, count: values.count)
    ensemble.predictRows(values, rowCount: values.count, into: &block)
    #expect(block == expected)
    for (value, answer) in zip(values, expected) {
      var out: [Float] = [0]
      [value].withUnsafeBufferPointer { row in
        out.withUnsafeMutableBufferPointer { ensemble.predict(row, into: $0) }
      }
      #expect(out == [answer])
    }
  }
}
