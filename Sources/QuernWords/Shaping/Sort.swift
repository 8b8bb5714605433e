import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `sort(t, .a, desc(.b))`
  static let sort = Word(
    "sort", .shaping, "Order the rows; nulls come last, and equal rows keep their order.",
    parameters: [
      .required("t", .table, "The table."),
      .rest(
        "keys", .expression, isRequired: true,
        "What to order by, the first counts most; `desc(.x)` is largest first."),
      .option(
        "descending", .either([.bool, .list]), default: "false",
        "Largest first: for all keys, or a list with one bool a key."),
    ],
    result: .verb(keepsSchema: true),
    examples: [
      WordExample("table({a: [2, null, 1]}) |> sort(.a)"),
      WordExample("table({a: [1, 2, 3]}) |> sort(.a, descending: true)"),
      WordExample("table({a: [1, 1, 2], b: [1, 2, 3]}) |> sort(.a, desc(.b))"),
    ],
    body: { call in
      let keys = try call.expressions("keys")
      let descending = try directions(call, count: keys.count)
      return .table(
        try call.table("t").sort(
          zip(keys, descending).map { key, isDescending in
            let (expression, isTurned) = key.withoutDirection
            return SortKey(expression: expression, descending: isDescending != isTurned)
          }))
    })

  private static func directions(_ call: WordCall, count: Int) throws(RuntimeError) -> [Bool] {
    switch call.value("descending") {
    case .null: return Array(repeating: false, count: count)
    case .bool(let flag): return Array(repeating: flag, count: count)
    case .list(let values):
      let flags = values.compactMap { value in
        if case .bool(let flag) = value { flag } else { nil }
      }
      guard flags.count == values.count, flags.count == count else {
        throw RuntimeError(
          .sortDirections(given: values.count, keys: count, at: call.range(of: "descending")))
      }
      return flags
    case let other: throw call.wrong("descending", other)
    }
  }
}
