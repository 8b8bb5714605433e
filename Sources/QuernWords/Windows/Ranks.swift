import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `rank(.x)`, `rank(desc(.x), ties: dense)`
  static let rank = window(
    "rank", "The place of each value in their order, from 1; null has none.",
    parameters: [
      .option(
        "ties", .constant, default: "min", constants: RankTies.allCases.map(\.rawValue),
        "Equal values: the smallest of their places (as SQL), the largest, the mean; dense: "
          + "without gaps; first: in the order of the rows.")
    ],
    examples: [
      WordExample("rank([30, 10, 10, null])", shows: "[3, 1, 1, null]"),
      WordExample("table({x: [3, 1, 3]}) |> derive(best = rank(desc(.x), ties: dense))"),
    ],
    { call, x in
      let ties = try call.constant("ties").flatMap(RankTies.init(rawValue:)) ?? .min
      let (key, descending) = x.withoutDirection
      return .windowed(.rank(ties, descending: descending), key, over: nil)
    })

  /// `ntile(.x, 4)`
  static let ntile = window(
    "ntile", "Which of n buckets of nearly equal size each value is in, from the smallest.",
    parameters: [.required("n", .int, "How many buckets; the first ones are the larger.")],
    examples: [WordExample("ntile([1, 2, 3, 4, 5], 2)", shows: "[1, 1, 1, 2, 2]")],
    { call, x in
      let count = try call.int("n", in: 1...WindowLimits.rowCountMax) ?? 1
      let (key, descending) = x.withoutDirection
      return .windowed(.ntile(count, descending: descending), key, over: nil)
    })

  /// `row_number()`
  static let rowNumber = Word(
    "row_number", .windows, "The number of each row within its group, from 1.",
    parameters: [overOption],
    result: .analysed { call in
      let over: ColumnExpression?? = call.argument("over").map { argument in
        if case .column(let expression) = argument.type { return expression }
        return nil
      }
      guard let over else { return .column(.windowed(.rowNumber, nil, over: nil)) }
      return .column(over.map { .windowed(.rowNumber, nil, over: $0) })
    },
    examples: [
      WordExample("table({x: [\"a\", \"b\", \"a\"]}) |> derive(n = row_number(), by: .x)"),
      WordExample("table({x: [3, 1, 2]}) |> filter(row_number(over: desc(.x)) <= 2)"),
    ],
    lift: { call in .windowed(.rowNumber, nil, over: try call.expressionIfGiven("over")) },
    body: { call in
      .column(.windowed(.rowNumber, nil, over: try call.expressionIfGiven("over")))
    })

  /// `sort(t, desc(.x))`
  static let desc = Word(
    "desc", .windows, "Turns an order round: largest first, in sort, rank, ntile and over:.",
    parameters: [.required("x", .expression, "What is ordered.")],
    result: .lifted(.column(nil)),
    examples: [
      WordExample("table({a: [1, 3, 2]}) |> sort(desc(.a))"),
      WordExample("table({a: [1, 3, 2]}) |> derive(place = rank(desc(.a)))"),
    ],
    lift: { call in .function(.descending, [try call.expression("x")]) },
    body: { call in .column(.function(.descending, [try call.expression("x")])) })
}
