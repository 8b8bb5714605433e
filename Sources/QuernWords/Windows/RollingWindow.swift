import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `rolling(mean(.x), 7)`, `rolling(mean(.x), 7d, over: .t)`
  static let rolling = Word(
    "rolling", .windows, "An aggregate over each row and those before it, by number or by time.",
    parameters: [
      .required("aggregate", .expression, "What to take: mean(.x), sum(.x) / sum(.n), count()."),
      .required(
        "window", .either([.int, .duration]),
        "How many rows, the current one included; or how far back in time: rows less than so "
          + "much older than the current one, and all of its time."),
      overOption,
      .option(
        "min", .int,
        "Null where fewer values are there; by rows as many as the window has, by time 1."),
    ],
    result: .lifted(.column(nil)),
    examples: [
      WordExample("table({x: [1, 2, 6]}) |> derive(m = rolling(mean(.x), 2))"),
      WordExample("table({x: [1, 2, 6]}) |> derive(m = rolling(sum(.x), 2, min: 1))"),
      WordExample(
        "table({t: [@2024-01-01, @2024-01-02, @2024-01-09], x: [1, 2, 6]})\n"
          + "  |> derive(week = rolling(mean(.x), 7d, over: .t))"),
    ],
    lift: { call in try rolled(call) },
    body: { call in .column(try rolled(call)) })

  private static func rolled(_ call: WordCall) throws -> ColumnExpression {
    let expression = try call.expression("aggregate")
    let over = try call.expressionIfGiven("over")
    let given = try call.int("min", in: 0...WindowLimits.rowCountMax)
    let span = try call.windowSpan("window")
    if let span, span == .zero {
      throw RuntimeError(
        .argumentOutOfRange(
          word: "rolling", parameter: "window", value: "0s", lower: 1, upper: .max,
          at: call.range(of: "window")))
    }
    let rows =
      span == nil ? try call.int("window", in: 1...WindowLimits.rowCountMax) ?? 1 : 1
    let rolled = expression.rolling(
      { aggregate in
        // How many values there are is known where there are few, too.
        let isCount = aggregate == .count
        guard let span else {
          return .rolling(aggregate, rows: rows, least: given ?? (isCount ? 0 : rows))
        }
        return .rollingTime(aggregate, span, least: given ?? (isCount ? 0 : 1))
      }, over: over)
    guard let rolled else {
      throw RuntimeError(
        .rollingNeedsAggregate(expression.text, at: call.range(of: "aggregate")))
    }
    return rolled
  }
}
