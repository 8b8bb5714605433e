import QuernPlan
import QuernValue

extension Word {
  /// `cost() |> summarise(usd = sum(.aws_usd), by: .instance)`
  static let cost = Word(
    "cost", .platform,
    "Seconds of this home's sessions by instance; free here, with AWS's dated price beside it.",
    parameters: [
      .option(
        "by", .constant, constants: ["session", "notebook", "instance", "day"],
        "Add up by this; a day is one of UTC. Without it each stretch of a session is a row.")
    ],
    result: .type(.anyTable),
    effect: .reads,
    examples: [
      WordExample("cost() |> summarise(s = sum(.seconds), by: .instance)"),
      WordExample("cost(by: day) |> select(.day, .seconds, .idle_seconds)"),
    ],
    body: { call in .table(try call.host.costs(by: try call.constant("by"))) })
}
