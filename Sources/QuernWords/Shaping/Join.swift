import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `join(l, r, on: .k)`
  static let join = Word(
    "join", .shaping, "Put the columns of matching rows side by side; the left order is kept.",
    parameters: [
      .required("l", .table, "The left table."),
      .required("r", .table, "The right table."),
      .requiredOption(
        "on", .either([.columns, .record]),
        "Keys: `.k`, `[.a, .b]`, or `{left: .right}` where the names differ."),
      .option(
        "kind", .constant, default: "left",
        constants: ["left", "inner", "right", "full", "semi", "anti"],
        "Which rows are kept where nothing matches."),
      .option(
        "match", .constant, default: "many_to_many",
        constants: ["many_to_many", "one_to_one", "many_to_one", "one_to_many"],
        "What is promised of the keys; a broken promise is an error that shows three of them."),
      .option("suffix", .string, "Added to right columns whose names the left has too."),
    ],
    result: .verb(),
    examples: [
      WordExample(
        "table({k: [1, 2, 3]}) |> join(table({k: [2, 3], v: [\"b\", \"c\"]}), on: .k)"),
      WordExample("table({k: [1, 2]}) |> join(table({k: [2]}), on: .k, kind: anti)"),
    ],
    body: { call in
      let kind = try call.constant("kind").flatMap(JoinKind.init(rawValue:)) ?? .left
      let match = try call.constant("match").flatMap(JoinMatch.init(rawValue:)) ?? .manyToMany
      let left = try call.table("l")
      return .table(
        try left.join(
          try call.table("r"), on: try JoinKeys.pairs(call, "on", left.schema), kind: kind,
          match: match, suffix: try call.string("suffix")))
    })
}
