import QuernPlan
import QuernValue

extension Word {
  /// `experiments()`
  static let experiments = Word(
    "experiments", .platform, "The recorded runs of this home, oldest first, as a table.",
    parameters: [],
    result: .type(.anyTable),
    effect: .reads,
    examples: [],
    body: { call in .table(try call.host.experiments()) })
}
