import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `quantile(.x, 0.9)`
  static let quantile = Word(
    "quantile", .aggregates, "The value below which a share of the values lies, interpolated.",
    parameters: [
      .required("x", .either([.expression, .list]), "A column, an expression, or a list."),
      .required("share", .number, "From 0 to 1."),
    ],
    result: .lifted(.float),
    examples: [WordExample("quantile([1, 2, 3, 4, 5], 0.25)")],
    lift: { call in .aggregate(.quantile(try share(call)), try call.expression("x")) },
    body: { call in try ListAggregate.value(.quantile(try share(call)), of: call, "x") })

  private static func share(_ call: WordCall) throws -> Double {
    let share = try call.double("share") ?? .nan
    guard (0...1).contains(share) else {
      throw RuntimeError(
        .argumentOutOfRange(
          word: "quantile", parameter: "share", value: "\(share)", lower: 0, upper: 1,
          at: call.range(of: "share")))
    }
    return share
  }
}
