import QuernPlan
import QuernValue

extension Word {
  /// `instance()`, `instance("ml.m5.xlarge")`
  static let instance = Word(
    "instance", .platform,
    "The session's instance, its limits and what enforces them; or a type of the catalogue.",
    parameters: [
      .optional("type", .string, "A type's name, such as `ml.m5.xlarge`.")
    ],
    result: .type(.plain(.record)),
    effect: .reads,
    target: "type",
    examples: [WordExample("instance()"), WordExample("instance(\"ml.m5.xlarge\")")],
    body: { call in
      guard let type = try call.string("type") else { return .record(try call.host.instance()) }
      return .record(try call.host.instance(named: type))
    })
}
