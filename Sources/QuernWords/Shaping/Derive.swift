import QuernLearning
package import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// A verb with definitions, and a step of recipes.
  package static let derive = Word(
    "derive", .shaping, "Adds columns, each computed from those before it.",
    parameters: [
      .required("t", .table, "The table."),
      .definitions("`name = e`: the new columns, left to right; a later one sees earlier ones."),
      .option(
        "by", .either([.columns, .record]),
        "Columns, or expressions over them, by which aggregates and windows are grouped."),
    ],
    result: .verb(),
    examples: [
      WordExample("read(\"cities.csv\") |> derive(half = .n / 2, quarter = .half / 2)"),
      WordExample("read(\"cities.csv\") |> derive(share = .n / sum(.n))"),
      WordExample("table({a: [1.0, 4.0]}) |> derive(across(numeric(), sqrt, suffix: \"_root\"))"),
    ],
    step: { call in try call.definitionStep(replaces: false) },
    body: { call in
      let table = try call.table("t")
      return .table(try derived(call, table))
    })

  private static func derived(_ call: WordCall, _ table: Table) throws -> Table {
    let keys = try call.windowKeys(of: table)
    let definitions = try call.definitions(in: table.schema, by: keys.names)
    return try keys.shown(try keys.table.derive(definitions, by: keys.names))
  }
}
