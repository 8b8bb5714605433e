import QuernSystem
import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// Steps that learn from the training part, and what they do elsewhere.
@Suite struct RecipeTests {
  private func fit(
    _ steps: [RecipeStep], _ columns: [(String, [Scalar])], reserved: Set<String> = []
  ) throws -> (fitted: FittedRecipe, data: TableData) {
    let (fitted, table) = try Recipe(steps: steps)
      .fit(try World.table(columns), reserved: reserved, context: World.tables())
    return (fitted, try table.collect(World.tables()))
  }

  private func replay(_ fitted: FittedRecipe, _ columns: [(String, [Scalar])]) throws -> TableData {
    try fitted.apply(try World.table(columns), World.tables()).collect(World.tables())
  }

  private let ages: [Scalar] = [.int(20), .int(30), .null, .int(70), .int(30)]
  private let plans: [Scalar] = [.string("b"), .string("a"), .string("b"), .null, .string("b")]

  @Test func imputeLearnsOfTheTrainingPart() throws {
    for (with, expected) in [
      (Imputation.median, Scalar.float(30)), (.mean, .float(37.5)), (.mode, .int(30)),
      (.constant(.int(-1)), .float(-1)),
    ] {
      let (fitted, data) = try fit(
        [.impute(.names(["age"]), with: with, indicator: false)], [("age", ages)])
      #expect(data.scalar(row: 2, column: 0) == expected)
      let later = try replay(fitted, [("age", [.null, .int(1)])])
      #expect(later.scalar(row: 0, column: 0) == expected)
      #expect(later.scalar(row: 1, column: 0).doubleValue == 1)
    }
    let (_, text) = try fit(
      [.impute(.names(["plan"]), with: .mode, indicator: true)], [("plan", plans)])
    #expect(text.scalars(0)[3] == .string("b"))
    #expect(text.schema.names == ["plan", "plan_missing"])
    #expect(text.doubles(1) == [0, 0, 0, 1, 0])
  }

  @Test func onehotMakesAColumnPerLevel() throws {
    let (fitted, data) = try fit([.onehot(.names(["plan"]), OneHotOptions())], [("plan", plans)])
    #expect(data.schema.names == ["plan_a", "plan_b"])
    #expect(data.doubles(0) == [0, 1, 0, 0, 0])
    #expect(data.doubles(1) == [1, 0, 1, 0, 1])
    let later = try replay(fitted, [("plan", [.string("zz"), .null, .string("a")])])
    #expect(later.doubles(0) == [0, 0, 1] && later.doubles(1) == [0, 0, 0])
    let (_, nulls) = try fit(
      [.onehot(.names(["plan"]), OneHotOptions(nullIsLevel: true))], [("plan", plans)])
    #expect(nulls.schema.names == ["plan_a", "plan_b", "plan_null"])
    #expect(nulls.doubles(2) == [0, 0, 0, 1, 0])
  }

  @Test func scaleUsesTheTrainingPartsNumbers() throws {
    let values: [Scalar] = [.float(1), .float(2), .float(3), .float(6)]
    for (scaling, expected) in [
      (Scaling.standard, (4.0 - 3) / 3.5.squareRoot()), (.minmax, 0.6), (.robust, (4 - 2.5) / 2),
    ] {
      let (fitted, _) = try fit([.scale(.names(["x"]), scaling)], [("x", values)])
      #expect(abs(try replay(fitted, [("x", [.float(4)])]).doubles(0)[0] - expected) < 1e-12)
    }
    let (same, _) = try fit([.scale(.names(["x"]), .standard)], [("x", [.int(5), .int(5)])])
    #expect(try replay(same, [("x", [.int(6)])]).doubles(0) == [1], "a constant is only shifted")
  }

