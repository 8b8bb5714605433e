import QuernSystem
import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// What every algorithm keeps, whatever it is.
@Suite struct ContractTests {
  @Test(arguments: Sample.all)
  func fitTwiceIsTheSameBytes(sample: Sample) throws {
    #expect(try sample.train().utf8() == sample.train().utf8())
  }

  @Test(arguments: Sample.all)
  func threadsChangeNoByte(sample: Sample) throws {
    let one = try sample.train(threads: 1)
    let table = try sample.table()
    let alone = try outputs(one, table, threads: 1)
    for threads in [2, 4] {
      let model = try sample.train(threads: threads)
      #expect(try model.utf8() == one.utf8())
      #expect(try outputs(model, table, threads: threads) == alone)
    }
  }

  @Test(arguments: Sample.all)
  func savedAndLoadedModelsPredictTheSame(sample: Sample) throws {
    let model = try sample.train()
    let bytes = try model.utf8()
    let loaded = try Model(utf8: bytes)
    #expect(try loaded.utf8() == bytes)
    #expect(try loaded.digest() == model.digest())
    let table = try sample.table()
    #expect(try outputs(loaded, table) == outputs(model, table))
  }

  @Test(arguments: Sample.all)
  func oneRowIsScoredAsInATable(sample: Sample) throws {
    let model = try sample.train()
    let table = try sample.table()
    let data = try model.predict(table, World.tables()).collect(World.tables())
    for row in 0..<50 {
      let record =
        sample.columns.map { ($0.0, $0.1[row]) } + [("other", Scalar.string("passed over"))]
      let scored = try model.scoreRow(record: record)
      guard sample.task.hasTarget else {
        let first = sample.columns.count
        let told = (first..<data.schema.count).map { data.scalar(row: row, column: $0) }
        #expect(told.map { $0.doubleValue } == scored.values.map { $0 })
        continue
      }
      let place = try #require(data.schema.index(of: "predicted"))
      #expect(scored.predicted == data.scalar(row: row, column: place))
      if let score = data.schema.index(of: "score") {
        #expect(scored.score.map { .float($0) } == data.scalar(row: row, column: score))
      }
      if let scores = data.schema.index(of: "scores") {
        let named = zip(model.classes, scored.scores).map { ($0.text, Scalar.float($1)) }
        #expect(Scalar.structure(named) == data.scalar(row: row, column: scores))
      }
    }
  }

  @Test(arguments: Sample.all)
  func predictKeepsTheRowsAndAddsItsColumns(sample: Sample) throws {
    let model = try sample.train()
    let table = try sample.table()
    let predicted = try model.predict(table, World.tables())
    #expect(predicted.schema == model.predictedSchema(of: table.schema))
    let data = try predicted.collect(World.tables())
    #expect(data.rowCount == Sample.rowCount)
    #expect(data.scalars(0) == sample.columns[0].1)
    #expect(code { _ = try model.predict(predicted, World.tables()) } == "duplicate-column")
  }

  /// Sums of floats depend on their order in the last digits; trees without sampling do not see it.
  @Test(arguments: Sample.all.filter(\.isOrderFree))
  func theOrderOfRowsDoesNotMatter(sample: Sample) throws {
    let table = try sample.table()
    let reversed = try sample.table(Array((0..<Sample.rowCount).reversed()))
    let forth = try outputs(try sample.train(table), table)
    let back = try outputs(try sample.train(reversed), table)
    #expect(close(forth, back, 1e-9))
  }

  @Test(arguments: Sample.all.filter(\.isWeighable).map(\.withoutDraws))
  func weightsAreRepeatedRows(sample: Sample) throws {
    let counts = (0..<Sample.rowCount).map { Scattered.below(4, $0, 9) }
    let repeated = counts.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
    // Preparation looks at rows, not weights: here it is left out, and so are rows with null.
    let known = (0..<Sample.rowCount).filter { sample.columns[1].1[$0] != .null }
    let weights = counts.map { Scalar.int(Int64($0)) }
    let steps = Recipe(steps: [.onehot(.names(["plan"]), OneHotOptions())])
    func table(_ rows: [Int]) throws -> Table {
      let all = sample.columns + sample.targetColumn + [("w", weights)]
      return try World.table(all.map { column in (column.0, rows.map { column.1[$0] }) })
    }
    var weighted = sample.request(try table(known), weight: "w", recipe: steps)
    var plain = sample.request(
      try table(repeated.filter { known.contains($0) }), weight: nil, recipe: steps)
    weighted.features = .all(except: [])
    plain.features = .all(except: ["w"])
    let one = try Model.train(weighted, World.learning())
    let other = try Model.train(plain, World.learning())
    let rows = try table(known)
    #expect(close(try outputs(one, rows), try outputs(other, rows), 1e-7))
    let inputs = ["age", "income", "plan", "member"]
    #expect(one.inputSchema.names == inputs)
  }

  @Test(arguments: Sample.supervised)
  func unusableTargetsAreRefused(sample: Sample) throws {
    func refusal(_ target: [Scalar], rows: Int = Sample.rowCount) throws -> String? {
      let columns = (sample.columns + [("y", target)]).map { ($0.0, Array($0.1.prefix(rows))) }
      let schemaTable = try World.table(sample.columns + [("y", target)])
      let table =
        rows == 0
        ? Table(data: TableData(schema: schemaTable.schema, groups: [])) : try World.table(columns)
      return code { _ = try Model.train(sample.request(table), World.learning()) }
    }
    #expect(try refusal(sample.target, rows: 0) == "empty-table")
    #expect(try refusal([.null] + sample.target.dropFirst()) == "null-target")
    if sample.task.isClassification {
      let same = [Scalar](repeating: sample.target[0], count: Sample.rowCount)
      #expect(try refusal(same) == "one-class")
    } else {
      #expect(try refusal([.float(.infinity)] + sample.target.dropFirst()) == "not-finite")
    }
    let days = (0..<Sample.rowCount).map { Scalar.date(Int64($0)) }
    #expect(try refusal(days) == "target-type")
  }

