import QuernPlan
import QuernValue

extension Word {
  /// `cost() |> summarise(usd = sum(.aws_usd), by: .instance)`
  static let cost = Word(
    "cost", .platform,
    "Seconds of this home's sessions by instance; free here, with AWS's dated price beside it.",
    parameters: [],
    result: .type(.anyTable),
    effect: .reads,
    examples: [WordExample("cost() |> summarise(s = sum(.seconds), by: .instance)")],
    body: { call in .table(try call.host.costs()) })
}
