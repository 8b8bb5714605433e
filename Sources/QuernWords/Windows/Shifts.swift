import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `lag(.x, 1)`, `lag(.x, 24h, over: .t)`
  static let lag = window(
    "lag", "The value some rows earlier, or at a time so much earlier; null where there is none.",
    parameters: shiftParameters("earlier", "before"),
    examples: [
      WordExample("lag([1, 2, 3])", shows: "[null, 1, 2]"),
      WordExample("table({x: [1, 2, 3, 4]}) |> derive(before = lag(.x, 2))"),
      WordExample(
        "table({t: [@2024-01-01, @2024-01-02, @2024-01-04], x: [1, 2, 3]})\n"
          + "  |> derive(day_before = lag(.x, 1d, over: .t))"),
    ],
    { call, x in try shifted(call, x, isLead: false) })

  /// `lead(.x, 1)`, `lead(.x, 24h, over: .t)`
  static let lead = window(
    "lead", "The value some rows later, or at a time so much later; null where there is none.",
    parameters: shiftParameters("later", "after"),
    examples: [
      WordExample("lead([1, 2, 3])", shows: "[2, 3, null]"),
      WordExample("table({x: [1, 2, 3]}) |> derive(next = lead(.x))"),
    ],
    { call, x in try shifted(call, x, isLead: true) })

  private static func shiftParameters(_ way: String, _ side: String) -> [Parameter] {
    [
      .optional(
        "n", .either([.int, .duration]), default: "1",
        "How many rows \(way); or a duration, for the value at exactly that time (of several "
          + "rows the last)."),
      overOption,
      .option(
        "tolerance", .duration,
        "With a duration: where no row has that time, the nearest \(side) it within so much."),
    ]
  }

  private static func shifted(
    _ call: WordCall, _ x: ColumnExpression, isLead: Bool
  ) throws -> ColumnExpression {
    let over = try call.expressionIfGiven("over")
    if let span = try call.windowSpan("n") {
      let tolerance = try call.windowSpan("tolerance") ?? .zero
      return .windowed(
        .shiftTime(span, tolerance: tolerance, isLead: isLead), x, over: over)
    }
    if call.isGiven("tolerance") {
      throw RuntimeError(
        .toleranceByRow(word: call.word.name, at: call.range(of: "tolerance")))
    }
    let rows = try call.int("n", in: 0...WindowLimits.rowCountMax) ?? 1
    return .windowed(.shift(isLead ? -rows : rows), x, over: over)
  }

  /// `diff(.x)`
  static let diff = window(
    "diff", "The difference to the value some rows earlier; null for the first rows.",
    parameters: [
      .optional("n", .int, default: "1", "How many rows earlier."), overOption,
    ],
    examples: [
      WordExample("diff([1, 4, 9])", shows: "[null, 3, 5]"),
      WordExample("table({t: [@2024-01-01, @2024-01-04]}) |> derive(gap = diff(.t))"),
    ],
    { call, x in
      .binary(.subtract, x, try earlier(call, x))
    })

  /// `pct_change(.x)`
  static let pctChange = window(
    "pct_change", "The change since the value some rows earlier, as a share of that value.",
    parameters: [
      .optional("n", .int, default: "1", "How many rows earlier."), overOption,
    ],
    examples: [WordExample("pct_change([100, 110, 99])", shows: "[null, 0.1, -0.1]")],
    { call, x in
      let before = try earlier(call, x)
      return .binary(.divide, .binary(.subtract, x, before), before)
    })

  private static func earlier(
    _ call: WordCall, _ x: ColumnExpression
  ) throws -> ColumnExpression {
    let rows = try call.int("n", in: 1...WindowLimits.rowCountMax) ?? 1
    return .windowed(.shift(rows), x, over: try call.expressionIfGiven("over"))
  }
}

/// What windows take.
enum WindowLimits {
  /// Rows of a window, and between a row and the one it looks at.
  static let rowCountMax = 1 << 40
}
