import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `generate("churn", rows: 5000)`
  static let generate = Word(
    "generate", .files, "Made-up data for trying things, the same on every machine for one seed.",
    parameters: [
      .required(
        "what", .either([.constant, .string]), constants: MadeUpData.allCases.map(\.rawValue),
        "`churn`: a telecom's customers, and who leaves; `bikes`: rentals by hour and weather;"
          + " `customers` and `orders`: a wholesaler's exports with the dirt of real ones."),
      .option(
        "rows", .int,
        "How many rows; without: 1000 of churn, two years of bikes, 400 customers, 3000 orders."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .analysed { call in
      guard let given = call.argument("what"), given.isExact, let what = named(given.literal?.value)
      else { return .unknown }
      return .table(what.schema)
    },
    isRandom: true,
    examples: [
      WordExample("generate(churn, rows: 100, seed: 1) |> count_rows()", shows: "100"),
      WordExample("generate(bikes, rows: 48) |> summarise(rides = sum(.count), by: .weather)"),
      WordExample("generate(orders, rows: 5, seed: 1).amount"),
      WordExample("generate(customers, rows: 5, seed: 1).customer"),
    ],
    body: { call in
      guard let name = try call.constant("what"), let what = MadeUpData(rawValue: name) else {
        throw call.wrong("what", call.value("what"))
      }
      let seed = try call.int("seed").map { Int64($0) } ?? call.context.seed
      // Not the call's own stream: the same seed gives the same rows wherever it stands.
      let stream = RandomStream(seed: seed, word: "generate", ordinal: 0)
      let rows = what.rows(try call.int("rows", in: 0...1_000_000), stream: stream)
      return .table(Table(data: try TableData.build(what.schema, rows: rows)))
    })

  private static func named(_ value: Value?) -> MadeUpData? {
    guard let value else { return nil }
    if case .constant(let name) = value { return MadeUpData(rawValue: name) }
    if case .string(let name) = value { return MadeUpData(rawValue: name) }
    return nil
  }
}
