import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `update(t, a = .a * 2)`
  static let update = Word(
    "update", .shaping, "Replace columns; later definitions see earlier ones.",
    parameters: [
      .required("t", .table, "The table."),
      .definitions("The columns: `name = e`, or `across(selection, c => e)`."),
      .option(
        "by", .either([.columns, .record]),
        "Columns, or expressions over them: aggregates are taken over rows with equal values."),
    ],
    result: .verb(),
    examples: [
      WordExample("table({a: [1, 2], b: [3, 4]}) |> update(a = .a * .b)"),
      WordExample("table({p: [\" Basic\"]}) |> update(p = lower(trim(.p)))"),
      WordExample("table({a: [2.5], b: [-1.0]}) |> update(across(numeric(), c => clip(c, 0, 1)))"),
    ],
    step: { call in try call.definitionStep(replaces: true) },
    body: { call in
      let table = try call.table("t")
      let keys = try call.windowKeys(of: table)
      let definitions = try call.definitions(in: table.schema, by: keys.names)
      return .table(try keys.shown(try keys.table.update(definitions, by: keys.names)))
    })
}
