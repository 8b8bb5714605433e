import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `asof_join(trades, quotes, on: .t, by: .ticker)`
  static let asofJoin = Word(
    "asof_join", .shaping,
    "For each row the nearest earlier or later row of another table; the left order is kept.",
    parameters: [
      .required("l", .table, "The left table."),
      .required("r", .table, "The right table; it need not be sorted."),
      .requiredOption(
        "on", .either([.column, .record]),
        "The moment: `.t`, or `{left: .right}` where the names differ; numbers will do too."),
      .option(
        "by", .either([.columns, .record]),
        "Keys that have to be equal: `.k`, `[.a, .b]`, or a record."),
      .option(
        "direction", .constant, default: "backward",
        constants: AsofDirection.allCases.map(\.rawValue),
        "Backward: the last row at or before; forward: the first at or after; nearest: either."),
      .option(
        "tolerance", .either([.duration, .number]), "How far away it may be: `10min`, `2d`."),
      .option(
        "allow_exact", .bool, default: "true",
        "Whether a row of the very same moment counts; false looks strictly before or after."),
      .option("suffix", .string, "Added to right columns whose names the left has too."),
    ],
    result: .verb(),
    examples: [
      WordExample(
        "table({t: [1, 5, 10]})\n"
          + "  |> asof_join(table({t: [2, 4, 9], v: [\"a\", \"b\", \"c\"]}), on: .t)"),
      WordExample(
        "table({t: [1, 5]}) |> asof_join(table({t: [4, 20], v: [1, 2]}), on: .t, "
          + "direction: nearest, tolerance: 2)"),
    ],
    body: { call in
      let left = try call.table("l")
      let on = try JoinKeys.pairs(call, "on", left.schema)
      guard on.count == 1 else {
        throw TableError.invalidArgument(
          word: "asof_join", message: "on: is one column", hint: "keys that are equal go to by:")
      }
      let direction = try call.constant("direction").flatMap(AsofDirection.init(rawValue:))
      return .table(
        try left.asofJoin(
          try call.table("r"),
          AsofSpec(
            on: on[0], by: call.isGiven("by") ? try JoinKeys.pairs(call, "by", left.schema) : [],
            direction: direction ?? .backward, tolerance: call.value("tolerance").scalar,
            allowsExact: try call.bool("allow_exact") ?? true,
            suffix: try call.string("suffix"))))
    })
}

/// The key columns of both sides of a join.
enum JoinKeys {
  /// `.k`, `[.a, .b]`, or `{left: .right}` where the names differ.
  static func pairs(
    _ call: WordCall, _ name: String, _ schema: Schema
  ) throws(RuntimeError) -> [(left: String, right: String)] {
    guard case .record(let record) = call.value(name) else {
      return try call.columns(name, in: schema).map { (left: $0, right: $0) }
    }
    var keys: [(left: String, right: String)] = []
    for field in record.fields {
      guard case .column(.column(let right)) = field.value else {
        throw call.wrong(name, field.value)
      }
      keys.append((left: field.name, right: right))
    }
    return keys
  }
}
