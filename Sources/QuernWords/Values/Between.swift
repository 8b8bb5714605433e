import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `between(.x, 1, 5)`
  static let between = Word(
    "between", .values, "Whether a value lies within two ends, both included.",
    parameters: [
      .required("x", .either([.scalar, .expression]), "A value or a column."),
      .required("low", .either([.scalar, .expression]), "The lower end."),
      .required("high", .either([.scalar, .expression]), "The upper end."),
    ],
    result: .lifted(.bool),
    examples: [
      WordExample("between(3, 1, 5)"),
      WordExample("table({x: [0, 3, null]}) |> derive(inside = between(.x, 1, 5))"),
    ],
    lift: { call in
      .between(
        try call.expression("x"), try call.expression("low"), try call.expression("high"))
    },
    body: { call in
      let value = call.value("x")
      guard let low = try ordering(call, call.value("low"), value),
        let high = try ordering(call, value, call.value("high"))
      else { return .null }
      return .bool(low <= 0 && high <= 0)
    })

  private static func ordering(_ call: WordCall, _ a: Value, _ b: Value) throws -> Int? {
    guard !a.isNull, !b.isNull else { return nil }
    guard let order = a.compared(to: b) else { throw call.wrong("x", call.value("x")) }
    return order
  }
}
