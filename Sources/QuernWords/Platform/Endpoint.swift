import QuernPlan
import QuernText
import QuernValue

extension Word {
  /// `endpoint("churn")`
  static let endpoint = Word(
    "endpoint", .platform, "An endpoint that is there already, by its name.",
    parameters: [.required("name", .string, "The endpoint's name.")],
    result: .type(.plain(.endpoint)),
    effect: .reads,
    target: "name",
    examples: [],
    body: { call in .endpoint(try call.host.endpoint(named: try call.string("name") ?? "")) })
}
