import QuernSystem
import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// Saved models and the tables that they are put on.
@Suite struct ModelTests {
  @Test func damagedFilesAreErrors() throws {
    let model = try Sample("xgboost", .binary, [("rounds", .int(2))]).train()
    let bytes = try model.utf8()
    #expect(code { _ = try Model(utf8: Array(bytes.dropLast(20))) } == "damaged-model")
    #expect(code { _ = try Model(utf8: Array("{}".utf8)) } == "damaged-model")
    var json = try model.json()
    json["version"] = .int(99)
    #expect(code { _ = try Model(json: json) } == "newer-model")
    for member in try model.json().objectValue?.members ?? [] {
      var without = try model.json()
      without[member.key] = nil
      let refused = code { _ = try Model(json: without) }
      #expect(
        refused == nil || refused == "damaged-model" || refused == "newer-model", "\(member.key)")
    }
  }

  @Test func otherTypesOfInputsAreNamed() throws {
    let sample = Sample("logistic", .binary)
    let model = try sample.train()
    func refusal(_ change: (inout [(String, [Scalar])]) -> Void) throws -> String? {
      var columns = sample.columns
      change(&columns)
      let table = try World.table(columns)
      return code { _ = try model.predict(table, World.tables()) }
    }
    #expect(try refusal { $0.removeFirst() } == "missing-input")
    #expect(try refusal { $0[0].1 = $0[0].1.map { .string($0.text) } } == "input-type")
    #expect(try refusal { $0[0].1 = $0[0].1.map { .float($0.doubleValue ?? 0) } } == nil)
    #expect(try refusal { $0[1].1 = $0[1].1.map { _ in .null } } == nil, "all null is imputed")
    #expect(try refusal { $0.reverse() } == nil)
  }

  @Test func unknownLabelsAreCountedInTheNotes() throws {
    let sample = Sample("logistic", .binary)
    let model = try sample.train()
    var columns = sample.columns
    for row in [3, 80, 81] { columns[2].1[row] = .string("odd") }
    let context = World.tables()
    _ = try model.predict(try World.table(columns), context)
    #expect(context.notes.all.map(\.text) == ["3 rows have a .plan that training did not see"])
  }

  @Test func rowsThatTrainingUsedAreKnownBySamplesOfHashes() throws {
    let rows = (0..<10_000).map { Scattered.bits($0, 0) }
    let digests = try RowDigests(rows: rows, keptMax: 1_000)
    #expect(digests.hashes.count == 1_000)
    let half = rows.prefix(5_000) + (10_000..<15_000).map { Scattered.bits($0, 0) }
    let seen = try digests.seen(among: Array(half))
    #expect(!seen.isExact && abs(seen.count - 5_000) < 500)
    #expect(try RowDigests(rows: rows).seen(among: Array(half)) == (5_000, true))
    #expect(try digests.seen(among: (20_000..<30_000).map { Scattered.bits($0, 0) }).count == 0)
    #expect(try RowDigests(json: digests.json) == digests)
  }

  @Test func regressionsOfXGBoostEqualItsOwnPredictions() throws {
    for task in LearningTask.supervised {
      let sample = Sample("xgboost", task, [("rounds", .int(20)), ("max_depth", .int(5))])
      let model = try sample.train()
      let table = try sample.table()
      let features = try model.features(of: table, World.tables()).0
      let own = try model.predictions(table, World.tables()).0.outputs
      let theirs = try LibraryPredictions(model, features).values
      #expect(close(own, theirs, 1e-6), "\(task)")
    }
  }
}

/// What libxgboost itself predicts with a model of ours.
private struct LibraryPredictions {
  let values: [Double]

  init(_ model: Model, _ features: TableData) throws {
    let library = try XGBoostLibrary.open()
    let payload = try FitPayload(
      byteCount: features.rowCount * (features.schema.count + 1) * 4, arena: .unlimited)
    _ = try FeatureMatrix<Float>(
      features, algorithm: .xgboost, context: World.tables(), values: payload.floats(at: 0),
      owner: payload)
    let rows = FitRows(
      rowCount: features.rowCount, columnCount: features.schema.count, hasWeights: false,
      offsetBytes: 0)
    let matrix = try XGBoostMatrix(library, rows, payload, 1)
    var booster: XGBoostLibrary.Handle?
    try library.check(library.createBooster([], 0, &booster))
    let handle = try #require(booster)
    defer { _ = library.freeBooster(handle) }
    let json = try #require(model.xgboostJSON)
    try library.check(library.load(handle, json, UInt64(json.count)))
    var count: UInt64 = 0
    var floats: UnsafePointer<Float>?
    try library.check(library.predict(handle, matrix.handle, 0, 0, 0, &count, &floats))
    values = (0..<Int(count)).map { Double(floats?[$0] ?? .nan) }
  }
}

/// Models that Python saved, used as our own.
@Suite struct ImportedModelTests {
  @Test func pythonsModelsPredictTables() throws {
    let saved = try Reference.load("xgboost_binary.json")
    let bytes = (saved["model"] ?? .null).utf8()
    let model = try Model.importing(
      xgboost: bytes, target: "y", classes: [.string("no"), .string("yes")])
    #expect(model.task == .binary && model.positive == .string("yes"))
    #expect(model.inputSchema.names == ["a", "b", "c", "d", "e"])
    let rows = saved["rows"]?.rows ?? []
    let columns = (0..<5).map { column in
      (model.inputSchema.names[column], rows.map { Scalar.float($0[column]) })
    }
    let said = try model.predictions(try World.table(columns), World.tables()).0
    #expect(close(said.outputs, saved["predictions"]?.doubles ?? [], 1e-6))
    let again = try Model(utf8: try model.utf8())
    #expect(again.xgboostJSON == model.xgboostJSON)
    #expect(
      code { _ = try Model.importing(xgboost: bytes, target: "y", classes: [.int(0)]) }
        == "not-xgboost")
    #expect(code { _ = try Model.importing(xgboost: [0x7b], target: "y") } == "not-xgboost")
  }
}
