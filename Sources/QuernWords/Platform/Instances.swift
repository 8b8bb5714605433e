import QuernPlan
import QuernValue

extension Word {
  /// `instances() |> filter(.fits)`
  static let instances = Word(
    "instances", .platform,
    "The catalogue of instance types as a table, with what fits this machine.",
    parameters: [],
    result: .type(.anyTable),
    effect: .reads,
    examples: [WordExample("instances() |> filter(.fits)")],
    body: { call in .table(try call.host.instances()) })
}