  @Test(arguments: Sample.all)
  func interruptsEndTraining(sample: Sample) throws {
    let context = World.learning()
    context.table.interrupt.raise()
    #expect(
      code { _ = try Model.train(sample.request(try sample.table()), context) } == "interrupted")
  }

  @Test(arguments: Sample.all)
  func aFullArenaIsAnErrorNotACrash(sample: Sample) throws {
    let table = try sample.table()
    let needed = Arena(limitBytes: 1 << 30)
    _ = try Model.train(sample.request(table), World.learning(arena: needed))
    #expect(needed.usedBytes == 0, "everything is given back")
    // The peak depends on which blocks of the threads live at once: half of it is never enough.
    let limit = needed.peakBytes
    for share in [10, 30, 50] {
      let arena = Arena(limitBytes: limit * share / 100)
      let refused = code {
        _ = try Model.train(sample.request(table), World.learning(arena: arena))
      }
      #expect(refused == "out-of-memory", "\(share) %")
      #expect(arena.usedBytes == 0)
    }
  }

  @Test(arguments: Sample.supervised)
  func evaluateWarnsOfRowsThatTrainingUsed(sample: Sample) throws {
    let table = try sample.table(Array(0..<150))
    let model = try sample.train(table)
    let held = try model.evaluate(try sample.table(Array(150..<200)), World.tables())
    #expect(held.notes.isEmpty && held.rows == 50)
    #expect(held.metrics.map(\.name) == Metric.all(for: sample.task).map(\.rawValue))
    #expect(held.metrics.allSatisfy { $0.value != nil })
    let mixed = try model.evaluate(try sample.table(Array(140..<200)), World.tables())
    #expect(
      mixed.notes == [
        "10 of 60 rows equal rows that were used to train: the metrics flatter"
      ])
    #expect(try Evaluation(json: held.json) == held)
  }

  @Test(arguments: Sample.all.filter { !$0.task.hasTarget })
  func withoutATargetThereIsNothingToMeasure(sample: Sample) throws {
    let table = try sample.table(extra: [("y", sample.columns[0].1)])
    var request = sample.request(table)
    let model = try Model.train(request, World.learning())
    #expect(code { _ = try model.evaluate(table, World.tables()) } == "nothing-to-measure")
    request.target = "y"
    #expect(code { _ = try Model.train(request, World.learning()) } == "needless-target")
    request.target = nil
    request.validation = table
    #expect(code { _ = try Model.train(request, World.learning()) } == "needless-validation")
    let empty = Table(data: TableData(schema: table.schema, groups: []))
    #expect(
      code { _ = try Model.train(sample.request(empty), World.learning()) } == "empty-table")
  }

  @Test(arguments: Sample.supervised)
  func aTargetIsAskedFor(sample: Sample) throws {
    var request = sample.request(try sample.table())
    request.target = nil
    #expect(code { _ = try Model.train(request, World.learning()) } == "missing-target")
  }

  /// A column that is the same in every row, beside others and alone.
  @Test(arguments: Sample.all)
  func constantColumnsAreNoTrouble(sample: Sample) throws {
    let same = [Scalar](repeating: .float(3.5), count: Sample.rowCount)
    let table = try sample.table(extra: [("same", same)])
    let model = try Model.train(sample.request(table), World.learning())
    #expect(try outputs(model, table).allSatisfy(\.isFinite))
    var request = sample.request(table, recipe: Recipe(steps: []))
    request.features = .names(["same"])
    if sample.algorithm.name == "kmeans" { request.algorithm.parameters = [("k", .int(1))] }
    let alone = try Model.train(request, World.learning())
    #expect(try outputs(alone, table).allSatisfy(\.isFinite))
  }

  @Test(arguments: Sample.all)
  func labelsThatTrainingDidNotSeeAreCounted(sample: Sample) throws {
    let model = try sample.train()
    var odd = sample
    odd.columns[2].1[3] = .string("odd")
    let context = World.tables()
    let said = try model.predictions(try odd.table(), context)
    #expect(said.0.outputs.allSatisfy { $0.isFinite })
    #expect(said.notes == ["1 row has a .plan that training did not see"])
    let record = odd.columns.map { ($0.0, $0.1[3]) }
    #expect(try model.scoreRow(record: record).unknownLevels == ["plan"])
  }

  /// Algorithms say whether they know missing values, and keep to it.
  @Test(arguments: Sample.all)
  func missingFeaturesAreKnownOrRefused(sample: Sample) throws {
    let table = try sample.table()
    let steps = Recipe(steps: [.onehot(.names(["plan"]), OneHotOptions())])
    let kind = try #require(Algorithms.kind(named: sample.algorithm.name))
    let request = sample.request(table, recipe: steps)
    guard kind.acceptsMissing else {
      #expect(code { _ = try Model.train(request, World.learning()) } == "null-feature")
      return
    }
    let model = try Model.train(request, World.learning())
    #expect(try outputs(model, table).allSatisfy(\.isFinite))
  }

  private func outputs(_ model: Model, _ table: Table, threads: Int = 2) throws -> [Double] {
    try model.predictions(table, World.tables(threads: threads)).0.outputs
  }
}