  @Test func selectorsPassOverReservedColumns() throws {
    let columns: [(String, [Scalar])] = [("a", ages), ("w", ages), ("s", plans)]
    let (_, data) = try fit(
      [.impute(.numeric(except: []), with: .mean, indicator: false)], columns, reserved: ["w"])
    #expect(data.scalar(row: 2, column: 1) == .null)
    #expect(
      code {
        _ = try fit([.scale(.names(["w"]), .standard)], columns, reserved: ["w"])
      } == "reserved-column")
    let schema = data.schema
    #expect(try ColumnSelection.all(except: ["s"]).resolve(in: schema, reserved: ["w"]) == ["a"])
    #expect(try ColumnSelection.categorical(except: []).resolve(in: schema) == ["s"])
    #expect(try ColumnSelection.matching("a").resolve(in: schema) == ["a"])
    #expect(
      try ColumnSelection.difference(.all(except: []), .numeric(except: [])).resolve(in: schema)
        == ["s"])
  }

  @Test func rowWiseVerbsAreReplayed() throws {
    let ratio = ColumnExpression.binary(.divide, .column("a"), .column("b"))
    let (fitted, data) = try fit(
      [
        .derive([("r", ratio)]), .rename([("c", "b")]), .drop(.names(["a"])),
        .fill([("c", .int(9))]),
        .update([("r", .binary(.multiply, .column("r"), .literal(.int(2))))]),
      ], [("a", [.int(1), .int(3)]), ("b", [.int(2), .null])])
    #expect(data.schema.names == ["c", "r"])
    #expect(data.scalars(0) == [.int(2), .int(9)])
    #expect(data.scalars(1) == [.float(1), .null])
    let later = try replay(fitted, [("a", [.int(6)]), ("b", [.int(4)])])
    #expect(later.scalars(1) == [.float(3)])
  }

  @Test func onlyWhatFeaturesNeedIsKept() throws {
    let (fitted, data) = try fit(
      [
        .derive([
          ("r", .binary(.add, .column("a"), .column("b"))), ("unused", .column("id")),
        ]),
        .drop(.names(["id", "unused", "b"])), .scale(.names(["r"]), .standard),
      ], [("id", plans), ("a", ages), ("b", ages), ("c", ages)])
    #expect(data.schema.names == ["a", "c", "r"])
    let (pruned, inputs) = fitted.pruned(wanting: data.schema.names)
    #expect(inputs == ["a", "b", "c"])
    let columns: [(String, [Scalar])] = [("a", ages), ("b", ages), ("c", ages)]
    let again = try replay(pruned, columns)
    #expect((0..<3).allSatisfy { again.scalars($0) == data.scalars($0) })
  }

  @Test func stepsThatCannotBeDoneSayWhy() throws {
    let columns: [(String, [Scalar])] = [
      ("a", ages), ("s", plans), ("n", [Scalar](repeating: .null, count: 5)),
    ]
    func refusal(_ step: RecipeStep) -> String? { code { _ = try fit([step], columns) } }
    #expect(refusal(.impute(.names(["s"]), with: .median, indicator: false)) == "step-type")
    #expect(
      refusal(.impute(.names(["a"]), with: .constant(.string("x")), indicator: false))
        == "step-type")
    #expect(refusal(.scale(.names(["s"]), .standard)) == "step-type")
    #expect(refusal(.onehot(.names(["s"]), OneHotOptions(levelCountMax: 1))) == "too-many-levels")
    #expect(refusal(.impute(.names(["zz"]), with: .mean, indicator: false)) == "unknown-column")
    #expect(
      refusal(.derive([("z", .aggregate(.mean, .column("a")))])) == "aggregate-in-recipe")
  }

  @Test func recipesSurviveJSON() throws {
    let recipe = Recipe(steps: [
      .derive([("r", .binary(.divide, .column("a"), .literal(.float(2))))]),
      .select(.difference(.all(except: ["id"]), .matching("x"))), .rename([("b", "a")]),
      .fill([("b", .date(19_000))]),
      .impute(
        .union([.numeric(except: ["q"]), .names(["s"])]), with: .constant(.int(1)),
        indicator: true),
      .onehot(.categorical(except: []), OneHotOptions(nullIsLevel: true, levelCountMax: 3)),
      .scale(.numeric(except: []), .robust),
    ])
    #expect(try Recipe(json: try JSON.parse(recipe.json.text())) == recipe)
    let (fitted, _) = try fit(
      [
        .impute(.names(["a"]), with: .median, indicator: true),
        .onehot(.names(["s"]), OneHotOptions(nullIsLevel: true)), .scale(.names(["a"]), .minmax),
      ], [("a", ages), ("s", plans)])
    let read = try FittedRecipe(json: try JSON.parse(fitted.json.text()))
    #expect(read.json == fitted.json)
    #expect(read.json.arrayValue?.count == 3)
  }

  private func truth(_ labels: [Scalar], weights: [Double]? = nil) throws -> RecipeTruth {
    let data = try World.data([("y", labels)])
    let target = try TargetReader("y", in: data, Interrupt()).infer(task: .auto, positive: nil)
    return RecipeTruth(target: target, weights: weights, random: Recipe.random(3))
  }

  @Test func lumpKeepsTheFrequentLabels() throws {
    let labels: [Scalar] = ["a", "a", "a", "b", "b", "c", "d", nil].map {
      $0.map { .string($0) } ?? .null
    }
    for (options, kept) in [
      (LumpOptions(countMax: 2), ["a", "b"]), (LumpOptions(shareMin: 0.4), ["a"]),
      (LumpOptions(countMax: 3, shareMin: 0.2), ["a", "b"]),
    ] {
      let (fitted, data) = try fit([.lump(.names(["c"]), options)], [("c", labels)])
      let expected = labels.map { label -> Scalar in
        guard case .string(let text) = label else { return .null }
        return .string(kept.contains(text) ? text : "other")
      }
      #expect(data.scalars(0) == expected)
      let later = try replay(fitted, [("c", [.string("zz"), .string("a")])])
      #expect(later.scalars(0) == [.string("other"), .string("a")])
    }
  }

  @Test func encodingNeverSeesARowsOwnTarget() throws {
    // Each label stands once: its own target is all that a leaking encoder would know.
    let count = 100
    let labels: [Scalar] = (0..<count).map { .string("id\($0)") }
    let targets: [Scalar] = (0..<count).map { .float(Double($0 % 7)) }
    let steps = Recipe(steps: [.encodeTarget(.names(["c"]), TargetEncodingOptions(smoothing: 0))])
    let (_, table) = try steps.fit(
      try World.table([("c", labels)]), reserved: [], truth: try truth(targets),
      context: World.tables())
    let encoded = try table.collect(World.tables()).doubles(0)
    #expect(Set(encoded).count <= TargetEncoder.foldCount, "only the means of the other parts")
    #expect(encoded.allSatisfy { abs($0 - 2.93) < 0.5 })
  }

  @Test func encodingLearnsSmoothedMeans() throws {
    let labels: [Scalar] = ["a", "a", "b", "b", "b", nil].map { $0.map { .string($0) } ?? .null }
    let (fitted, _) = try Recipe(steps: [
      .encodeTarget(.names(["c"]), TargetEncodingOptions(smoothing: 2))
    ]).fit(
      try World.table([("c", labels)]), reserved: [],
      truth: try truth([1, 2, 3, 4, 5, 9].map { .float($0) }), context: World.tables())
    let later = try replay(fitted, [("c", [.string("a"), .string("b"), .null, .string("q")])])
    // (sum + 2 × 4) ÷ (rows + 2), where 4 is the mean of all.
    #expect(close(later.doubles(0), [11.0 / 4, 20.0 / 5, 17.0 / 3, 4], 1e-12))
    let read = try FittedRecipe(json: try JSON.parse(fitted.json.text()))
    #expect(read.json == fitted.json)
  }

  @Test func everyLearnedStepScoresOneRowAsATable() throws {
    let sample = Sample("xgboost", .multiclass, [("rounds", .int(4))])
    let prep = Recipe(steps: [
      .lump(.names(["plan"]), LumpOptions(countMax: 2)),
      .encodeTarget(.names(["plan", "member"]), TargetEncodingOptions()),
      .impute(.numeric(except: []), with: .mean, indicator: true), .balance(.up),
    ])
    let model = try Model.train(
      sample.request(try sample.table(), recipe: prep), World.learning())
    #expect(model.notes.contains { $0.hasPrefix("balance: 200 training rows became") })
    let again = try Model(json: try model.json())
    let odd: [[(String, Scalar)]] = [
      [("age", .int(30)), ("income", .null), ("plan", .string("new")), ("member", .null)],
      [("age", .int(50)), ("income", .float(3)), ("plan", .null), ("member", .bool(true))],
    ]
    for record in odd {
      let row = try model.scoreRow(record: record)
      let table = try World.table(record.map { ($0.0, [$0.1]) })
      let said = try model.predictions(table, World.tables()).0
      #expect(row.scores == (0..<3).map { said.probability(0, $0) })
      #expect(try again.scoreRow(record: record) == row)
    }
    #expect(try model.scoreRow(record: odd[0]).unknownLevels.isEmpty, "lump took the new label")
  }

  @Test func balancedClassesAreEqual() throws {
    let labels: [Scalar] = (0..<60).map { .string($0 % 10 == 0 ? "rare" : "often") }
    let target = try truth(labels).target
    let data = try World.data([("x", (0..<60).map { .int(Int64($0)) })])
    let rows = BalancedRows(features: data, target: target, weights: nil, note: nil)
    for (balance, size) in [(Balance.up, 108), (.down, 12), (.weights, 60)] {
      let done = try balance.apply(rows, Recipe.random(1), World.tables())
      let labels = try #require(done.target).labels
      #expect(done.features.rowCount == size && labels.count == size)
      // Every row kept its label: rare are the tens.
      for (x, label) in zip(done.features.doubles(0), labels) {
        #expect((Int(x) % 10 == 0) == (label == 1))
      }
      var sums = [0.0, 0.0]
      for (row, label) in labels.enumerated() {
        sums[Int(label)] += done.weights?[row] ?? 1
      }
      #expect(abs(sums[0] - sums[1]) < 1e-9)
      let weights = done.weights ?? []
      #expect(balance != .weights || abs(weights.reduce(0, +) - 60) < 1e-9)
    }
  }

  @Test func newStepsSurviveJSON() throws {
    let recipe = Recipe(steps: [
      .lump(.names(["c"]), LumpOptions(countMax: 2, shareMin: 0.1, other: "rest")),
      .encodeTarget(.categorical(except: []), TargetEncodingOptions(smoothing: 3)),
      .balance(.down),
    ])
    #expect(try Recipe(json: try JSON.parse(recipe.json.text())) == recipe)
  }
}
