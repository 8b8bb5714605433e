import QuernTable
import QuernText
import Testing

@testable import QuernLearning

/// Every step of a recipe in a model that is saved, read again and put behind an endpoint: each row
/// gets the same answer everywhere.
@Suite struct RecipeServingTests {
  private static let number = ColumnExpression.column(Across.standIn)
  private static let half = ColumnExpression.binary(.divide, number, .literal(.int(2)))
  private static let across = Across(
    selection: .numeric(except: []),
    parts: [Across.Part(prefix: "", suffix: "_half", expression: half)])

  /// Steps under the name of what they try; each list ends with numbers alone.
  private static let recipes: [(name: String, steps: [RecipeStep])] = [
    (
      "derive, select",
      [
        .derive([("ratio", .binary(.divide, .column("age"), .column("income")))]),
        .select(.names(["ratio", "age"])),
        .impute(.numeric(except: []), with: .mean, indicator: true),
      ]
    ),
    (
      "across",
      [
        .define(
          [
            .one(name: "old", .binary(.greater, .column("age"), .literal(.int(40)))),
            .across(across),
          ], replaces: false),
        .impute(.numeric(except: []), with: .median, indicator: false),
        .drop(.categorical(except: [])),
        .drop(.names(["old"])),
      ]
    ),
    (
      "across in place",
      [
        .define(
          [
            .across(
              Across(
                selection: .names(["age"]),
                parts: [Across.Part(prefix: "", suffix: "", expression: half)]))
          ], replaces: true),
        .impute(.numeric(except: []), with: .median, indicator: false),
        .onehot(.names(["plan"]), OneHotOptions()),
      ]
    ),
    (
      "cut",
      [
        .cut("age", CutOptions(count: 4, isQuantile: false, closesRight: true, labels: nil)),
        .cut(
          "income",
          CutOptions(
            count: 3, isQuantile: true, closesRight: false,
            labels: ["low", "mid", "high"])),
        .onehot(.categorical(except: []), OneHotOptions(nullIsLevel: true)),
      ]
    ),
    (
      "rename",
      [
        .rename([("Jahre Alt", "age")]), .renameAll([("salary", "income")]),
        .fill([("salary", .float(3))]), .onehot(.names(["plan"]), OneHotOptions()),
      ]
    ),
    (
      "lump",
      [
        .lump(.names(["plan"]), LumpOptions(countMax: 1, other: "rest")),
        .onehot(.names(["plan"]), OneHotOptions()),
        .impute(.names(["income"]), with: .constant(.float(-1)), indicator: true),
      ]
    ),
    (
      "encode, scale, balance",
      [
        .impute(.names(["plan"]), with: .mode, indicator: false),
        .encodeTarget(.names(["plan"]), TargetEncodingOptions()),
        .impute(.numeric(except: []), with: .median, indicator: false),
        .scale(.numeric(except: []), .robust), .balance(.up),
      ]
    ),
  ]

  private func fit(_ steps: [RecipeStep]) throws -> Model {
    var sample = Sample("logistic", .binary)
    sample.columns = sample.columns.map { name, values in
      name == "plan"
        ? (name, values.enumerated().map { $0 % 17 == 3 ? .null : $1 }) : (name, values)
    }
    return try Model.train(
      sample.request(try sample.table(), recipe: Recipe(steps: steps)), World.learning())
  }

  /// Rows with nulls, unknown labels and numbers beyond those of the training part.
  private static let rows: [[Scalar]] = [
    [.int(41), .float(30), .string("pro"), .bool(true)],
    [.int(-5), .float(1e6), .string("plus"), .bool(false)],
    [.int(200), .null, .string("never seen"), .bool(true)],
    [.int(19), .float(0.5), .null, .bool(false)],
  ]

  @Test(arguments: recipes.map(\.name))
  func everyStepAnswersTheSameEverywhere(name: String) throws {
    let steps = Self.recipes.first { $0.name == name }?.steps ?? []
    #expect(try Recipe(json: Recipe(steps: steps).json) == Recipe(steps: steps))
    let trained = try fit(steps).with(threshold: 0.3)
    let model = try Model(utf8: try trained.utf8())
    #expect(try model.digest() == trained.digest())
    let names = ["age", "income", "plan", "member"]
    let table = try World.table(
      names.enumerated().map { place, name in (name, Self.rows.map { $0[place] }) })
    let before = try trained.predict(table, World.tables()).collect(World.tables())
    let after = try model.predict(table, World.tables()).collect(World.tables())
    let place = try #require(after.schema.index(of: "score"))
    #expect(before.scalars(place) == after.scalars(place))
    let served = ServedModel(model: model)
    for (row, values) in Self.rows.enumerated() {
      let record = JSON.object(JSONObject(zip(names, values).map { ($0, $1.json()) }))
      let answer = served.answer(
        contentType: "application/json", accept: nil, body: record.utf8())
      #expect(answer.status == 200, "\(String(decoding: answer.body, as: UTF8.self))")
      let json = try JSON.parse(answer.body)
      let score = after.scalar(row: row, column: place).doubleValue
      #expect(json["score"]?.doubleValue == score)
      #expect(json["predicted"]?.boolValue == score.map { $0 >= 0.3 })
    }
  }

  @Test func cutsAreLearnedOfTheTrainingPart() throws {
    let options = CutOptions(
      count: 2, isQuantile: false, closesRight: true, labels: ["low", "high"])
    let (fitted, _) = try Recipe(steps: [.cut("x", options)]).fit(
      try World.table([("x", [.int(0), .int(10)])]), reserved: [], context: World.tables())
    let later = try fitted.apply(
      try World.table([("x", [.int(5), .int(6), .int(1_000), .int(-9), .null])]), World.tables()
    ).collect(World.tables())
    #expect(
      later.scalars(0)
        == [.string("low"), .string("high"), .string("high"), .string("low"), .null])
    #expect(
      code {
        _ = try Recipe(steps: [.cut("x", options)]).fit(
          try World.table([("x", [.string("a")])]), reserved: [], context: World.tables())
      } == "step-type")
  }
}
